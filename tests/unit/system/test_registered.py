"""Whether the browser's way back leads to this window is read off the desktop's own files."""

import sys
from pathlib import Path

import pytest

from desktop_app.system.paths import Paths, default_paths, profile_paths
from desktop_app.system.registered import DESKTOP_FILE, hands_over

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are Linux's")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    return default_paths()


def say(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[MIME Cache]\n{line}\n", encoding="utf-8")


def test_nobody_has_registered(own: Paths) -> None:
    assert not hands_over("daily8", own)


def test_a_package_has_registered(own: Paths, tmp_path: Path) -> None:
    cache = tmp_path / "shared/applications/mimeinfo.cache"
    say(cache, f"x-scheme-handler/daily8={DESKTOP_FILE};")
    assert hands_over("daily8", own)
    assert not hands_over("feed", own)


def test_another_profile_is_not_reached(own: Paths, tmp_path: Path) -> None:
    say(tmp_path / "DATA/applications/mimeinfo.cache", f"x-scheme-handler/daily8={DESKTOP_FILE};")
    assert hands_over("daily8", own)
    assert not hands_over("daily8", profile_paths(tmp_path / "other"))


def test_the_reader_chose_another_program(own: Paths, tmp_path: Path) -> None:
    cache = tmp_path / "shared/applications/mimeinfo.cache"
    say(cache, f"x-scheme-handler/daily8={DESKTOP_FILE};")
    say(tmp_path / "CONFIG/mimeapps.list", "x-scheme-handler/daily8=other.desktop;")
    assert not hands_over("daily8", own)
