"""Summaries, questions and translations in the window, with a server that plays the model."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import Picture
from desktop_app.core.changes import ChangeSet
from desktop_app.core.work import run_now
from desktop_app.services.understanding import model_gate
from desktop_app.services.understanding.model_prompts import Scope, Task
from desktop_app.storage.articles import Articles
from desktop_app.system.settings import INSIGHT
from desktop_app.ui.insight.model_translate_view import BESIDE, ORIGINAL
from tests.gui import model_window as audit
from tests.gui.insight_room import marked_words, open_row
from tests.gui.model_window import ModelWindow, model_window
from tests.servers.model_replay import Answer, Asked, failing, recorded, saying, sentences
from tests.support.model_desk import PARAGRAPHS, TITLE, body_of

GOOD = sentences(
    ("Twelve drivers planned it.", ["Twelve drivers planned the route on paper in August"]),
    ("It costs 99,000 dinars.", ["It costs the city 99,000 dinars every month"]),
)
ARABIC = "من يوم الخميس ستسير المدينة الحافلات حتى الثانية صباحًا على خط ثان."


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelWindow]:
    monkeypatch.setattr(model_gate, "AGAIN_SECONDS", 0.01)
    articles = [(TITLE, body_of(PARAGRAPHS)), ("Another article", "<p>Of other things.</p>")]
    with model_window(qtbot, tmp_path, articles) as made:
        open_row(qtbot, made.running)
        yield made


def gone_out() -> list[Any]:
    """Where sockets went, without the site of the articles, whose thread is looked for."""
    return [each for each in audit.CONNECTED if each[0] != "site.example.org"]


def test_without_a_model_nothing_of_it_is_there(room: ModelWindow) -> None:
    names = {"summarise", "ask", "translate"}
    assert not names & set(room.shown_buttons())
    assert not names & {spec.name for spec in room.window.actions_.specs}
    room.choose()
    assert {"ask", "translate"} <= set(room.shown_buttons())
    assert names <= {spec.name for spec in room.window.actions_.specs}
    room.feature.ask.toggle()
    room.choose(name="")
    assert not names & set(room.shown_buttons())
    assert not names & {spec.name for spec in room.window.actions_.specs}
    assert room.room.panel.owner == ""


def test_nothing_is_sent_but_by_a_press_after_the_reader_agreed(room: ModelWindow) -> None:
    audit.CONNECTED.clear()
    room.choose(agreed=False)
    room.feature.ask.toggle()
    room.settle()
    room.feature.translate.toggle()
    room.settle()
    open_row(room.qtbot, room.running, 1)
    open_row(room.qtbot, room.running, 0)
    assert gone_out() == []
    room.put("Who planned it?")
    consent = room.ask.consent
    assert not consent.isHidden()
    assert "127.0.0.1" in consent.title.text
    assert "Who planned it?" in consent.sent.toPlainText()
    assert PARAGRAPHS[1] in consent.sent.toPlainText()
    assert gone_out() == []
    consent.no.click()
    room.settle()
    assert consent.isHidden()
    assert gone_out() == []
    room.put("Who planned it?")
    shown = room.ask.consent.sent.toPlainText()
    room.replay.play(saying(GOOD))
    room.ask.consent.send.click()
    room.settle()
    (asked,) = room.replay.questions
    assert f"{asked.system}\n\n{asked.user}" == shown
    port = int(room.replay.url.rpartition(":")[2].partition("/")[0])
    assert {each[1] for each in gone_out()} == {port}


def test_an_answer_leads_to_its_places(room: ModelWindow) -> None:
    room.choose()
    room.replay.play(saying(GOOD))
    room.put("Who planned it?")
    first, second = room.sentences
    (quote,) = room.quotes
    assert (first.isEnabled(), first.note) == (True, "")
    assert (second.isEnabled(), second.note) == (False, "Not in the article")
    assert [each.text for each in second.sentence.numbers] == ["99,000"]
    assert "Not in the article" in second.accessibleName()
    assert room.ask.answer.notes.text.startswith("1 of 2 sentences")
    quote.click()
    assert marked_words(room.running) == "Twelve drivers planned the route on paper in August"
    room.room.reader.unmark()
    first.click()
    assert marked_words(room.running) == "Twelve drivers planned the route on paper in August"


def test_a_summary_is_one_press(room: ModelWindow) -> None:
    room.choose()
    room.feature.ask.summarise()
    room.settle()
    room.replay.play(saying(GOOD))
    room.ask.summaries[Task.POINTS].click()
    room.settle()
    assert "main points" in room.replay.questions[0].system
    assert len(room.sentences) == 2


def test_it_is_copied_with_its_sources(room: ModelWindow) -> None:
    room.choose()
    room.replay.play(saying(GOOD))
    room.put("Who planned it?")
    room.ask.answer.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Twelve drivers planned it." in text
    assert "“Twelve drivers planned the route on paper in August”" in text
    assert "It costs 99,000 dinars. [Not in the article]" in text
    assert TITLE in text
    assert "http" in text


def test_it_can_be_stopped_and_asked_again(room: ModelWindow) -> None:
    room.choose()
    hold = threading.Event()
    slow = saying(GOOD * 100)
    room.replay.play(Answer(200, slow.type, slow.pieces, wait=hold), saying(GOOD))
    room.feature.ask.toggle()
    room.ask.field.setText("Who planned it?")
    room.ask.send.click()
    answer = room.ask.answer
    room.qtbot.waitUntil(lambda: not answer.stop.isHidden() and bool(room.replay.questions))
    answer.stop.click()
    hold.set()
    room.settle()
    assert room.replay.left.wait(10)
    assert answer.state.text == "Stopped."
    assert answer.stop.isHidden()
    answer.again.click()
    room.settle()
    assert len(room.sentences) == 2


def test_another_article_stops_it_and_forgets_the_answer(room: ModelWindow) -> None:
    room.choose()
    room.replay.play(saying(GOOD))
    room.put("Who planned it?")
    open_row(room.qtbot, room.running, 1)
    assert room.ask.answer.rows == []
    assert room.room.panel.owner != "ask"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (recorded("wrong-key"), "does not take the key"),
        (recorded("loading"), "still loading"),
        (recorded("too-long"), "too long for this model"),
        (recorded("question"), "did not answer what it was asked for"),
        (failing(404, {"error": "model not found"}), "does not have this model"),
        (failing(429, {"error": {"message": "x"}}, Retry_After="120"), "in 2 minutes"),
        (failing(500, {"error": {"message": "x"}}), "failed"),
        (saying("", finish="content_filter"), "refuses"),
        (saying(GOOD, finish=None), "broke off"),
        (saying(GOOD, finish="length"), "cut off"),
    ],
)
def test_what_goes_wrong_is_said_in_words(
    room: ModelWindow, answer: Answer, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_gate, "LOADING_TRIES", 2)
    room.choose()
    room.replay.play(answer)
    room.put("Who planned it?")
    assert words in room.ask.answer.state.text
    assert not room.ask.answer.again.isHidden()
    assert room.ask.answer.stop.isHidden()


def test_nobody_there_is_said(room: ModelWindow) -> None:
    room.choose(address="http://127.0.0.1:9/v1")
    room.put("Who planned it?")
    assert "Nothing answers at 127.0.0.1" in room.ask.answer.state.text


def test_escape_stops_empties_and_leaves(room: ModelWindow) -> None:
    room.choose()
    never = threading.Event()
    room.replay.play(replace(saying(GOOD), wait=never))
    room.feature.ask.toggle()
    room.ask.field.setText("Who planned it?")
    room.ask.send.click()
    field = room.ask.field
    room.qtbot.waitUntil(lambda: bool(room.replay.questions))
    room.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert room.ask.answer.state.text == "Stopped." and field.text() == "Who planned it?"
    room.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "" and room.room.panel.owner == "ask"
    room.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert room.room.panel.owner == ""
    never.set()
    room.settle()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (saying("Ein Satz", finish="length"), "came to no end"),
        (saying("Ein Satz", finish=None), "broke off"),
    ],
)
def test_of_half_a_paragraph_nothing_is_said_to_stand(
    room: ModelWindow, answer: Answer, said: str
) -> None:
    room.choose(language="de")
    room.replay.play(answer)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert said in room.translate.state.text
    assert "stands here" not in room.translate.state.text
    assert "Ein Satz" not in room.window.reader.stage.view.toPlainText()


def test_comments_that_come_later_are_offered(room: ModelWindow) -> None:
    room.choose()
    room.feature.ask.toggle()
    room.settle()
    chip = room.ask.scopes.chips[Scope.THREAD]
    assert chip.isHidden()
    article = room.window.reader.current
    assert article is not None
    Articles(room.running.services.reading._database).set_comment_count(article.id, 2)
    room.window.apply(ChangeSet(threads=frozenset({article.id})))
    room.settle()
    assert not chip.isHidden()


def test_the_comments_can_be_asked_about(room: ModelWindow) -> None:
    room.choose()
    room.comment(0, "Every forty minutes is thin.", "It beats walking home in the rain.")
    room.replay.play(
        saying(sentences(("One likes it.", ["It beats walking home in the rain"]), ("No.", [])))
    )
    room.feature.ask.toggle()
    room.ask.scopes.show_only([Scope.ARTICLE, Scope.THREAD])
    room.ask.scopes.chips[Scope.THREAD].click()
    assert room.ask.field.placeholderText() == "What do the comments disagree about?"
    room.ask.send.click()
    room.settle()
    asked = room.replay.questions[0]
    assert "It beats walking home in the rain." in asked.user
    assert "Reader 1" not in asked.user
    assert PARAGRAPHS[0] not in asked.user
    assert [each.note for each in room.sentences] == ["", "Not in the comments"]
    room.quotes[0].click()
    room.settle()
    assert room.window.panes.comments_shown


# -- translating ----------------------------------------------------------------------------------


def in_arabic(_asked: Asked) -> Answer:
    return saying(ARABIC)


def page(room: ModelWindow) -> str:
    return str(room.window.reader.stage.view.toPlainText())


def test_a_translation_shows_in_its_place_and_is_kept(room: ModelWindow) -> None:
    room.choose()
    room.replay.play(in_arabic)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert len(room.replay.questions) == 1 + len(PARAGRAPHS)
    assert page(room).count(ARABIC) == 1 + len(PARAGRAPHS)
    assert PARAGRAPHS[0] not in page(room)
    room.translate.ways.chips[BESIDE].click()
    assert PARAGRAPHS[0] in page(room)
    assert page(room).count(ARABIC) == 1 + len(PARAGRAPHS)
    room.translate.ways.chips[ORIGINAL].click()
    assert ARABIC not in page(room)
    open_row(room.qtbot, room.running, 1)
    open_row(room.qtbot, room.running, 0)
    assert ARABIC not in page(room)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert page(room).count(ARABIC) == 1 + len(PARAGRAPHS)
    assert len(room.replay.questions) == 1 + len(PARAGRAPHS)
    room.feature.translate.toggle()
    assert ARABIC not in page(room)
    assert PARAGRAPHS[0] in page(room)


def test_one_paragraph_is_tried_again(room: ModelWindow) -> None:
    room.choose()

    def script(asked: Asked) -> Answer:
        bad = PARAGRAPHS[2] in asked.user and len(room.replay.questions) < 10
        return saying(PARAGRAPHS[2]) if bad else saying(ARABIC)

    room.replay.play(script)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert "1 paragraph stayed as it was" in room.translate.state.text
    assert PARAGRAPHS[2] in page(room)
    assert PARAGRAPHS[1] not in page(room)
    room.replay.play(in_arabic)
    before = len(room.replay.questions)
    room.translate.again.click()
    room.settle()
    assert len(room.replay.questions) == before + 1
    assert PARAGRAPHS[2] not in page(room)


def test_the_words_under_the_picture_are_translated_too(room: ModelWindow) -> None:
    room.choose()
    translating, opened = room.feature.translate, room.window.reader.opened
    assert opened is not None
    picture = Picture("http://127.0.0.1:9/bus.png", caption="The second line at night")
    translating._opened = replace(opened, article=replace(opened.article, picture=picture))
    room.replay.play(saying(ARABIC))
    translating.toggle()
    room.translate.start.click()
    room.settle()
    assert any("The second line at night" in each.user for each in room.replay.questions)
    page = room.window.reader.stage.view
    assert "The second line at night" not in page.toPlainText()
    room.translate.ways.choose(BESIDE)
    room.translate.ways.chosen.emit(BESIDE)
    assert "The second line at night" in page.toPlainText()


def test_a_translation_is_agreed_to_as_well(room: ModelWindow) -> None:
    room.choose(agreed=False)
    room.replay.play(in_arabic)
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert room.replay.asked == []
    sent = room.translate.consent.sent.toPlainText()
    assert all(paragraph in sent for paragraph in (TITLE, *PARAGRAPHS))
    room.translate.consent.send.click()
    room.settle()
    assert len(room.replay.questions) == 1 + len(PARAGRAPHS)


def test_a_model_that_is_gone_stops_the_rest(room: ModelWindow) -> None:
    room.choose(address="http://127.0.0.1:9/v1")
    room.feature.translate.toggle()
    room.translate.start.click()
    room.settle()
    assert "Nothing answers" in room.translate.state.text
    assert not room.translate.again.isHidden()
    assert PARAGRAPHS[0] in page(room)


# -- off, and the settings ------------------------------------------------------------------------


def test_switching_off_stops_it_and_takes_it_away(room: ModelWindow) -> None:
    room.choose()
    hold = threading.Event()
    slow = saying(GOOD * 100)
    room.replay.play(Answer(200, slow.type, slow.pieces, wait=hold))
    room.feature.ask.toggle()
    room.ask.field.setText("Who planned it?")
    room.ask.send.click()
    room.qtbot.waitUntil(lambda: bool(room.replay.questions))
    room.running.services.settings.set(INSIGHT, False)
    hold.set()
    room.settle()
    assert room.replay.left.wait(10)
    assert room.window.insight is None
    assert not {"ask", "translate"} & {spec.name for spec in room.window.actions_.specs}


def test_the_key_is_in_no_file(room: ModelWindow, tmp_path: Path) -> None:
    room.choose()
    model = room.running.services.understanding.model
    run_now(model.set_key(model.choice.origin, "sk-very-secret"))
    room.settle()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"sk-very-secret" not in file.read_bytes(), file
    assert "key" not in json.dumps(dict(room.running.services.settings._file._values["model"]))


# -- comments -------------------------------------------------------------------------------------


def comment_entries(room: ModelWindow, key: str) -> list[str]:
    deeds, board = room.window.comments.deeds, room.window.comments.board
    row = board.row(key)
    assert row is not None
    menu = deeds.menu.build(row, board.abilities)
    return [action.objectName() for action in menu.actions() if action.objectName()]


def test_a_comment_is_translated_in_its_place(room: ModelWindow) -> None:
    room.comment(1, "Every forty minutes is thin.", "It beats walking home.")
    open_row(room.qtbot, room.running, 1)
    found = room.window.articles.model.row_at(1)
    assert found is not None
    key = f"{found.article.id}-0"
    room.qtbot.waitUntil(lambda: room.window.comments.board.row(key) is not None)
    assert "translate" not in comment_entries(room, key)
    room.choose(agreed=False)
    assert "translate" in comment_entries(room, key)
    room.replay.play(saying("كل أربعين دقيقة قليل."))
    room.window.comments.deeds.do("translate", key)
    room.settle()
    consent = room.feature.comments._consent
    assert consent is not None
    assert "Every forty minutes is thin." in consent.sent.toPlainText()
    assert room.replay.asked == []
    consent.send.click()
    room.settle()
    documents = room.window.comments.board.list.documents
    node = room.window.comments.board.row(key).node  # type: ignore[union-attr]
    text = documents.document(node, 300).toPlainText()
    assert "كل أربعين دقيقة قليل." in text
    assert "it may err" in text
    assert comment_entries(room, key).count("original") == 1
    room.window.comments.deeds.do("original", key)
    assert documents.document(node, 300).toPlainText().strip() == ""  # its HTML is empty here
    room.window.comments.deeds.do("translate", key)
    room.settle()
    assert len(room.replay.questions) == 1  # it is kept
    open_row(room.qtbot, room.running, 0)
    assert documents.instead == {}


def test_a_comment_says_that_it_is_being_translated(room: ModelWindow) -> None:
    room.comment(1, "Every forty minutes is thin.", "It beats walking home.")
    open_row(room.qtbot, room.running, 1)
    found = room.window.articles.model.row_at(1)
    assert found is not None
    first, second = (f"{found.article.id}-{number}" for number in (0, 1))
    board, deeds = room.window.comments.board, room.window.comments.deeds
    room.qtbot.waitUntil(lambda: board.row(second) is not None)
    room.choose()
    never = threading.Event()
    room.replay.play(replace(saying("قليل."), wait=never))
    instead = board.list.documents.instead
    deeds.do("translate", first)
    room.qtbot.waitUntil(lambda: first in instead)
    assert instead[first] == ("Every forty minutes is thin.", "Translating the comment …")
    deeds.do("translate", second)
    room.qtbot.waitUntil(lambda: list(instead) == [second])
    assert comment_entries(room, second).count("original") == 1
    deeds.do("original", second)
    assert instead == {} and not room.running.tasks.busy("insight.model.comment")
    never.set()
    room.settle()
    assert instead == {}


def test_a_comment_that_cannot_be_translated_says_why(room: ModelWindow) -> None:
    room.comment(1, "Every forty minutes is thin.")
    open_row(room.qtbot, room.running, 1)
    found = room.window.articles.model.row_at(1)
    assert found is not None
    key = f"{found.article.id}-0"
    room.qtbot.waitUntil(lambda: room.window.comments.board.row(key) is not None)
    room.choose()
    room.replay.play(recorded("wrong-key"))
    room.window.comments.deeds.do("translate", key)
    room.settle()
    assert "does not take the key" in room.window.toast.text
    assert room.window.comments.board.list.documents.instead == {}
