"""The comment pane: a thread on the screen, what is new, selection, deeds, drafts, postings."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QDesktopServices,
    QGuiApplication,
    QInputMethodEvent,
)
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.changes import ChangeSet
from desktop_app.core.comments import Allowed, Draft, DraftKey, DraftKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.ui.comments import drafts as drafts_module
from desktop_app.ui.comments.pane import CommentsPane
from desktop_app.ui.comments.rows import Sort
from desktop_app.ui.theme.theme import Theme
from tests.gui.reading_fakes import (
    NOW,
    FakeServices,
    FakeTasks,
    FakeThread,
    account,
    article,
    comment,
    thread,
)

HERE = DraftKey(1, DraftKind.COMMENT)


@dataclass
class Talk:
    pane: CommentsPane
    services: FakeServices
    tasks: FakeTasks
    toasts: list[tuple[str, Any]]

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.pane.board.model.rows]

    def show(self, view: FakeThread | None = None) -> None:
        self.services.conversation.threads[1] = view or thread(article=article())
        self.pane.show_article(article())

    def thread(self) -> FakeThread:
        return self.services.conversation.threads[1]

    def change(self, **changes: Any) -> None:
        self.services.conversation.threads[1] = replace(self.thread(), **changes)
        self.pane.apply(ChangeSet(threads=frozenset({1})))

    def calls(self, name: str) -> list[Any]:
        conversation, outbox = self.services.conversation, self.services.outbox
        return [call for call in (*conversation.calls, *outbox.calls) if call[0] == name]


@pytest.fixture
def talk(qtbot: Any, qapp: Any, tmp_path: Path) -> Any:
    theme = Theme("light")
    theme.apply(qapp)
    services, tasks = FakeServices(tmp_path), FakeTasks()
    pane = CommentsPane(tasks, services, theme)
    qtbot.addWidget(pane)
    pane.now = lambda: NOW
    pane.resize(344, 900)
    pane.show()
    made = Talk(pane, services, tasks, [])
    pane.toast.connect(lambda words, undo: made.toasts.append((words, undo)))
    return made


def long_thread(count: int = 120) -> FakeThread:
    comments = tuple(
        comment(str(n), f"name {n % 7}", f"Comment {n}. " + "word " * (n % 40), 2000 - n)
        for n in range(1, count + 1)
    )
    info = replace(thread().info, visited_at=None)
    return thread(article=article(), comments=comments, postings=(), info=info)


# -- showing ---------------------------------------------------------------------------------------


def test_the_thread_shows(talk: Talk) -> None:
    talk.show()
    assert talk.keys == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "posting:p0"]
    assert talk.pane.header.title.accessibleName() == "Comments, 52"
    assert talk.pane.board.new_bar.text().startswith("1 new since")
    assert not talk.pane.board.face.isVisible()
    assert talk.calls("refresh") == [("refresh", 1)]


def test_the_model_behaves(talk: Talk) -> None:
    tester = QAbstractItemModelTester(
        talk.pane.board.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    talk.show()
    talk.pane.board.toggle("1")
    talk.pane.board.toggle("1")
    talk.change(comments=talk.thread().comments[:4])
    talk.pane.board.set_sort(Sort.NEWEST)
    talk.pane.show_article(None)
    assert tester is not None and talk.keys == []


def test_an_empty_thread_invites(talk: Talk) -> None:
    talk.show(thread(article=article(), comments=(), postings=()))
    face = talk.pane.board.face
    assert face.isVisible()
    assert face.accessibleName().startswith("No comments yet. Be the first")
    assert talk.pane.composer.edit.isVisible()


def test_hidden_it_loads_nothing(talk: Talk) -> None:
    talk.pane.hide()
    talk.show()
    assert talk.calls("open") == []
    talk.pane.show()
    assert len(talk.keys) == 10


def test_a_failed_refresh_keeps_what_is_stored(talk: Talk) -> None:
    talk.services.conversation.fresh[1] = AppError(ErrorKind.OFFLINE, host="gazette.example")
    talk.show()
    assert len(talk.keys) == 10
    words = talk.pane.board.notice.words.text()
    assert words == "You are offline. These are the stored comments."
    del talk.services.conversation.fresh[1]
    talk.pane.board.notice.button.click()
    assert not talk.pane.board.notice.isVisible()


def test_leaving_a_thread_notes_the_visit(talk: Talk) -> None:
    talk.show()
    talk.pane.show_article(None)
    assert talk.calls("leave") == [("leave", 1)]
    assert not talk.pane.composer.isVisible()


def test_closed_and_signed_out(qtbot: Any, talk: Talk) -> None:
    talk.show(
        thread(article=article(), accounts=(), can_post=False, can_sign_in=False, closed=True)
    )
    assert talk.pane.composer.sentence.text() == "Comments are closed."
    assert not talk.pane.composer.post.isVisible()
    talk.pane.show_article(None)
    talk.show(thread(article=article(), accounts=(), can_post=False))
    assert talk.pane.composer.invite.isVisible()
    with qtbot.waitSignal(talk.pane.sign_in_requested) as told:
        talk.pane.composer.invite.click()
    assert told.args == [1]
    with qtbot.waitSignal(talk.pane.sign_in_requested):
        talk.pane.deeds.do("reply", "1")


# -- what comes meanwhile --------------------------------------------------------------------------


def picture(talk: Talk) -> Any:
    return talk.pane.board.list.viewport().grab().toImage()


def settle(qtbot: Any, talk: Talk) -> None:
    qtbot.waitUntil(lambda: not talk.pane.board.list._quiet.isActive(), timeout=5000)
    picture(talk)
    qtbot.wait(1)


def test_comments_that_come_above_move_nothing(qtbot: Any, talk: Talk) -> None:
    talk.show(long_thread())
    settle(qtbot, talk)
    bar = talk.pane.board.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle(qtbot, talk)
    before = picture(talk)
    fresh = tuple(
        comment(str(900 + n), "new", "Fresh words. " * 9, 1, parent_remote_id="3") for n in range(3)
    )
    talk.change(comments=(*talk.thread().comments, *fresh))
    assert {"900", "901", "902"} <= set(talk.keys)
    assert picture(talk) == before
    assert talk.pane.board.pill.text() == "3 new comments"
    talk.pane.board.pill.click()
    first, last = talk.pane.board.list.visible_range()
    assert first <= talk.keys.index("900") <= last
    assert talk.pane.board.pill.text() == ""


def test_the_rest_of_a_thread_read_in_pieces_is_not_news(qtbot: Any, talk: Talk) -> None:
    whole = long_thread()
    partly = replace(whole.info, complete=False)
    talk.show(replace(whole, info=partly, comments=whole.comments[:3]))
    settle(qtbot, talk)
    talk.change(info=whole.info, comments=whole.comments)
    assert len(talk.keys) == len(whole.comments)
    assert talk.pane.board.pill.text() == ""


def test_comments_that_would_come_between_wait(qtbot: Any, talk: Talk) -> None:
    talk.show(long_thread())
    settle(qtbot, talk)
    before = picture(talk)
    fresh = comment("900", "new", "An answer to the first.", 1, parent_remote_id="1")
    talk.change(comments=(*talk.thread().comments, fresh))
    assert "900" not in talk.keys
    assert picture(talk) == before
    assert talk.pane.board.pill.text() == "1 new comment"
    talk.pane.board.pill.click()
    assert talk.keys.index("900") == 1


def test_new_comments_are_announced(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        said.append(event.message())  # type: ignore[attr-defined]

    talk.show(long_thread())
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    talk.change(comments=(*talk.thread().comments, comment("900", "new", "x", 1)))
    assert said == ["1 new comment"]


def test_an_edited_comment_changes_in_place(talk: Talk) -> None:
    talk.show()
    first = talk.thread().comments[0]
    longer = "Longer words. " * 30
    talk.change(
        comments=(
            replace(first, html=f"<p>{longer}</p>", plain=longer),
            *talk.thread().comments[1:],
        )
    )
    row = talk.pane.board.model.rows[0]
    assert row.node.plain == longer
    view = talk.pane.board.list
    picture(talk)
    assert view.visualRect(talk.pane.board.model.index(0, 0)).height() == view.delegate.height_of(
        row
    )
    assert view.delegate.height_of(row) > 200


def test_heights_become_true(qtbot: Any, talk: Talk) -> None:
    talk.show(long_thread(400))
    settle(qtbot, talk)
    view = talk.pane.board.list
    for row in talk.pane.board.model.rows:
        assert view.delegate.measured(row)
        index = talk.pane.board.model.index_of(row.key)
        assert view.visualRect(index).height() == view.delegate.height_of(row)


def test_two_thousand_comments_keep_few_documents(qtbot: Any, talk: Talk) -> None:
    talk.show(long_thread(2000))
    picture(talk)
    assert len(talk.pane.board.list.documents._documents) <= 60
    settle(qtbot, talk)
    assert len(talk.pane.board.list.documents._documents) <= 60


def test_next_new_goes_round(talk: Talk) -> None:
    comments = tuple(
        replace(each, first_seen_at=NOW if each.remote_id in ("3", "7") else 0)
        for each in thread().comments
    )
    talk.show(thread(article=article(), comments=comments))
    visited = []
    for _ in range(3):
        talk.pane.next_new()
        row = talk.pane.board.list.current_row()
        visited.append(row.key if row else "")
    assert visited == ["3", "7", "3"]


# -- branches, search, pointer ---------------------------------------------------------------------


def test_branches_collapse_by_keys(qtbot: Any, talk: Talk) -> None:
    talk.show()
    view = talk.pane.board.list
    view.setFocus()
    talk.pane.board.show_row("4")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert "5" not in talk.keys
    assert talk.pane.board.row("4").hidden == 4
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current_row().key == "1"
    talk.pane.board.show_row("4")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "5" in talk.keys


def test_a_click_on_a_thread_line_collapses(qtbot: Any, talk: Talk) -> None:
    talk.show()
    view = talk.pane.board.list
    rect = view.visualRect(talk.pane.board.model.index_of("6"))
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(17 + 12, rect.center().y())
    )
    assert talk.pane.board.row("4").hidden == 4
    assert talk.keys == ["1", "2", "3", "4", "9", "posting:p0"]


def test_search_walks_through_the_hits(qtbot: Any, talk: Talk) -> None:
    talk.show()
    talk.pane.board.toggle("4")
    talk.pane.search()
    bar = talk.pane.board.search_bar
    bar.field.setText("t")
    bar.searched.emit("three")
    assert talk.pane.board.list.current_row().key == "7", "out of a collapsed branch"
    bar.searched.emit("will")
    assert bar.count.text() == "1 of 1"
    picture(talk)
    bar.left.emit()
    assert not bar.isVisible()


def text_point(talk: Talk, key: str) -> QPoint:
    view = talk.pane.board.list
    row = talk.pane.board.row(key)
    assert row is not None
    rect = view.visualRect(talk.pane.board.model.index_of(key))
    return view.delegate.places(row, rect, False).text.topLeft() + QPoint(8, 10)


def test_links_show_their_host_and_open(
    qtbot: Any, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    html = '<p><a href="https://real.example/x">https://bank.example/</a></p>'
    linked = replace(thread().comments[0], html=html, plain="https://bank.example/")
    talk.show(thread(article=article(), comments=(linked,), postings=()))
    picture(talk)
    point = text_point(talk, "1")
    view = talk.pane.board.list
    assert view.link_at(point) == "https://real.example/x"
    assert view.tip_at(point) == "real.example"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert opened == ["https://real.example/x"]


def test_words_can_be_selected_and_copied(qtbot: Any, talk: Talk) -> None:
    talk.show()
    before = picture(talk)
    view = talk.pane.board.list
    start = text_point(talk, "1")
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert picture(talk) == before, "the view over the words looks the same"
    qtbot.mouseMove(view.viewport(), start + QPoint(120, 0))
    end = start + QPoint(120, 0)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    if not view.over.selected():  # offscreen, moves do not always arrive
        view.over.selectAll()
    view.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied and copied in talk.thread().comments[0].plain
    view.verticalScrollBar().valueChanged.emit(1)
    assert not view.over.isVisible()


def test_comments_load_nothing(talk: Talk) -> None:
    html = '<p>x <img src="file:///etc/passwd"><img src="http://evil.example/x.png"></p>'
    nasty = replace(thread().comments[0], html=html)
    talk.show(thread(article=article(), comments=(nasty,), postings=()))
    document = talk.pane.board.list.documents.document(talk.pane.board.model.rows[0].node, 300)
    assert document.resource(2, QUrl("file:///etc/passwd")).width() == 1


# -- writing ---------------------------------------------------------------------------------------


def type_(qtbot: Any, talk: Talk, words: str) -> None:
    talk.pane.composer.edit.setFocus()
    qtbot.keyClicks(talk.pane.composer.edit, words)


def test_a_draft_is_on_disk_within_half_a_second(qtbot: Any, talk: Talk) -> None:
    assert drafts_module.SAVE_MS <= 500
    talk.show()
    type_(qtbot, talk, "Half a thought")
    qtbot.waitUntil(lambda: HERE in talk.services.conversation.drafts, timeout=2000)
    qtbot.waitUntil(
        lambda: talk.services.conversation.drafts[HERE].text == "Half a thought", timeout=2000
    )


def test_a_draft_is_flushed_when_the_article_changes(qtbot: Any, talk: Talk) -> None:
    talk.show()
    type_(qtbot, talk, "Quick")
    talk.pane.show_article(None)
    assert talk.services.conversation.drafts[HERE].text == "Quick"
    talk.show()
    assert talk.pane.composer.text() == "Quick"
    type_(qtbot, talk, "er")
    talk.pane.composer.edit.clearFocus()
    talk.pane.flush()
    assert "er" in talk.services.conversation.drafts[HERE].text


def test_letters_of_an_input_method_count(qtbot: Any, talk: Talk) -> None:
    talk.show()
    type_(qtbot, talk, "ab")
    edit = talk.pane.composer.edit
    QApplication.sendEvent(edit, QInputMethodEvent("かな", []))
    assert edit.toPlainText() == "ab"
    assert talk.pane.composer.text() == "abかな"
    talk.pane.flush()
    assert talk.services.conversation.drafts[HERE].text == "abかな"


def test_posting_shows_the_comment_and_can_be_undone(qtbot: Any, talk: Talk) -> None:
    talk.show(thread(article=article(), postings=()))
    type_(qtbot, talk, "A fine idea.")
    qtbot.keyClick(talk.pane.composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert talk.calls("post") == [("post", HERE, 1, "A fine idea.")]
    assert talk.keys[-1] == "posting:p1"
    assert talk.pane.composer.text() == ""
    words, undo = talk.toasts[-1]
    assert words == "Your comment goes out in a moment."
    undo()
    assert talk.calls("withdraw") == [("withdraw", "p1")]
    assert talk.keys[-1] != "posting:p1"
    assert talk.pane.composer.text() == "A fine idea."


def test_a_failed_post_gives_the_text_back(qtbot: Any, talk: Talk) -> None:
    talk.show()
    talk.services.outbox.error = AppError(ErrorKind.DISK_FULL)
    type_(qtbot, talk, "Precious words")
    talk.pane.composer.post.click()
    assert talk.pane.composer.text() == "Precious words"
    assert "disk is full" in talk.pane.composer.problem.text()
    assert not talk.pane.composer.edit.isReadOnly()
    assert talk.services.conversation.drafts[HERE].text == "Precious words"


def test_while_it_is_posted_the_text_is_held(qtbot: Any, talk: Talk) -> None:
    talk.show()
    type_(qtbot, talk, "Once")
    talk.tasks.hold = True
    talk.pane.composer.post.click()
    talk.pane.composer.post.click()
    assert talk.pane.composer.edit.isReadOnly()
    assert talk.pane.composer.text() == "Once"
    talk.tasks.hold = False
    talk.tasks.release()
    assert len(talk.calls("post")) == 1


def test_a_draft_that_cannot_be_kept_says_so(qtbot: Any, talk: Talk) -> None:
    talk.show()
    talk.services.conversation.draft_error = AppError(ErrorKind.DISK_FULL)
    type_(qtbot, talk, "Words")
    talk.pane.flush()
    assert talk.pane.composer.problem.text().startswith("This text is not on disk")
    assert talk.pane.composer.text() == "Words"


def test_a_reply_has_its_own_place(qtbot: Any, talk: Talk) -> None:
    talk.show()
    type_(qtbot, talk, "A comment of my own")
    talk.pane.deeds.do("reply", "3")
    composer = talk.pane.composer
    assert composer.context.text() == "Replying to t_mansour"
    assert composer.text() == ""
    type_(qtbot, talk, "Yes, it will.")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.context.text() == ""
    assert composer.text() == "A comment of my own"
    talk.pane.deeds.do("reply", "3")
    assert composer.text() == "Yes, it will."
    composer.post.click()
    reply = DraftKey(1, DraftKind.REPLY, "3")
    assert talk.calls("post")[-1] == ("post", reply, 1, "Yes, it will.")
    assert composer.text() == "A comment of my own"
    row = talk.pane.board.row("posting:p1")
    assert row is not None and row.depth == 3


def test_quoting(qtbot: Any, talk: Talk) -> None:
    talk.show()
    talk.pane.deeds.do("quote", "3")
    assert talk.pane.composer.text() == "> Will it be lit?\n\n"
    talk.pane.composer.edit.undo()
    assert talk.pane.composer.text() == ""


def test_editing_and_deleting_only_where_the_site_allows_it(talk: Talk) -> None:
    mine = comment("40", "lina", "My words", 3, is_mine=True, author_remote_id="7")
    talk.show(thread(article=article(), comments=(mine,), postings=()))
    talk.services.conversation.may = Allowed(edit=True, delete=False)
    talk.pane.deeds.show_menu("40", QPoint(5, 5))
    assert talk.calls("allowed") == [("allowed", 1, "40", 1)]
    menu = talk.pane.deeds.menu._menu
    assert menu is not None
    shown = [action.text() for action in menu.actions() if action.isVisible()]
    assert "Edit" in shown and "Delete" not in shown
    menu.close()
    talk.pane.deeds.show_menu("40", QPoint(5, 5))
    assert len(talk.calls("allowed")) == 1, "asked once"
    talk.pane.deeds.menu._menu.close()
    talk.pane.deeds.do("edit", "40")
    assert talk.pane.composer.context.text() == "Changing your comment"
    assert talk.pane.composer.text() == "My words"
    talk.pane.composer.set_text("My better words")
    talk.pane.composer.post.click()
    assert talk.calls("post")[-1][1] == DraftKey(1, DraftKind.EDIT, "40")
    assert talk.pane.board.row("40").node.plain == "My better words"
    talk.pane.deeds.do("delete", "40")
    assert talk.calls("delete") == [("delete", 1, "40", 1)]
    talk.pane.close()


def test_a_refused_posting_can_be_edited_and_sent_again(qtbot: Any, talk: Talk) -> None:
    refused = replace(
        thread().postings[0], state=PostingState.REFUSED, error_detail="Too many links."
    )
    talk.show(thread(article=article(), comments=(), postings=(refused,)))
    picture(talk)
    view = talk.pane.board.list
    row = talk.pane.board.model.rows[0]
    rect = view.visualRect(talk.pane.board.model.index(0, 0))
    where = view.delegate.remedy_rect(row, rect, False)
    assert where is not None
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    assert talk.pane.composer.text() == refused.text
    assert talk.keys == []


def test_several_accounts(talk: Talk) -> None:
    talk.show(thread(article=article(), accounts=(account(1, "lina"), account(2, "omar"))))
    composer = talk.pane.composer
    assert composer.account_button.isVisible()
    composer.choose_account(2)
    composer.set_text("As omar")
    composer.post.click()
    assert talk.calls("post")[-1][2] == 2


def test_the_limit_is_told_in_time(talk: Talk) -> None:
    talk.show()
    talk.pane.composer.set_text("x" * 65_500)
    assert talk.pane.composer.rest.text() == "25 letters left"
    talk.pane.composer.set_text("x" * 65_530)
    assert talk.pane.composer.rest.text() == "5 letters too many"
    assert not talk.pane.composer.post.isEnabled()


def test_the_box_grows_and_stops(talk: Talk) -> None:
    talk.show()
    box = talk.pane.composer.box
    assert box.height() == 58
    talk.pane.composer.set_text("line\n" * 5)
    assert 120 < box.height() < 200
    talk.pane.composer.set_text("line\n" * 50)
    assert box.height() == 200
    talk.pane.composer.set_text("")
    assert box.height() == 58


def test_the_latest_unfinished_text_comes_back(talk: Talk) -> None:
    reply = DraftKey(1, DraftKind.REPLY, "2")
    talk.services.conversation.drafts = {
        HERE: Draft(HERE, "older", NOW - 9),
        reply: Draft(reply, "newer", NOW),
    }
    talk.show()
    assert talk.pane.composer.text() == "newer"
    assert talk.pane.composer.context.text() == "Replying to Omar Saleh"


def test_countdowns_run_while_they_show(qtbot: Any, talk: Talk) -> None:
    waiting = replace(thread().postings[0], undo_until=NOW + 5, error_kind="")
    talk.show(thread(article=article(), comments=(), postings=(waiting,)))
    assert talk.pane._clock.interval() == 1000
    talk.pane.now = lambda: NOW + 5
    talk.pane._on_tick()
    assert talk.pane._clock.interval() == 60_000


def test_reply_goes_to_the_current_comment(talk: Talk) -> None:
    talk.show()
    talk.pane.board.list.setFocus()
    talk.pane.board.show_row("2")
    talk.pane.reply_current()
    assert talk.pane.composer.context.text() == "Replying to Omar Saleh"


def test_a_press_below_the_thread_means_no_comment(qtbot: Any, talk: Talk) -> None:
    talk.show(thread(article=article(), comments=thread().comments[:1], postings=()))
    view = talk.pane.board.list
    empty = view.viewport().rect().bottomLeft() + QPoint(20, -4)
    assert not view.indexAt(empty).isValid()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=empty)
    talk.pane.reply_current()
    assert not talk.pane.composer.context.isVisible()


def test_buttons_over_a_row(qtbot: Any, talk: Talk) -> None:
    talk.show()
    strip = talk.pane.board.actions_strip
    talk.pane.board.list.row_hovered.emit("2")
    assert strip.isVisible() and strip.reply.isVisible()
    strip.reply.click()
    assert talk.pane.composer.context.text() == "Replying to Omar Saleh"
    talk.pane.board.list.row_hovered.emit("posting:p0")
    assert not strip.reply.isVisible() and strip.more.isVisible()
    talk.pane.board.list.row_hovered.emit("")
    assert not strip.isVisible()


def test_sorting(talk: Talk) -> None:
    talk.show()
    talk.pane.board.set_sort(Sort.NEWEST)
    assert talk.keys[0] == "posting:p0"
    assert talk.pane.sort_button.accessibleName() == "Order: Oldest"


def test_everything_that_takes_focus_has_a_name(talk: Talk) -> None:
    talk.show()
    talk.pane.search()
    talk.pane.deeds.do("reply", "1")
    for widget in talk.pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            face = QAccessible.queryAccessibleInterface(widget)
            assert face.text(QAccessible.Text.Name), widget


def test_rows_speak(talk: Talk) -> None:
    talk.show()
    face = QAccessible.queryAccessibleInterface(talk.pane.board.list)
    index = talk.pane.board.model.index(1, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("level 2, Omar Saleh, Author, 1 h, ")
    assert face.text(QAccessible.Text.Name) == "Comments"


@pytest.mark.parametrize("scheme", ["dark", "contrast"])
def test_schemes_and_direction(qtbot: Any, qapp: Any, talk: Talk, scheme: str) -> None:
    talk.show()
    talk.pane._theme.set_scheme(scheme)
    talk.pane.grab()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        talk.pane.grab()
        view = talk.pane.board.list
        rect = view.visualRect(talk.pane.board.model.index(1, 0))
        places = view.delegate.places(talk.pane.board.model.rows[1], rect, True)
        assert places.avatar.left() > rect.center().x()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        talk.pane._theme.set_scheme("light")
