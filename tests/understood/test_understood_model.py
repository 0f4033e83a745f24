"""The same newsrooms with a real llama.cpp server, a small model, and the system's own voices.

Slow: an answer takes half a minute, and is kept short. What such a small model says is often no
answer; the window has to stay right whatever it says. ``dev.py test --slow`` brings both up.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.insight import prompt
from desktop_app.runtime.speech_player import Play
from desktop_app.services.understanding.model_prompts import Scope, Task
from desktop_app.system.settings import LISTEN_SPEED
from desktop_app.ui.insight.listen import ListenFeature
from desktop_app.ui.insight.model_ask import SLOT
from desktop_app.ui.insight.model_ask_view import AskView
from tests.gui.insight_room import marked_words
from tests.servers.llama import Llama, running
from tests.servers.processes import UnavailableError, answers
from tests.servers.same_events import LANGUAGES, REMARKS
from tests.support.voices import seconds_of, speaking_into_a_file
from tests.understood.reader import Reader

pytestmark = [pytest.mark.slow, pytest.mark.wordpress, pytest.mark.timeout(900)]

PATIENCE_MS = 300_000
SHORT = 64
"""Tokens of an answer."""


@pytest.fixture(autouse=True)
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "ANSWER_TOKENS", SHORT)


def until_it_listens(server: Llama) -> None:
    end = time.monotonic() + 120
    while not answers(f"{server.url}/models"):
        assert time.monotonic() < end, server.log.read_text("utf-8", "replace")[-1000:]
        threading.Event().wait(0.2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("llama")


@pytest.fixture(scope="module")
def llama(folder: Path) -> Iterator[Llama]:
    try:
        with running(folder) as server:
            until_it_listens(server)
            yield server
    except UnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def asking(reader: Reader, llama: Llama) -> Reader:
    reader.choose(llama.url, str(llama.log.parent / "model.gguf"), "ar")
    return reader


def view_of(reader: Reader) -> AskView:
    if reader.room.panel.owner != "ask":
        reader.model.ask.toggle()
        reader.settle()
    view = reader.model.ask.view
    assert view is not None
    return view


def come(reader: Reader) -> None:
    """Wait for an answer; then look at all that is shown."""
    view, tasks = view_of(reader), reader.running.tasks
    reader.qtbot.waitUntil(lambda: not tasks.busy(SLOT), timeout=PATIENCE_MS)
    reader.settle()
    assert view.answer.stop.isHidden()
    answer = reader.model.ask._answer
    if answer is None:
        assert view.answer.state.text, "no answer and no reason"
        return
    for sentence in answer.checked.sentences:
        assert "<" not in sentence.text and "http" not in sentence.text
        for quote in sentence.quotes:
            piece, first, length = answer.prepared.corpus.at(quote.places[0])
            assert len(piece.text[first : first + length]) == length
    assert answer.checked.sentences or view.answer.state.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_summaries_and_questions(asking: Reader, language: str) -> None:
    asking.open(f"agency-{language}")
    for task in (Task.SHORT, Task.POINTS, Task.SIMPLE):
        view_of(asking).summaries[task].click()
        come(asking)
    view = view_of(asking)
    for scope in (Scope.STORY, Scope.THREAD):
        assert not view.scopes.chips[scope].isHidden()
        view.scopes.choose(scope)
        view.field.setText(REMARKS[language][1][1])
        view.send.click()
        come(asking)
    assert run_now(asking.services.understanding.model.used_today()).requests >= 5


@pytest.mark.parametrize(
    ("key", "into"), [("sentence", "ar"), ("sentence", "he"), ("sentence", "fr")]
)
def test_an_article_is_translated_or_it_is_said(asking: Reader, key: str, into: str) -> None:
    asking.open(key)
    original = asking.page
    translating = asking.model.translate
    translating.toggle()
    asking.settle()
    view = translating.view
    assert view is not None
    view.choose(into)
    asking.settle()
    view.start.click()
    asking.qtbot.waitUntil(
        lambda: view.stop.isHidden() and view.start.isHidden(), timeout=PATIENCE_MS
    )
    asking.settle()
    assert view.state.text
    came = translating._done
    assert len(came) == 2 or "stayed as" in view.state.text, view.state.text
    assert "What came before" not in view.state.text
    translating.fold()
    asking.settle()
    assert asking.page == original, "folded, the original shows"
    article = asking.room.article
    assert article is not None
    work = asking.services.understanding.model.translation(
        article.article_id, article.title, article.text, into
    )
    assert len(run_now(work).done) == len(came), "what came is kept"


def test_a_server_that_dies_in_the_middle(reader: Reader, folder: Path) -> None:
    with ExitStack() as life:
        try:
            server = life.enter_context(running(folder))
        except UnavailableError as reason:
            pytest.skip(str(reason))
        until_it_listens(server)
        reader.choose(server.url, "model.gguf", "ar")
        reader.open("agency-en")
        view = view_of(reader)
        view.summaries[Task.POINTS].click()
        writing = "Writing"
        reader.qtbot.waitUntil(lambda: writing in view.answer.state.text, timeout=PATIENCE_MS)
        life.close()
        reader.qtbot.waitUntil(lambda: view.answer.stop.isHidden(), timeout=PATIENCE_MS)
    assert "broke off" in view.answer.state.text, view.answer.state.text
    assert not view.answer.again.isHidden()
    view.answer.again.click()
    reader.qtbot.waitUntil(lambda: view.answer.stop.isHidden(), timeout=PATIENCE_MS)
    reader.settle()
    assert "Nothing answers at 127.0.0.1" in view.answer.state.text


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with speaking_into_a_file(tmp_path / "spd", monkeypatch) as home:
        yield home / "out.wav"


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_are_heard(
    sound: Path, qtbot: QtBot, qapp: QApplication, reader: Reader, language: str
) -> None:
    reader.running.settings.set(LISTEN_SPEED, 2.0)
    reader.open(f"agency-{language}")
    QTest.mouseClick(reader.room.bar.button("listen"), Qt.MouseButton.LeftButton)
    feature = reader.feature(ListenFeature)
    heard: list[str] = []

    def third() -> bool:
        words = marked_words(reader.running, "listen")
        if words and words not in heard:
            heard.append(words)
        return len(heard) >= 3 or (
            feature.player is not None and feature.player.play_state is Play.FAILED
        )

    qtbot.waitUntil(third, timeout=90_000)
    player = feature.player
    assert player is not None and player.play_state is not Play.FAILED
    assert player.language == language
    text = reader.room.text
    assert all(each in text for each in heard)
    assert seconds_of(sound) > 1.0
    feature.leave()
    reader.settle()
    reader.window.actions_["insight"].trigger()
    reader.settle()
    qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=10_000)
