"""The reading panes in every state that they can say: no word of ours is cut."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import BodyState
from desktop_app.core.comments import CommentState, Posting, PostingKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.i18n import _
from desktop_app.ui.comments.pane import CommentsPane
from desktop_app.ui.errors import describe
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader.pane import ReaderPane
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.toast import Toast
from tests.gui.fitting import Watch, misfits
from tests.gui.reading_fakes import (
    NOW,
    FakeServices,
    FakeTasks,
    FakeThread,
    Opened,
    account,
    article,
    body,
    comment,
    source,
    thread,
)

LATER = NOW + 3000
ROOM = 344
"""Pixels of the comments: as drawn, and as they slide over a narrow window."""


def posting(number: int, state: PostingState, **changes: Any) -> Posting:
    made = Posting(
        id=f"s{number}",
        article_id=1,
        account_id=1,
        kind=PostingKind.COMMENT,
        text=".",
        parent_remote_id=None,
        target_remote_id=None,
        state=state,
        created_at=NOW,
    )
    return replace(made, **changes)


def all_states() -> tuple[Posting, ...]:
    """Return postings in every state, and why each kind of error refused one."""
    plain = [state for state in PostingState if state is not PostingState.PUBLISHED]
    made = [posting(number, state) for number, state in enumerate(plain)]
    for kind in ErrorKind:
        made.append(posting(len(made), PostingState.REFUSED, error_kind=kind.value))
    for what in PostingKind:
        waits = {"state": PostingState.WAITING, "kind": what}
        made.append(posting(len(made), **waits, error_kind="offline"))  # type: ignore[arg-type]
        made.append(posting(len(made), **waits, undo_until=NOW + 5))  # type: ignore[arg-type]
        made.append(posting(len(made), PostingState.SENDING, kind=what))
    made.append(
        posting(len(made), PostingState.WAITING, error_kind="rate_limited", next_try_at=LATER)
    )
    return tuple(made)


def a_bit_of_all() -> FakeThread:
    """Badges, edits, deletions, held ones, orphans and folded replies in one thread."""
    told = {"published_at": NOW - 60, "edited_at": NOW - 30}
    comments = (
        comment("1", "A", ".", 50, badge="author", **told),
        comment("2", "B", ".", 40, badge="moderator", **told),
        comment("3", "C", ".", 30, state=CommentState.DELETED),
        comment("4", "D", ".", 20, state=CommentState.HELD, author_remote_id="7", is_mine=True),
        comment("5", "", ".", 10, parent_remote_id="gone"),
        *(comment(str(n), "E", ".", 9, parent_remote_id="1") for n in range(6, 9)),
    )
    return thread(article=article(), comments=comments, postings=all_states())


@pytest.fixture
def theme(qapp: QApplication, watch: Watch) -> Theme:
    made = Theme("light")
    made.apply(qapp)
    return made


@pytest.fixture
def talk(qtbot: QtBot, theme: Theme, tmp_path: Path) -> tuple[CommentsPane, FakeServices]:
    services = FakeServices(tmp_path)
    pane = CommentsPane(FakeTasks(), services, theme)  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    pane.now = lambda: NOW
    pane.resize(ROOM, 700)
    pane.show()
    return pane, services


def show(talk: tuple[CommentsPane, FakeServices], view: FakeThread) -> CommentsPane:
    pane, services = talk
    services.conversation.threads[1] = view
    pane.show_article(None)
    pane.show_article(article())
    return pane


def test_threads_fit(talk: tuple[CommentsPane, FakeServices], watch: Watch) -> None:
    pane = show(talk, a_bit_of_all())
    pane.board.toggle("1")
    faults: list[str] = []
    bar = pane.board.list.verticalScrollBar()
    for step in range(60):
        bar.setValue(step * 300)
        faults += misfits(pane, watch)
        if bar.value() == bar.maximum():
            break
    assert faults == []
    assert len([text for text in watch.texts if text in watch.ours]) > 15


@pytest.mark.parametrize("narrow", [False, True])
def test_invitations_fit(
    talk: tuple[CommentsPane, FakeServices],
    watch: Watch,
    narrow: bool,
) -> None:
    talk[0].set_narrow(narrow)
    gone = account()
    faults: list[str] = []
    for view in (
        thread(article=article(), comments=(), postings=()),
        thread(article=article(), comments=(), accounts=(), can_post=False),
        thread(article=article(), accounts=(), can_post=False, can_sign_in=False, closed=True),
        thread(article=article(), accounts=(), can_post=False, can_sign_in=False),
        thread(article=article(), comments=(), has_thread=False, can_post=False),
        thread(article=article(), accounts=(replace(gone, needs_sign_in=True),)),
        thread(article=article(), accounts=(account(1), account(2, "nour"))),
    ):
        pane = show(talk, view)
        faults += misfits(pane, watch)
    pane.show_article(None)
    faults += misfits(pane, watch)
    assert faults == []


def test_writing_fits(talk: tuple[CommentsPane, FakeServices], watch: Watch) -> None:
    pane, services = talk
    mine = comment("9", "lina", ".", 3, author_remote_id="7", is_mine=True)
    show(talk, thread(article=article(), comments=(*thread().comments, mine)))
    faults: list[str] = []
    for deed, key in (("reply", "1"), ("edit", "9"), ("quote", "3")):
        pane.deeds.do(deed, key)
        faults += misfits(pane, watch)
    pane.composer.edit.setPlainText("x" * 65_100)
    faults += misfits(pane, watch)
    pane.composer.edit.setPlainText("x" * 65_900)
    faults += misfits(pane, watch)
    services.conversation.draft_error = AppError(ErrorKind.DISK_FULL)
    pane.composer.edit.setPlainText("more")
    pane.flush()
    faults += misfits(pane, watch)
    assert faults == []


def test_search_in_the_thread_fits(
    talk: tuple[CommentsPane, FakeServices],
    watch: Watch,
) -> None:
    pane = show(talk, thread(article=article()))
    search = pane.board.search_bar
    search.show()
    faults = misfits(pane, watch)
    search.field.setText("e")
    search.show_place(0, 12)
    faults += misfits(pane, watch)
    search.show_place(0, 0)
    assert faults + misfits(pane, watch) == []


@pytest.mark.parametrize("kind", [ErrorKind.OFFLINE, ErrorKind.RATE_LIMITED, ErrorKind.FORBIDDEN])
def test_a_thread_that_does_not_come_fits(
    talk: tuple[CommentsPane, FakeServices],
    watch: Watch,
    kind: ErrorKind,
) -> None:
    pane, services = talk
    services.conversation.fresh[1] = AppError(kind, host="gazette.example")
    show(talk, thread(article=article()))
    faults = misfits(pane, watch)
    show(talk, thread(article=article(), comments=(), postings=()))
    assert faults + misfits(pane, watch) == []


@pytest.fixture(params=[380, 640])
def reader(
    request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> Iterator[tuple[ReaderPane, FakeServices]]:
    services, tasks, window = FakeServices(tmp_path), FakeTasks(), QWidget()
    pictures = Pictures(tasks, services)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    pane = ReaderPane(tasks, services, theme, pictures, window)  # type: ignore[arg-type]
    pane.now = lambda: NOW
    window.resize(request.param, 600)
    pane.resize(request.param, 600)
    window.show()
    yield pane, services
    pictures.stop()


def test_notices_of_the_article_fit(
    reader: tuple[ReaderPane, FakeServices],
    watch: Watch,
) -> None:
    pane, services = reader
    faults = misfits(pane, watch)
    states = [(state, None) for state in BodyState]
    states += [(BodyState.EXCERPT, AppError(kind, host="gazette.example")) for kind in ErrorKind]
    for number, (state, error) in enumerate(states, 1):
        made = article(number, body_state=state)
        text = body(number, state=state) if state is not BodyState.PROTECTED else None
        services.reading.add(Opened(made, text, source(), error, more=number % 2 == 0))
        pane.open(made)
        faults += misfits(pane, watch)
    pane.find()
    faults += misfits(pane, watch)
    assert faults == []


def test_what_went_wrong_fits(qtbot: QtBot, theme: Theme, watch: Watch) -> None:
    """Every sentence of an error, in the narrowest dialog and in a toast of a small window."""
    window = QWidget()
    qtbot.addWidget(window)
    column, label, toast = QVBoxLayout(window), QLabel(), Toast(window, theme)
    label.setWordWrap(True)
    column.addWidget(label)
    column.addStretch(1)
    toast.animated = False
    window.resize(480, 400)
    window.show()
    faults: list[str] = []
    for kind in ErrorKind:
        said = describe(AppError(kind, host="a-rather-long-name.example.org"))
        label.setText(said.sentence)
        toast.show_message(said.sentence, _("Undo"), lambda: None)
        faults += misfits(window, watch)
    assert faults == []


@pytest.mark.parametrize(
    ("title", "rtl"), [("أهلًا بك في Daily8", True), ("Welcome", False), ("2026", None)]
)
def test_the_byline_runs_as_its_article(
    reader: tuple[ReaderPane, FakeServices], spoken: str, title: str, rtl: bool | None
) -> None:
    pane, services = reader
    made = article(1, title=title)
    services.reading.add(Opened(made, body(1), source()))
    pane.open(made)
    block = pane.stage.view.document().firstBlock().next()
    assert "The Gazette of Irbid" in block.text() or block.text().startswith("\u2068")
    expected = (spoken == "ar") if rtl is None else rtl
    assert (block.textDirection() == Qt.LayoutDirection.RightToLeft) is expected
