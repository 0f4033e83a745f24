"""A report of an earlier run is kept until somebody has seen it, and then said no more."""

from pathlib import Path

from desktop_app.system import crash
from desktop_app.system.paths import profile_paths


def test_what_an_earlier_run_left_is_told_once(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path)
    first = crash.CrashReports(paths, None, None)
    first.install()
    assert first.left == ""
    first._write("ValueError: Authorization: Basic c2VjcmV0OnNlY3JldA== in the list")
    first.uninstall()
    (paths.logs / "fatal.txt").write_text("Segmentation fault in libQt6Gui", encoding="utf-8")
    second = crash.CrashReports(paths, None, None)
    second.install()
    assert "ValueError" in second.left and "Segmentation fault" in second.left
    assert "c2VjcmV0" not in second.left
    second.uninstall()
    third = crash.CrashReports(paths, None, None)
    third.install()
    assert third.left == ""
    assert (paths.logs / "crash-seen.txt").exists(), "for whoever wants to send it"
    third.uninstall()


def test_one_that_was_looked_at_is_not_told_again(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path)
    first = crash.CrashReports(paths, None, None)
    first.install()
    first._write("a bug")
    first.seen()
    first.seen()
    first.uninstall()
    second = crash.CrashReports(paths, None, None)
    second.install()
    assert second.left == ""
    second.uninstall()
