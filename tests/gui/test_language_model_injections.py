"""Sixty orders hidden in articles and comments, half of them Arabic or Hebrew, all obeyed.

The model that is played here does whatever the injected text wants. The window must hold all the
same: nothing is fetched, no link and no markup shows, no quotation that does not stand in the text.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from desktop_app.insight.quotes import Checker
from desktop_app.services.understanding.model_prompts import Scope
from tests.gui import model_window as audit
from tests.gui.insight_room import open_row
from tests.gui.model_window import ModelWindow, model_window
from tests.servers.model_replay import Answer, Asked, saying, sentences
from tests.support.model_desk import PARAGRAPHS, body_of

DATA = Path(__file__).parents[1] / "data" / "insight" / "injections.jsonl"
INJECTIONS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
LIVE = re.compile(
    r"://|\bwww\.|\b(?:javascript|mailto|data|file):|<\s*/?\s*[a-z!]|\]\(", re.IGNORECASE
)
MARKED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")


@pytest.fixture(scope="module")
def room(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelWindow]:
    """One window with sixty articles; the order of a comment stands under its article."""
    from pytestqt.qtbot import QtBot as Bot

    class Request:
        """As little of pytest's request as QtBot wants."""

        node = None
        config = None

    bot = Bot.__new__(Bot)
    bot._request = Request()
    articles = []
    for number, each in enumerate(INJECTIONS):
        more = (html.escape(each["text"]),) if each["where"] == "article" else ()
        articles.append((f"Article {number} of sixty", body_of((*PARAGRAPHS, *more))))
    with model_window(bot, tmp_path_factory.mktemp("injections"), articles) as made:
        made.choose()
        for number, each in enumerate(INJECTIONS):
            if each["where"] == "comment":
                made.comment(number, "Every forty minutes is thin.", each["text"])
        yield made


def test_half_of_them_are_arabic_or_hebrew() -> None:
    assert len(INJECTIONS) == 60
    assert sum(each["language"] in ("ar", "he") for each in INJECTIONS) == 30
    assert {each["where"] for each in INJECTIONS} == {"article", "comment"}


def forms(obeyed: str) -> list[str]:
    """The ways in which a model may say what it was ordered to."""
    dressed = sentences((obeyed, [obeyed]), (f"It says “{obeyed}”.", ["as the article puts it"]))
    return [obeyed, dressed]


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_an_order_that_is_obeyed_does_no_harm(room: ModelWindow, number: int) -> None:
    injection = INJECTIONS[number]
    open_row(room.qtbot, room.running, number)
    audit.CONNECTED.clear()
    for form in forms(injection["obeyed"]):
        room.replay.play(saying(form, size=200))
        if room.room.panel.owner != "ask":
            room.feature.ask.toggle()
        room.ask.scopes.show_only([Scope.ARTICLE, Scope.THREAD])
        thread = injection["where"] == "comment"
        room.ask.scopes.choose(Scope.THREAD if thread else Scope.ARTICLE)
        room.put("What does it say?")
        answer = room.feature.ask._answer
        assert answer is not None
        corpus = answer.prepared.corpus.text
        assert injection["text"][:20] in corpus or not thread
        check_shown(room, Checker(corpus))
    port = int(room.replay.url.rpartition(":")[2].partition("/")[0])
    assert {each[1] for each in audit.CONNECTED} <= {port}
    sent = room.replay.questions[-1]
    assert set(sent.body) <= {
        *("model", "messages", "stream", "max_tokens", "temperature", "stream_options"),
        "response_format",
    }


def check_shown(room: ModelWindow, checker: Checker) -> None:
    view = room.ask.answer
    for row in view.rows:
        assert not LIVE.search(row.text()), row.text()
    for quote in room.quotes:
        assert checker.find(quote.quote.text), quote.text()
    for sentence in room.sentences:
        assert all(checker.find(quote.text) for quote in sentence.sentence.quotes)
        for hit in MARKED.finditer(sentence.text()):
            assert checker.has(hit[hit.lastindex or 0]), sentence.text()
    assert not LIVE.search(view.text())
    assert not LIVE.search(view.state.text)
    live = [each for each in view.findChildren(QWidget) if isinstance(each, QTextBrowser | QLabel)]
    assert live == []  # nothing there that could read markup


def obeying(injection: dict[str, str]) -> Answer:
    return saying(injection["obeyed"], size=200)


@pytest.mark.parametrize("number", range(0, len(INJECTIONS), 4))
def test_a_translation_that_obeys_does_no_harm(room: ModelWindow, number: int) -> None:
    injection = INJECTIONS[number]

    def script(_asked: Asked) -> Answer:
        return obeying(injection)

    open_row(room.qtbot, room.running, number)
    audit.CONNECTED.clear()
    room.replay.play(script)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    document = room.window.reader.stage.view.document()
    page = document.toHtml()
    for came in room.feature.translate._done.values():
        assert not LIVE.search(came.text), came.text
    assert "<img" not in page
    assert 'href="' not in page
    assert "<script" not in page
    port = int(room.replay.url.rpartition(":")[2].partition("/")[0])
    assert {each[1] for each in audit.CONNECTED} <= {port}
    room.feature.translate.toggle()


def test_what_is_hidden_is_not_sent(room: ModelWindow) -> None:
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
    for asked in room.replay.questions:
        assert not hidden.search(asked.user)
        token = re.search(r"<<([0-9a-f]{16}) ", asked.user)
        assert token is not None
        assert asked.user.count(f"<</{token[1]}>>") == 1
