"""The article pane: opening, history, marks, place, notices, links, find, zoom."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.articles import BodyState
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.settings import ARTICLE_PAPER, MARK_READ, READING_FACE, READING_SIZE
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader.enlarged import EnlargedPicture
from desktop_app.ui.reader.pane import ReaderPane
from desktop_app.ui.theme.theme import Theme
from tests.gui.reading_fakes import (
    NOW,
    TEXT,
    FakeServices,
    FakeTasks,
    Opened,
    article,
    body,
    source,
)

LONG = "".join(f"<p>Paragraph {n}. {'word ' * 60}</p>" for n in range(40))


@dataclass
class Stage:
    pane: ReaderPane
    services: FakeServices
    tasks: FakeTasks
    theme: Theme
    window: QWidget


@pytest.fixture
def opened_urls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


@pytest.fixture
def stage(qtbot: Any, qapp: Any, tmp_path: Path) -> Any:
    theme = Theme("light")
    theme.apply(qapp)
    services, tasks = FakeServices(tmp_path), FakeTasks()
    pictures = Pictures(tasks, services)
    window = QWidget()
    qtbot.addWidget(window)
    pane = ReaderPane(tasks, services, theme, pictures, window)
    pane.now = lambda: NOW
    pane.stage.view.animated = False
    pane._sources[1] = "The Gazette of Irbid"
    window.resize(700, 800)
    pane.resize(700, 800)
    for number in (1, 2, 3):
        made = article(number, title=f"Article {number}", url=f"https://gazette.example/{number}")
        services.reading.add(Opened(made, body(number), source()))
    window.show()
    yield Stage(pane, services, tasks, theme, window)
    pictures.stop()


def text(stage: Stage) -> str:
    return stage.pane.stage.view.toPlainText()


def open_(stage: Stage, number: int, html: str = "", **more: Any) -> None:
    if html or more:
        made = article(number, title=f"Article {number}", **more.pop("fields", {}))
        stage.services.reading.add(
            Opened(made, more.pop("body", body(number, html)), source(), **more)
        )
    stage.pane.open(stage.services.reading.opened[number].article)


def test_at_first_it_asks_to_choose(stage: Stage) -> None:
    assert stage.pane.stage.face.isVisible()
    assert stage.pane.stage.face.accessibleName().startswith("Choose an article")
    assert not stage.pane.bar.read_button.isEnabled()


def test_it_shows_the_article_and_marks_it_read(stage: Stage) -> None:
    open_(stage, 1)
    assert text(stage).startswith("Article 1")
    assert TEXT[0] in text(stage)
    assert ("mark_read", (1,), True) in stage.services.reading.calls
    assert stage.pane.bar.read_button.accessibleName() == "Mark as unread"
    assert not stage.pane.stage.face.isVisible()


@pytest.mark.parametrize("author", ["Lina Haddad", "Lina 👩🏽‍🚀 Haddad", "لينا حداد"])
def test_the_age_in_the_byline_goes_on(stage: Stage, author: str) -> None:
    open_(stage, 1, fields={"author": author})
    before = text(stage)
    assert "33 min ago" in before
    stage.pane.now = lambda: NOW + 60
    stage.pane.stage._minute.timeout.emit()
    assert text(stage) == before.replace("33 min ago", "34 min ago")
    assert stage.pane.stage._page.byline in text(stage)
    stage.pane.now = lambda: NOW + 90 * 60
    stage.pane.stage._minute.timeout.emit()
    assert text(stage) == before.replace("33 min ago", "2 h ago")


def test_the_same_article_is_not_opened_twice(stage: Stage) -> None:
    open_(stage, 1)
    open_(stage, 1)
    assert stage.services.reading.calls.count(("open", 1)) == 1


def test_marking_by_hand_or_later(qtbot: Any, stage: Stage, monkeypatch: Any) -> None:
    stage.services.settings.set(MARK_READ, "manual")
    open_(stage, 1)
    assert not any(call[0] == "mark_read" for call in stage.services.reading.calls)
    stage.pane.bar.read_button.click()
    assert stage.services.reading.calls[-1] == ("mark_read", (1,), True)
    stage.services.settings.set(MARK_READ, "after_3s")
    stage.pane._marks._timer.setInterval(1)
    open_(stage, 2)
    qtbot.waitUntil(lambda: ("mark_read", (2,), True) in stage.services.reading.calls)


def test_the_old_text_stays_until_the_new_one_comes(qtbot: Any, stage: Stage) -> None:
    open_(stage, 1)
    stage.tasks.hold = True
    open_(stage, 2)
    assert text(stage).startswith("Article 1")
    qtbot.waitUntil(lambda: text(stage).startswith("Article 2"), timeout=3000)
    assert TEXT[0] not in text(stage), "only the head so far"
    stage.tasks.hold = False
    stage.tasks.release()
    assert TEXT[0] in text(stage)


def test_a_late_answer_for_another_article_is_dropped(stage: Stage) -> None:
    stage.tasks.hold = True
    open_(stage, 1)
    open_(stage, 2)
    stage.tasks.hold = False
    stage.tasks.release()
    assert text(stage).startswith("Article 2")


def test_back_and_forward(qtbot: Any, stage: Stage) -> None:
    for number in (1, 2, 3):
        open_(stage, number)
    with qtbot.waitSignal(stage.pane.related_chosen) as told:
        stage.pane.bar.back_button.click()
    assert told.args[0].id == 2
    assert text(stage).startswith("Article 2")
    stage.pane.back()
    assert not stage.pane.bar.back_button.isEnabled()
    stage.pane.forward()
    assert text(stage).startswith("Article 2")


def test_the_place_is_kept_and_found_again(stage: Stage) -> None:
    open_(stage, 4, LONG)
    stage.pane.stage.view.set_place(0.5)
    open_(stage, 1)
    kept = [call for call in stage.services.reading.calls if call[0] == "keep_position"]
    assert kept[-1][1] == 4 and abs(kept[-1][2] - 0.5) < 0.01
    from dataclasses import replace

    opened = stage.services.reading.opened[4]
    assert opened.body is not None
    placed = replace(opened, body=replace(opened.body, reading_position=0.5))
    stage.services.reading.add(placed)
    stage.pane.open(placed.article)
    assert abs(stage.pane.stage.view.place() - 0.5) < 0.01


def test_flush_writes_the_place_down(stage: Stage) -> None:
    open_(stage, 4, LONG)
    stage.pane.stage.view.set_place(0.25)
    stage.pane.flush()
    assert stage.services.reading.calls[-1][0] == "keep_position"
    stage.pane.flush()
    assert [call[0] for call in stage.services.reading.calls].count("keep_position") == 1


def test_offline_the_stored_text_shows_with_a_notice(stage: Stage) -> None:
    open_(stage, 5, "<p>Stored.</p>", error=AppError(ErrorKind.OFFLINE, host="gazette.example"))
    assert "Stored." in text(stage)
    notice = stage.pane.stage.notice
    assert notice.isVisible()
    assert notice.words.text() == "You are offline. This is the stored copy."
    stage.services.reading.add(Opened(article(5), body(5, "<p>Fresh.</p>"), source()))
    notice.button.click()
    assert "Fresh." in text(stage) and not notice.isVisible()


def test_an_excerpt_says_so(stage: Stage, opened_urls: list[str]) -> None:
    short = body(6, "<p>Short.</p>", BodyState.EXCERPT)
    open_(stage, 6, body=short)
    assert "only an excerpt" in stage.pane.stage.notice.words.text()
    stage.pane.stage.notice.button.click()
    assert opened_urls == ["https://gazette.example/6"]


def test_the_whole_text_can_be_asked_for(stage: Stage) -> None:
    short = body(6, "<p>Short.</p>", BodyState.EXCERPT)
    open_(stage, 6, body=short, more=True)
    stage.services.reading.complete = _completing(stage)  # type: ignore[attr-defined]
    stage.pane.stage.notice.button.click()
    assert "All of it." in text(stage)
    assert not stage.pane.stage.notice.isVisible()


def _completing(stage: Stage) -> Any:
    def complete(number: int) -> Any:
        stage.services.reading.add(Opened(article(6), body(6, "<p>All of it.</p>"), source()))
        return True
        yield

    return complete


def test_nothing_stored_and_no_network(stage: Stage) -> None:
    error = AppError(ErrorKind.TIMEOUT, host="gazette.example")
    open_(stage, 7, body=None, error=error)
    assert "Article 7" in text(stage)
    assert stage.pane.stage.notice.button.text() == "Try again"
    stage.pane.open(article(99, title="Gone"))
    assert stage.pane.stage.face.isVisible()
    assert stage.pane.stage.face.accessibleName().startswith("Not found")


def test_a_protected_article_asks_for_its_password(qtbot: Any, stage: Stage) -> None:
    fields = {"body_state": BodyState.PROTECTED}
    open_(stage, 8, body=None, error=AppError(ErrorKind.PROTECTED), fields=fields)
    locked = stage.pane.stage.locked
    assert locked.isVisible()
    qtbot.keyClicks(locked.field, "wrong")
    qtbot.keyClick(locked.field, Qt.Key.Key_Return)
    assert locked.isVisible() and "not the password" in locked._words.text()
    qtbot.keyClicks(locked.field, "open sesame")
    locked.button.click()
    assert not locked.isVisible()
    assert "Inside." in text(stage)


def test_related_are_buttons_that_open_in_place(qtbot: Any, stage: Stage) -> None:
    stage.services.related.articles = (article(2, title="Article 2"), article(3, title="Article 3"))
    open_(stage, 1)
    related = stage.pane.stage.related
    assert [button.text() for button in related.buttons] == ["Article 2", "Article 3"]
    assert related.buttons[0].accessibleName().startswith("Article 2, The Gazette of Irbid")
    view = stage.pane.stage.view
    view.set_place(1.0)
    assert related.geometry().bottom() <= view.viewport().height()
    assert related.y() > view.viewport().height() // 4
    with qtbot.waitSignal(stage.pane.related_chosen) as told:
        qtbot.mouseClick(related.buttons[0], Qt.MouseButton.LeftButton)
    assert told.args[0].id == 2
    assert text(stage).startswith("Article 2")
    stage.pane.back()
    assert text(stage).startswith("Article 1")


def test_links_open_by_an_allow_list(stage: Stage, opened_urls: list[str]) -> None:
    open_(stage, 1)
    toasts: list[str] = []
    stage.pane.toast.connect(lambda words, undo: toasts.append(words))
    follow = stage.pane.stage.view.link_activated.emit
    follow("https://elsewhere.example/x")
    follow("mailto:desk@gazette.example")
    follow("file:///etc/passwd")
    follow("javascript:alert(1)")
    assert opened_urls == ["https://elsewhere.example/x", "mailto:desk@gazette.example"]
    assert len(toasts) == 2


def test_links_to_known_articles_open_here(stage: Stage, opened_urls: list[str]) -> None:
    open_(stage, 1)
    stage.pane.stage.view.link_activated.emit("https://gazette.example/3")
    assert text(stage).startswith("Article 3")
    assert opened_urls == []


def test_hovering_shows_the_real_host(stage: Stage) -> None:
    said: list[str] = []
    stage.pane.status.connect(said.append)
    stage.pane.stage.view.link_hovered.emit("https://gazette.example@evil.example/")
    stage.pane.stage.view.link_hovered.emit("")
    assert said == ["evil.example", ""]


def test_a_click_on_a_link(qtbot: Any, stage: Stage, opened_urls: list[str]) -> None:
    html = f'<p><a href="https://elsewhere.example/">{"link " * 30}</a></p>'
    open_(stage, 9, html, fields={"picture": None})
    view = stage.pane.stage.view
    where = next(QPoint(40, y) for y in range(0, 400, 4) if view.anchorAt(QPoint(40, y)))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened_urls == ["https://elsewhere.example/"]
    assert view.tip_at(where) == "elsewhere.example"
    menu = stage.pane.menu.build(where)
    assert "Copy this link" in [action.text() for action in menu.actions()]


def test_find(qtbot: Any, stage: Stage) -> None:
    open_(stage, 4, LONG)
    stage.pane.find()
    bar = stage.pane.stage.find_bar
    assert bar.isVisible()
    bar.field.setText("paragraph 1")
    bar.search()
    assert bar.hits == 11
    assert bar.count.text() == "1 of 11"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 11"
    bar.go_back()
    bar.go_back()
    assert bar.count.text() == "11 of 11"
    assert len(stage.pane.stage.view.extraSelections()) == 11
    bar.field.setText("zebra")
    bar.search()
    assert bar.count.text() == "Not found"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == "zebra"
    assert not bar.isVisible() and stage.pane.stage.view.extraSelections() == []


def test_ctrl_f_in_the_text_finds_there(qtbot: Any, stage: Stage) -> None:
    open_(stage, 1)
    stage.pane.stage.view.setFocus()
    qtbot.keyClick(stage.pane.stage.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert stage.pane.stage.find_bar.isVisible()


def test_zoom_and_paper_follow_the_settings(stage: Stage) -> None:
    open_(stage, 4, LONG)
    stage.pane.stage.view.set_place(0.5)
    line = stage.pane.stage.view.cursorForPosition(QPoint(2, 2)).position()
    stage.services.settings.set(READING_SIZE, 22)
    view = stage.pane.stage.view
    assert view.document().defaultFont().pixelSize() == 22
    assert abs(view.cursorForPosition(QPoint(2, 2)).position() - line) < 80
    stage.services.settings.set(ARTICLE_PAPER, "sepia")
    assert stage.pane.stage.paper.name == "sepia"
    popover = stage.pane.popover
    popover.size_step.more.click()
    assert stage.services.settings.get(READING_SIZE) == 23
    popover.face_pair._chips["sans"].click()
    assert stage.services.settings.get(READING_FACE) == "sans"
    stage.pane.stage.view.zoom_requested.emit(-1)
    assert stage.services.settings.get(READING_SIZE) == 22


def test_a_new_scheme_keeps_the_place(stage: Stage) -> None:
    open_(stage, 4, LONG)
    view = stage.pane.stage.view
    view.set_place(0.5)
    before = view.verticalScrollBar().value()
    stage.theme.set_scheme("dark")
    assert view.verticalScrollBar().value() == before
    assert view.palette().base().color() == stage.theme.tokens.window
    stage.theme.set_scheme("light")


def test_enlarged_pictures(qtbot: Any, stage: Stage) -> None:
    html = '<p>a</p><p class="pic"><img src="pic:https%3A%2F%2Fgazette.example%2Ftaxi-900x500.png"'
    html += ' width="900" height="500" alt="x"></p><p class="cap">A taxi.</p>'
    open_(stage, 10, html)
    stage.pane.stage.enlarge("pic:https%3A%2F%2Fgazette.example%2Fbus-1240x600.png")
    large = stage.window.findChild(EnlargedPicture)
    assert large is not None and large.isVisible()
    assert large.geometry() == stage.window.rect()
    assert large.accessibleName() == "Picture 1 of 2"
    qtbot.keyClick(large, Qt.Key.Key_Right)
    assert large.shown.caption == "A taxi."
    qtbot.keyClick(large, Qt.Key.Key_Right)
    assert large.accessibleName() == "Picture 2 of 2"
    qtbot.waitUntil(lambda: large._pixmap(large.rect().adjusted(56, 32, -56, -72)) is not None)
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_changes_of_the_article_come_in(stage: Stage) -> None:
    open_(stage, 4, LONG)
    stage.pane.stage.view.set_place(0.4)
    changed = article(4, title="Article 4", saved=True, read=True)
    stage.services.reading.add(Opened(changed, body(4, LONG + "<p>More.</p>"), source()))
    stage.pane.apply(ChangeSet(changed_articles=frozenset({4})))
    assert "More." in text(stage)
    assert 0.3 < stage.pane.stage.view.place() < 0.45
    assert stage.pane.bar.save_button.active
    opens = len(stage.services.reading.calls)
    stage.pane.apply(ChangeSet(changed_articles=frozenset({1})))
    assert len(stage.services.reading.calls) == opens


def test_saving_and_copying(stage: Stage) -> None:
    open_(stage, 1)
    stage.pane.bar.save_button.click()
    assert stage.services.reading.calls[-1] == ("save", (1,), True)
    stage.pane.copy_link()
    assert QGuiApplication.clipboard().text() == "https://gazette.example/1"


def test_space_scrolls_then_says_that_it_is_the_end(stage: Stage) -> None:
    open_(stage, 4, LONG)
    assert stage.pane.scroll_page()
    stage.pane.stage.view.set_place(1.0)
    assert not stage.pane.scroll_page()


def test_everything_that_takes_focus_has_a_name(stage: Stage) -> None:
    stage.services.related.articles = (article(2),)
    open_(stage, 1)
    stage.pane.find()
    for widget in stage.pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            face = QAccessible.queryAccessibleInterface(widget)
            assert face.text(QAccessible.Text.Name), widget


def test_it_mirrors(qtbot: Any, qapp: Any, stage: Stage) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        open_(stage, 1)
        bar = stage.pane.bar
        qtbot.waitUntil(lambda: bar.back_button.x() > bar.comments_button.x())
        stage.pane.grab()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
