"""``--screenshot``: a picture of the whole window, however small the screen is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "size"), [((), (1440, 900)), (("--size", "1000x620"), (1000, 620))]
)
def test_the_picture_has_the_size_that_was_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], size: tuple[int, int]
) -> None:
    file = tmp_path / "window.png"
    options = ["--profile", str(tmp_path / "profile"), "--demo", "--screenshot", str(file)]
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", *options, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == size
