"""What the bundle carries to read aloud: four files of Qt, and they load."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BUNDLE = Path(__file__).parents[2] / "dist" / "daily8"
PROGRAM = BUNDLE / ("daily8.exe" if os.name == "nt" else "daily8")
OF_QT = re.compile(r"qtexttospeech|QtTextToSpeech|Qt6?TextToSpeech|QtMultimedia|Qt6Multimedia")
MOST_BYTES = 3_500_000

pytestmark = pytest.mark.skipif(
    not PROGRAM.exists(), reason="no bundle here: python3 dev.py bundle makes it"
)


def test_the_speech_process_starts_and_finds_qt_s_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "--speech", "no-such-engine"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"is": "silent", "words": ""}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name them otherwise")
def test_only_what_it_needs_of_the_large_package_is_there() -> None:
    found = [each for each in BUNDLE.rglob("*") if each.is_file() and OF_QT.search(each.name)]
    assert sorted(each.name for each in found) == [
        "QtTextToSpeech.abi3.so",
        "libQt6Multimedia.so.6",
        "libQt6TextToSpeech.so.6",
        "libqtexttospeech_speechd.so",
    ]
    assert sum(each.stat().st_size for each in found) < MOST_BYTES
