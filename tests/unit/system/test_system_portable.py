"""A program with a marker beside it keeps its data beside it; any other does not."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app import __main__ as entrance
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.paths import default_paths, is_usual


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "a stick" / "daily8"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(folder / "daily8"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    return folder


def test_the_data_lie_beside_a_portable_program(program: Path) -> None:
    (program / "portable.txt").touch()
    paths = default_paths()
    assert {each.parent for each in (paths.data, paths.config, paths.cache, paths.logs)} == {
        program / "data"
    }
    assert not is_usual(paths)


def test_without_the_marker_they_are_the_readers(program: Path, private_home: Path) -> None:
    paths = default_paths()
    assert is_usual(paths)
    assert not (program / "data").exists()


def test_from_source_a_marker_means_nothing(
    program: Path, monkeypatch: pytest.MonkeyPatch, private_home: Path
) -> None:
    monkeypatch.delattr(sys, "frozen")
    (program / "portable.txt").touch()
    assert is_usual(default_paths())


def test_a_stick_that_cannot_be_written_is_said(program: Path) -> None:
    (program / "portable.txt").touch()
    (program / "data").write_text("a file where the folder should be")
    with pytest.raises(AppError) as caught:
        default_paths()
    assert caught.value.kind in (ErrorKind.STORAGE, ErrorKind.READ_ONLY)


def test_other_programs_get_the_loader_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    entrance._keep_libraries_to_ourselves()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/lib"
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
    entrance._keep_libraries_to_ourselves()
    assert "LD_LIBRARY_PATH" not in os.environ
