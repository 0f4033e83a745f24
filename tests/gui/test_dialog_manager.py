"""What the window does with what dialogs choose: files of subscriptions, sections, reports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.sources import FoundSection
from desktop_app.core.work import run_now
from desktop_app.ui.dialogs.about import About
from desktop_app.ui.dialogs.problem import ProblemReport
from desktop_app.ui.running import Running
from tests.gui.real_window import running_window, settle

OPML = (
    "<opml version='2.0'><body><outline text='World'>"
    "<outline type='rss' text='One' xmlUrl='http://127.0.0.1:9/one'/></outline>"
    "<outline type='rss' text='Two' xmlUrl='http://127.0.0.1:9/two'/></body></opml>"
)


@pytest.fixture
def running(qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as made:
        settle(qtbot, made)
        yield made


def test_subscriptions_come_in_and_go_out(running: Running, qtbot: QtBot, tmp_path: Path) -> None:
    window, file = running.window, tmp_path / "mine.opml"
    file.write_text(OPML, "utf-8")
    window.dialogs.choose_import()
    chooser = window.findChild(QFileDialog)
    chooser.fileSelected.emit(str(file))
    chooser.reject()
    settle(qtbot, running)
    titles = {each.title for each in run_now(running.services.subscribing.sidebar()).sources}
    assert titles == {"One", "Two"}
    target = tmp_path / "out.opml"
    window.dialogs.export()
    saver = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    saver.fileSelected.emit(str(target))
    saver.reject()
    settle(qtbot, running)
    assert "http://127.0.0.1:9/two" in target.read_text("utf-8")
    assert window.toast.text == "Subscriptions saved as out.opml."


@pytest.mark.parametrize("content", [None, b"", b"<html>no list</html>", b"x" * 5_000_001])
def test_a_file_that_is_none_is_told(
    running: Running, qtbot: QtBot, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "broken.opml"
    if content is not None:
        file.write_bytes(content)
    running.window.dialogs.import_file(str(file))
    settle(qtbot, running)
    assert running.window.toast.text.endswith(".") and "file" in running.window.toast.text
    assert run_now(running.services.subscribing.sidebar()).sources == ()


def test_a_section_that_was_chosen_is_listed(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    window = running.window
    file = tmp_path / "mine.opml"
    file.write_text(OPML, "utf-8")
    window.dialogs.import_file(str(file))
    settle(qtbot, running)
    source = run_now(running.services.subscribing.sidebar()).sources[0]
    store = running.services.subscribing._sources
    store.store_sections(source.id, [FoundSection("1", "Harbour")])
    (section,) = run_now(running.services.subscribing.sections(source.id))
    query = ListQuery(ListKind.SECTION, source_id=source.id, section_id=section.id)
    window.dialogs._on_list(query, "Harbour")
    settle(qtbot, running)
    assert window.articles._base == query


def test_a_report_can_be_read_and_copied(running: Running, qtbot: QtBot) -> None:
    running.window.dialogs.problem("Traceback: something")
    report = running.window.findChild(ProblemReport)
    assert report.findChild(QPlainTextEdit).toPlainText() == "Traceback: something"
    report._copy()
    assert QGuiApplication.clipboard().text() == "Traceback: something"
    report.reject()
    running.window.dialogs.about()
    about = running.window.findChild(About)
    assert about.height() < 400
    about.reject()
