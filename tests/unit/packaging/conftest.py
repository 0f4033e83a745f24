"""The scripts below packaging/ are imported as they run: with that folder on the path."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "packaging"))
