"""Folders of a profile on the three systems, small files, and resources."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system import paths as places
from desktop_app.system import resources
from desktop_app.system.files import replace_file, set_aside
from desktop_app.system.paths import Paths, default_paths, profile_paths


def folders(paths: Paths) -> list[Path]:
    return [paths.data, paths.config, paths.cache, paths.logs, paths.pictures]


def test_linux_follows_xdg(private_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    paths = default_paths()
    assert paths.data == private_home / ".local/share/daily8"
    assert paths.config == private_home / ".config/daily8"
    assert paths.cache == private_home / ".cache/daily8"
    assert paths.logs == private_home / ".local/state/daily8"
    monkeypatch.setenv("XDG_DATA_HOME", str(private_home / "elsewhere"))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert default_paths().data == private_home / "elsewhere/daily8"
    assert default_paths().cache == private_home / ".cache/daily8"


def test_windows_and_macos_have_their_own(
    private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(private_home / "Local"))
    monkeypatch.setenv("APPDATA", str(private_home / "Roaming"))
    paths = default_paths()
    assert paths.database == private_home / "Local/Daily8/data/library.sqlite3"
    assert paths.settings_file == private_home / "Roaming/Daily8/settings.json"
    monkeypatch.setattr(sys, "platform", "darwin")
    paths = default_paths()
    assert paths.data == private_home / "Library/Application Support/Daily8"
    assert paths.cache == private_home / "Library/Caches/Daily8"


def test_a_profile_lies_below_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a b \u0645"
    paths = profile_paths(folder)
    assert all(each.is_relative_to(folder) and each.is_dir() for each in folders(paths))
    assert len({paths.settings_file, paths.state_file, paths.log_file, paths.crash_file}) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_the_owner_may_look(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        paths = profile_paths(tmp_path / "new" / "profile")
    finally:
        os.umask(old)
    assert {each.stat().st_mode & 0o777 for each in folders(paths)} == {0o700}
    assert (tmp_path / "new/profile").stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("")
    with pytest.raises(AppError) as caught:
        profile_paths(tmp_path / "profile")
    assert caught.value.kind is ErrorKind.STORAGE


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (13, ErrorKind.READ_ONLY),
        (30, ErrorKind.READ_ONLY),
        (28, ErrorKind.DISK_FULL),
        (5, ErrorKind.STORAGE),
        (None, ErrorKind.STORAGE),
    ],
)
def test_what_the_disk_says(number: int | None, kind: ErrorKind) -> None:
    error = OSError(number, "words") if number else OSError("words")
    assert places.storage_error(error).kind is kind


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "a"
    replace_file(file, b"one")
    replace_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["a"]


def test_broken_files_are_set_aside_in_order(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for number in (1, 2):
        file.write_text(str(number))
        assert set_aside(file) == tmp_path / f"a.broken-{number}"
    with pytest.raises(AppError):
        set_aside(file)


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../x", "a/../../x", "a\\b", "C:/x", "a/..", ":/x"]
)
def test_a_resource_lies_in_its_folder(name: str) -> None:
    with pytest.raises(ValueError):
        resources.path(name)


def test_resources_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("\u0645", encoding="utf-8")
    monkeypatch.setattr(resources, "_root", lambda: tmp_path)
    resources.data.cache_clear()
    assert resources.text("a/b.txt") == "\u0645"
    assert resources.path("a/b.txt") == tmp_path / "a/b.txt"
    with pytest.raises(FileNotFoundError):
        resources.data("a/missing")
    resources.data.cache_clear()
