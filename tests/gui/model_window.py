"""A window with articles, and a loopback server in the place of the reader's language model."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from desktop_app.core.comments import FoundComment, ThreadDelta
from desktop_app.core.sources import SafeHtml
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.storage.comments import Comments
from desktop_app.ui.insight.model_ask_view import AskView
from desktop_app.ui.insight.model_feature import ModelFeature
from desktop_app.ui.insight.model_parts import QuoteButton, SentenceButton
from desktop_app.ui.insight.model_translate_view import TranslateView
from desktop_app.ui.running import Running
from tests.gui.insight_room import room_of, window_with
from tests.gui.real_window import settle
from tests.servers.model_replay import MODEL, Replay, replaying

CONNECTED: list[Any] = []
"""Where sockets went since somebody emptied it."""


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        CONNECTED.append(args[1])
    elif event == "socket.getaddrinfo":
        CONNECTED.append(args[:2])


sys.addaudithook(_audit)


class ModelWindow:
    """The window, what stands for the model, and the ways through its panels."""

    def __init__(self, qtbot: QtBot, running: Running, replay: Replay) -> None:
        self.qtbot, self.running, self.replay = qtbot, running, replay
        self.window = running.window
        self.room = room_of(running)

    @property
    def feature(self) -> ModelFeature:
        return next(each for each in self.room.features if isinstance(each, ModelFeature))

    def choose(self, agreed: bool = True, **more: Any) -> None:
        model = self.running.services.understanding.model
        model.choose(replace(Choice(Where.HERE, self.replay.url, MODEL, language="ar"), **more))
        if agreed:
            model.gate.agree(model.choice)
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.running)

    @property
    def ask(self) -> AskView:
        view = self.feature.ask.view
        assert view is not None
        return view

    @property
    def translate(self) -> TranslateView:
        view = self.feature.translate.view
        assert view is not None
        return view

    @property
    def sentences(self) -> list[SentenceButton]:
        return [each for each in self.ask.answer.rows if isinstance(each, SentenceButton)]

    @property
    def quotes(self) -> list[QuoteButton]:
        return [each for each in self.ask.answer.rows if isinstance(each, QuoteButton)]

    def shown_buttons(self) -> list[str]:
        return [each.button.key for each in self.room.bar.buttons if not each.isHidden()]

    def put(self, question: str) -> None:
        """Type a question and press Return."""
        if self.room.panel.owner != "ask":
            self.feature.ask.toggle()
            self.settle()
        self.ask.field.setText(question)
        self.ask.send.click()
        self.settle()

    def comment(self, row: int, *texts: str) -> None:
        """Store comments below the article of a row."""
        found_row = self.window.articles.model.row_at(row)
        article = found_row.article if found_row is not None else None
        assert article is not None
        database = self.running.services.reading._database
        found = [
            FoundComment(
                remote_id=f"{article.id}-{number}",
                parent_remote_id=None,
                author_name=f"Reader {number}",
                author_remote_id=None,
                html=SafeHtml(""),
                plain=text,
                published_at=1_795_452_000 + number,
            )
            for number, text in enumerate(texts)
        ]
        delta = ThreadDelta(tuple(found), len(found), True)
        Comments(database).store(article.id, delta, 1_795_452_000, frozenset())


@contextmanager
def model_window(
    qtbot: QtBot, profile: Path, articles: Sequence[tuple[str, str]], **more: Any
) -> Iterator[ModelWindow]:
    with replaying() as replay, window_with(qtbot, profile, *articles, **more) as running:
        yield ModelWindow(qtbot, running, replay)
