"""The checks of an installation: each tells one line, none breaks the others."""

from pathlib import Path

import pytest

from desktop_app.cli import DONE, FAILED, main, self_test


@pytest.mark.parametrize("name", [each for each in self_test._CHECKS if each != "imports"])
def test_each_check_of_this_installation(name: str) -> None:
    told, fine, more = self_test._run(name, self_test._CHECKS[name])
    assert (told, fine) == (name, True), more
    assert more
    assert "\n" not in more


def test_a_broken_part_is_told_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise FileNotFoundError("fonts")

    monkeypatch.setattr(self_test, "_CHECKS", {"resources": broken, "after": lambda: "reached"})
    monkeypatch.setattr(self_test, "_window", lambda: ("ok\tqt\t6\n", True))
    assert main(["self-test"]) == FAILED
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [
        "FAILED\tresources\tFileNotFoundError: fonts",
        "ok\tafter\treached",
        "ok\tqt\t6",
    ]


def test_the_window_is_tried_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    told, fine = self_test._window()
    assert fine, told
    assert "ok\tplatform\toffscreen\n" in told
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    told, fine = self_test._window()
    assert not fine
    assert told.startswith("FAILED\twindow\t")


def test_the_lines_go_to_a_file_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "lines.txt"
    monkeypatch.setattr(self_test, "_CHECKS", {})
    monkeypatch.setattr(self_test, "_window", lambda: ("ok\tqt\t6\n", True))
    assert main(["--self-test", "--out", str(file)]) == DONE
    assert file.read_text("utf-8") == capsys.readouterr().out
