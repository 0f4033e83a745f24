"""The wheel: what ``pipx install`` and ``uv tool install`` take."""

import os
import subprocess
import sys
from pathlib import Path

import product


def make(target: Path) -> Path:
    """Make ``target``, a folder, hold the wheel; return its file."""
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(product.commit_time())}
    command = [sys.executable, "-m", "uv", "build", "--wheel", "--quiet", "--no-create-gitignore"]
    subprocess.run([*command, "--out-dir", str(target), str(product.ROOT)], check=True, env=env)
    return target / f"{product.NAME}-{product.version()}-py3-none-any.whl"
