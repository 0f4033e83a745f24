"""Told of what the reader chose: by source, by conversation, and on a real bus."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.core.comments import Comment
from desktop_app.core.work import run_now
from desktop_app.services.answers import Answers
from desktop_app.system.settings import NOTIFY, NOTIFY_ANSWERS, NOTIFY_OF, QUIET_HOURS
from desktop_app.ui import presence as presences
from desktop_app.ui.running import Running
from desktop_app.ui.sources import acts, menus
from desktop_app.ui.sources.nodes import Kind
from tests.gui.presence_steps import ids, presence
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.support.desk import Desk, desk
from tests.support.visitor import Visitor

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a session bus")


@pytest.fixture
def newsroom() -> Iterator[Demo]:
    with running_newsroom(articles=6, comments=2) as demo, demo.rules(flood=0):
        yield demo


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(presences, "GATHER_MS", 50)
    with desk(monkeypatch) as made:
        yield made


@pytest.fixture
def window(
    tmp_path: Path, shown: Desk, qtbot: QtBot, newsroom: Demo, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._presence is not None, timeout=PATIENCE_MS)
        add_source(running, newsroom.newsroom.url)
        settle(qtbot, running)
        running.settings.set(QUIET_HOURS, False)
        monkeypatch.setattr(running.window, "isActiveWindow", lambda: False)
        yield running
        settle(qtbot, running)


def news(running: Running, qtbot: QtBot) -> None:
    here = presence(running)
    here.apply(ChangeSet(new_articles=frozenset(ids(running))))
    here._gather.stop()
    here._tell()
    settle(qtbot, running)


def source_menu(running: Running, qtbot: QtBot) -> dict[object, QAction]:
    settle(qtbot, running)
    pane = running.window.sources
    index = next(
        pane.model.find(Kind.SOURCE, each.id)
        for each in run_now(running.services.subscribing.sidebar()).sources
    )
    pane._on_menu(index, pane.mapToGlobal(pane.rect().center()))
    (menu,) = [each for each in pane.findChildren(QMenu) if each.isVisible()]
    menu.hide()
    return {each.data(): each for each in menu.actions() if each.data()}


def test_the_first_source_that_is_chosen_is_told_of_alone(
    window: Running, shown: Desk, qtbot: QtBot
) -> None:
    entry = source_menu(window, qtbot)[menus.NOTIFY]
    assert entry.isCheckable() and not entry.isChecked()
    entry.trigger()
    settle(qtbot, window)
    assert window.settings.get(NOTIFY) and window.settings.get(NOTIFY_OF) == "chosen"
    assert "notified" in window.window.toast.text
    news(window, qtbot)
    assert shown.next()["title"] == f"{len(ids(window))} new articles"
    entry = source_menu(window, qtbot)[menus.NOTIFY]
    assert entry.isChecked()
    entry.trigger()
    settle(qtbot, window)
    news(window, qtbot)
    assert shown.nothing()


def test_a_source_can_be_left_out_of_all(window: Running, shown: Desk, qtbot: QtBot) -> None:
    window.settings.set(NOTIFY, True)
    entry = source_menu(window, qtbot)[menus.NOTIFY]
    assert entry.isChecked(), "all are told of"
    entry.trigger()
    settle(qtbot, window)
    news(window, qtbot)
    assert shown.nothing() and window.settings.get(NOTIFY_OF) == "all"


def test_chosen_means_none_until_one_is(window: Running, shown: Desk, qtbot: QtBot) -> None:
    window.settings.set(NOTIFY, True)
    window.settings.set(NOTIFY_OF, "chosen")
    news(window, qtbot)
    assert shown.nothing()


def test_nothing_is_offered_without_a_bus_or_for_what_is_muted(
    window: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source,) = run_now(window.services.subscribing.sidebar()).sources
    run_now(window.services.subscribing.mute(source.id, True))
    assert menus.NOTIFY not in source_menu(window, qtbot)
    run_now(window.services.subscribing.mute(source.id, False))
    monkeypatch.setattr(acts, "can_notify", lambda: False)
    assert menus.NOTIFY not in source_menu(window, qtbot)


def test_many_articles_are_marked_as_read_from_their_notification(
    window: Running, shown: Desk, qtbot: QtBot
) -> None:
    window.settings.set(NOTIFY, True)
    news(window, qtbot)
    told = shown.next()
    assert told["actions"][::2] == ["default", "show", "read"]
    shown.tell(click=[told["id"], "read"])
    qtbot.waitUntil(lambda: ids(window) == [], timeout=PATIENCE_MS)


class Talk:
    """Alice reads here and has written under an article; others answer on the site."""

    def __init__(self, window: Running, newsroom: Demo, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.visitor = window, qtbot, Visitor(newsroom)
        services = window.services
        (source,) = run_now(services.subscribing.sidebar()).sources
        alice = newsroom.passwords["alice"]
        run_now(services.accounts.sign_in(source.id, "alice", alice))
        self.said = self.visitor.comment("I saw the light last night", "alice").json["id"]
        page = run_now(services.reading.page(ListQuery(ListKind.UNREAD)))
        self.article = next(each for each in page.items if each.title.startswith("Nothing said"))
        run_now(services.conversation.refresh(self.article.id))

    def answer(self, text: str, parent: bool = True) -> None:
        more = {"parent": self.said} if parent else {}
        assert self.visitor.comment(text, "bob", **more).status == 201

    def look(self) -> None:
        """The time has come."""
        here = presence(self.window)
        here._on_answers(run_now(here._look(False)))  # type: ignore[arg-type]
        settle(self.qtbot, self.window)

    def mine(self) -> list[Comment]:
        view = run_now(self.window.services.conversation.open(self.article.id))
        return [each for each in view.comments if each.is_mine]


@pytest.fixture
def talk(
    window: Running, newsroom: Demo, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Talk]:
    monkeypatch.setattr(Answers, "_due_at", lambda *_args: 0)
    yield Talk(window, newsroom, qtbot)


def test_an_answer_is_told_and_leads_to_the_thread(
    window: Running, shown: Desk, talk: Talk, qtbot: QtBot
) -> None:
    assert len(talk.mine()) == 1
    window.settings.set(NOTIFY_ANSWERS, "mine")
    talk.answer("So did I, at two")
    talk.answer("Nobody asked", parent=False)
    talk.look()
    told = shown.next()
    assert told["title"] == "\u2068Bob\u2069 answered you"
    assert told["body"].startswith("So did I, at two\n") and "lighthouse" in told["body"]
    assert told["actions"][::2] == ["default", "show", "seen", "silence"]
    assert shown.nothing()
    window.window.toggle_comments()
    shown.tell(click=[told["id"], "default"])
    reader = window.window.reader
    qtbot.waitUntil(
        lambda: reader.current is not None and reader.current.id == talk.article.id,
        timeout=PATIENCE_MS,
    )
    assert window.window.panes.comments_shown
    talk.look()
    assert shown.nothing(), "once is enough"


def test_all_new_comments_are_told_together_for_each_conversation(
    window: Running, shown: Desk, talk: Talk
) -> None:
    window.settings.set(NOTIFY_ANSWERS, "all")
    talk.answer("So did I")
    talk.answer("I did not", parent=False)
    talk.look()
    told = shown.next()
    assert told["title"].startswith("2 new comments · ")
    assert len(told["body"].split("\n")) == 2


def test_a_conversation_is_silenced_from_its_notification_and_its_menu(
    window: Running, shown: Desk, talk: Talk, qtbot: QtBot
) -> None:
    window.settings.set(NOTIFY_ANSWERS, "mine")
    talk.answer("So did I")
    talk.look()
    shown.tell(click=[shown.next()["id"], "silence"])

    def is_silent() -> bool:
        (row,) = run_now(window.services.conversation.list())
        return row.silent

    qtbot.waitUntil(is_silent, timeout=PATIENCE_MS)
    talk.answer("And so did she")
    talk.look()
    assert shown.nothing()
    window.window.show_conversations()
    settle(qtbot, window)
    pane = window.window.articles
    pane._on_menu(0, pane.mapToGlobal(pane.rect().center()))
    (menu,) = [each for each in pane.findChildren(QMenu) if each.isVisible()]
    (entry,) = [each for each in menu.actions() if each.data() == "tell"]
    menu.hide()
    entry.trigger()
    qtbot.waitUntil(lambda: not is_silent(), timeout=PATIENCE_MS)
    settle(qtbot, window)


def test_seen_from_the_notification_is_new_no_more(
    window: Running, shown: Desk, talk: Talk, qtbot: QtBot
) -> None:
    services = window.services
    window.settings.set(NOTIFY_ANSWERS, "mine")
    run_now(services.conversation.leave(talk.article.id))
    talk.answer("So did I")
    talk.look()
    told = shown.next()
    shown.tell(click=[told["id"], "seen"])

    def new() -> int:
        (row,) = run_now(services.conversation.list())
        return row.new_count

    qtbot.waitUntil(lambda: new() == 0, timeout=PATIENCE_MS)


@pytest.mark.parametrize("why", ["looking", "night", "not wanted", "metered"])
def test_an_answer_is_not_told(
    why: str, window: Running, shown: Desk, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = presence(window)
    window.settings.set(NOTIFY_ANSWERS, "none" if why == "not wanted" else "mine")
    if why == "looking":
        monkeypatch.setattr(window.window, "isActiveWindow", lambda: True)
    elif why == "night":
        monkeypatch.setattr(here, "_is_quiet", lambda: True)
    elif why == "metered":
        monkeypatch.setattr(here, "may_look", lambda: False)
        assert run_now(here._next_look()) is None
    talk.answer("So did I")
    talk.look()
    assert shown.nothing()
    read = run_now(window.services.conversation.open(talk.article.id)).comments
    assert len(read) == (1 if why == "metered" else 2)


def test_the_one_timer_looks_for_answers(window: Running) -> None:
    due = window._due
    assert due is not None and "answers" in due._errands
    assert run_now(due._errands["answers"].ask()) is None
