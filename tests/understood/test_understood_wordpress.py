"""Stories, key points, listening, asking, translating: on articles of a real WordPress.

In English, Arabic and Hebrew. No language model: a loopback server plays it where one is asked.
The same with a model is in ``test_understood_model.py``.
"""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.services.understanding.model_prompts import Scope, Task
from desktop_app.ui.insight.story_pane import StoryPane
from tests.gui.insight_room import marked_words
from tests.servers.model_replay import MODEL, Replay, replaying, saying, sentences
from tests.servers.same_events import (
    EVENTS,
    LANGUAGES,
    NAMES,
    PASSWORD,
    REMARKS,
    Newsroom,
    agency,
)
from tests.understood.reader import Reader

pytestmark = [pytest.mark.wordpress, pytest.mark.timeout(300)]

ARABIC = "ترجمة هذه الفقرة إلى العربية، كما يكتبها نموذج لغوي حقيقي، وهي طويلة بما يكفي."


@pytest.fixture
def replay(reader: Reader) -> Iterator[Replay]:
    """A server that plays the model, chosen in the window."""
    with replaying() as made:
        reader.choose(made.url, MODEL, "ar")
        yield made


# -- stories -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_agency_text_is_one_row_with_all_its_publishers(reader: Reader, language: str) -> None:
    title, _body = agency(language)
    story = reader.story(f"agency-{language}")
    assert story is not None and story.sources == 3
    rows = reader.rows()
    titles = [row for row, _sources in rows]
    assert titles.count(title) == 1, "on top stands the source that is highest in the list"
    assert dict(rows)[title] == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_are_told_apart(reader: Reader, language: str) -> None:
    stories = {}
    for event in EVENTS:
        for number in range(3):
            article = reader.article(f"{event}-{language}", number)
            stories[event, number] = run_now(
                reader.services.understanding.stories._story_of(article.id)
            )
    for event in EVENTS:
        of_event = {stories[event, number] for number in range(3)}
        others = {one for (name, _number), one in stories.items() if name != event}
        assert not of_event & others, "no two events are one story"
    whole = [event for event in EVENTS if len({stories[event, number] for number in range(3)}) == 1]
    assert len(whole) >= len(EVENTS) // 2, "most are found"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_opens_as_a_timeline(reader: Reader, language: str) -> None:
    reader.open(f"agency-{language}", 2)
    reader.press("Y")
    pane = reader.window.reader.findChild(StoryPane)
    assert pane is not None
    reader.qtbot.waitUntil(lambda: pane.timeline is not None, timeout=20_000)
    assert pane.timeline is not None
    reports = pane.timeline.reports
    assert [each.source for each in reports] == list(NAMES)
    assert [each.same_as for each in reports] == ["", NAMES[0], NAMES[0]]
    first, second, _third = reports
    assert first.new and not second.new, "a copy adds nothing"
    reader.qtbot.keyClick(pane, Qt.Key.Key_Escape)
    reader.settle()
    assert not pane.isVisible()


def test_stories_do_not_cross_languages(reader: Reader) -> None:
    for event in EVENTS:
        ids = {
            run_now(
                reader.services.understanding.stories._story_of(
                    reader.article(f"{event}-{language}").id
                )
            )
            for language in LANGUAGES
        }
        assert len(ids) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_related_takes_the_story_first(reader: Reader, language: str) -> None:
    event = next(
        each
        for each in EVENTS
        if (told_by := reader.story(f"{each}-{language}")) is not None and told_by.sources == 3
    )
    reader.open(f"{event}-{language}")
    reader.qtbot.waitUntil(lambda: bool(reader.window.reader.stage.related.buttons), timeout=20_000)
    found = run_now(reader.services.related.of(reader.article(f"{event}-{language}").id))
    story = reader.story(f"{event}-{language}")
    assert story is not None and {each.id for each in found[:2]} <= set(story.articles)
    assert len({each.title for each in found}) == len(found)


# -- key points, language, listening -------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_points_lead_to_their_places(reader: Reader, language: str) -> None:
    reader.open(f"agency-{language}")
    assert reader.room.language == language
    if reader.room.panel.owner != "key_points":
        reader.press("P")
    for row in reader.points.points:
        reader.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert marked_words(reader.running) == row.line.words
    assert reader.points.points or reader.points.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_read_in_its_language(reader: Reader, language: str) -> None:
    reader.open(f"agency-{language}")
    article = reader.room.article
    assert article is not None
    spoken = run_now(reader.services.understanding.aloud.article(article))
    assert len(spoken) > 5
    assert {each.language for each in spoken} == {language}
    assert all(article.text[each.start :].startswith(each.text) for each in spoken[1:])


@pytest.mark.parametrize("key", ["empty", "sentence", "locked"])
def test_what_has_no_text_says_so(reader: Reader, replay: Replay, key: str) -> None:
    reader.open(key)
    if reader.room.panel.owner != "key_points":
        reader.press("P")
    assert reader.points.points == ()
    assert "too short" in reader.points.caption
    reader.model.ask.summarise()
    reader.settle()
    view = reader.model.ask.view
    assert view is not None
    view.summaries[Task.SHORT].click()
    reader.settle()
    if key == "sentence":
        assert len(replay.questions) == 1
    else:
        assert "no text here" in view.answer.state.text
        assert replay.questions == []


def test_a_locked_article_is_understood_when_it_is_opened(
    reader: Reader, replay: Replay, newsrooms: list[Newsroom]
) -> None:
    article = reader.open("locked")
    opened = run_now(reader.services.reading.unlock(article.id, PASSWORD))
    assert opened.body is not None
    reader.window.open_article(reader.article("sentence"))
    reader.settle()
    reader.open("locked")
    assert len(reader.room.text) > 1000
    reader.model.ask.summarise()
    reader.settle()
    view = reader.model.ask.view
    assert view is not None
    view.summaries[Task.SHORT].click()
    reader.settle()
    assert "Twelve drivers" in replay.questions[0].user


def test_a_very_long_article(reader: Reader, replay: Replay) -> None:
    reader.open("long")
    assert len(reader.room.text.split()) > 18_000
    if reader.room.panel.owner != "key_points":
        reader.press("P")
    assert len(reader.points.points) == 5
    reader.model.ask.summarise()
    reader.settle()
    view = reader.model.ask.view
    assert view is not None
    view.summaries[Task.POINTS].click()
    reader.settle()
    (asked,) = replay.questions
    assert len(asked.user) < 3 * 1024
    assert "not sent" in view.answer.notes.text
    ids = [reader.article("long").id, *(reader.article(f"{each}-en").id for each in EVENTS)]
    texts = reader.services.understanding.stories._table.texts_of(ids)
    assert texts[ids[0]] == ids[0] and list(texts.values()).count(ids[0]) == 1, "none of them"


# -- the language model --------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotations_are_found_in_article_story_and_thread(
    reader: Reader, replay: Replay, language: str
) -> None:
    reader.open(f"agency-{language}")
    shown = reader.window.comments.board.model
    reader.qtbot.waitUntil(lambda: len(shown.rows) >= len(REMARKS[language]), timeout=20_000)
    article = reader.room.article
    assert article is not None
    in_text = " ".join(article.text.split("\n")[0].split()[:6])
    in_thread = " ".join(REMARKS[language][1][1].split()[:5])
    reader.model.ask.toggle()
    reader.settle()
    view = reader.model.ask.view
    assert view is not None
    for scope, quote in (
        (Scope.ARTICLE, in_text),
        (Scope.STORY, in_text),
        (Scope.THREAD, in_thread),
    ):
        assert not view.scopes.chips[scope].isHidden(), scope
        view.scopes.choose(scope)
        replay.play(saying(sentences(("Said.", [quote]), ("Invented.", ["none of these words"]))))
        view.field.setText("?")
        view.send.click()
        reader.settle()
        checked = view.answer._shown
        assert checked is not None
        assert [len(each.quotes) for each in checked.sentences] == [1, 0], scope
        assert quote.split()[0] in replay.questions[-1].user
    assert "Alice" not in replay.questions[-1].user, "names are not sent"


def test_a_translation_outlives_an_edit_of_the_article(
    reader: Reader, replay: Replay, newsrooms: list[Newsroom]
) -> None:
    first = "<p>The old lighthouse on the northern pier has been dark for eleven years now.</p>"
    second = "<p>On Friday a crew of four brought the lamp back up the stairs, step by step.</p>"
    newsroom = newsrooms[0]
    newsroom.publish("edited", "Light again", first + second, int(time.time()) - 60)
    reader.refresh()
    reader.open("edited")
    replay.play(lambda asked: saying(f"{ARABIC} {len(replay.questions)}"))
    translate(reader)
    assert len(replay.questions) == 3
    assert reader.page.count(ARABIC) >= 2
    newsroom.change("edited", content=first + second.replace("four", "five"))
    reader.refresh()
    reader.open("edited")
    assert "crew of five" in reader.page and ARABIC not in reader.page
    translate(reader)
    assert len(replay.questions) == 4, "only the paragraph that is another one now"
    assert "crew of five" in replay.questions[-1].user


def translate(reader: Reader) -> None:
    if reader.room.panel.owner != "translate":
        reader.model.translate.toggle()
        reader.settle()
    view = reader.model.translate.view
    assert view is not None
    view.start.click()
    reader.settle()
    reader.qtbot.waitUntil(lambda: not reader.model.translate._soon.isActive(), timeout=5_000)


def test_comments_are_translated_in_their_place(reader: Reader, replay: Replay) -> None:
    article = reader.open("agency-en")
    replay.play(saying(ARABIC))
    pane = reader.window.comments
    reader.window.panes.set_comments_shown(True)
    reader.qtbot.waitUntil(lambda: len(pane.board.model.rows) >= 4, timeout=20_000)
    row = pane.board.model.rows[1]
    assert any(key == "translate" for key, _words in pane.deeds.menu.more(row))
    pane.deeds.more_wanted.emit("translate", row.key)
    reader.settle()
    assert pane.board.list.documents.instead[row.key][0] == ARABIC
    assert REMARKS["en"][1][1] in replay.questions[-1].user
    assert article.title not in replay.questions[-1].user
    pane.deeds.more_wanted.emit("original", row.key)
    reader.settle()
    assert row.key not in pane.board.list.documents.instead


def test_a_source_that_is_kept_out_sends_nothing(reader: Reader, replay: Replay) -> None:
    article = reader.open("agency-en")
    run_now(reader.services.understanding.model.bar(article.source_id, True))
    reader.model.ask.summarise()
    reader.settle()
    view = reader.model.ask.view
    assert view is not None
    view.scopes.choose(Scope.STORY)
    view.summaries[Task.SHORT].click()
    reader.settle()
    assert article.title not in replay.questions[-1].user, "the other two are of other sources"
    view.scopes.choose(Scope.ARTICLE)
    view.summaries[Task.SHORT].click()
    reader.settle()
    assert len(replay.questions) == 1
    assert "never sent" in view.answer.state.text


# -- the switch ----------------------------------------------------------------------------------


def test_off_leaves_nothing_behind_and_on_brings_it_back(reader: Reader, replay: Replay) -> None:
    reader.open("agency-ar")
    reader.press("P")
    translate(reader)
    reader.window.actions_["insight"].trigger()
    reader.settle()
    assert reader.window.insight is None
    assert "understanding" not in vars(reader.services)
    gone = {
        "Key points",
        "Open the story",
        "Summarise",
        "Translate the article",
        "Language model …",
    }
    assert not gone & reader.entries()
    assert ARABIC not in reader.page and "مكتبة" in reader.page
    reader.window.articles.show_list(ListQuery(ListKind.UNREAD), "Unread")
    reader.settle()
    assert {row.sources for row in reader.window.articles.model.rows} <= {0, 1}
    asked = len(replay.questions)
    for key in ("P", "A", "T", "Y", "L", "Shift+S"):
        reader.press(key)
    assert len(replay.questions) == asked
    reader.window.actions_["insight"].trigger()
    reader.qtbot.waitUntil(lambda: reader.window.insight is not None, timeout=20_000)
    reader.settle()
    assert gone <= reader.entries()
    assert 3 in dict(reader.rows()).values()
