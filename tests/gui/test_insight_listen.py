"""Listening in the real window: Qt's engine for tests speaks, the page marks what is heard."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import BodyState
from desktop_app.core.changes import ChangeSet
from desktop_app.core.clock import SystemClock
from desktop_app.runtime.speech import Trouble, speech_command
from desktop_app.runtime.speech_player import Play, Player
from desktop_app.system.settings import INSIGHT, LISTEN_ON, LISTEN_SPEED, LISTEN_VOICES
from desktop_app.text.clean import clean_html
from desktop_app.text.plain import plain
from desktop_app.ui.insight import listen, listen_strip, listen_words
from desktop_app.ui.insight.listen import ListenFeature
from desktop_app.ui.insight.listen_strip import ListenStrip
from desktop_app.ui.running import Running
from tests.gui.insight_room import demo_article, marked_words, open_row, room_of, window_with
from tests.support.found import found_article

FAKE = Path(__file__).parents[1] / "support" / "fake_speech.py"
SHORT = ("Short one", "<p>First of all. Then the second.</p><p>And the third.</p>")
OTHER = ("Other one", "<p>Something else. It goes on.</p>")
EMPTY = ("Nothing in it", "")
HEBREW = ("כותרת בעברית", "<p>המשפט הראשון כאן. המשפט השני כאן.</p>")
ARABIC = ("عنوان بالعربية", "<p>الجملة الأولى هنا. الجملة الثانية هنا.</p>")


def speaks(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    command = [sys.executable, str(FAKE), way] if way != "mock" else speech_command("mock")
    monkeypatch.setattr(listen, "speech_command", lambda: command)


@pytest.fixture
def no_child_is_left(qtbot: QtBot, qapp: QApplication) -> Iterator[None]:
    yield
    qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=5000)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch, no_child_is_left: None) -> None:
    """An engine that begins every sentence and ends none; English and Arabic voices."""
    speaks(monkeypatch, "endless")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, no_child_is_left: None) -> None:
    """An engine that has spoken everything at once."""
    speaks(monkeypatch, "well")


def feature_of(running: Running) -> ListenFeature:
    return next(each for each in room_of(running).features if isinstance(each, ListenFeature))


def player_of(running: Running) -> Player:
    player = feature_of(running).player
    assert player is not None
    return player


def strip_of(running: Running) -> ListenStrip:
    strip = feature_of(running).strip
    assert strip is not None
    return strip


def start(qtbot: QtBot, running: Running) -> Player:
    """Press Listen and wait for the first sentence."""
    QTest.mouseClick(room_of(running).bar.button("listen"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: feature_of(running).player is not None, timeout=10_000)
    player = player_of(running)
    qtbot.waitUntil(lambda: player.play_state is Play.SPEAKING, timeout=15_000)
    return player


def heard(running: Running) -> str:
    return marked_words(running, "listen")


def test_every_sentence_is_marked_while_it_is_heard(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_child_is_left: None
) -> None:
    speaks(monkeypatch, "mock")
    with window_with(qtbot, tmp_path, SHORT) as running:
        running.settings.set(LISTEN_SPEED, 2.0)
        open_row(qtbot, running)
        seen: list[tuple[str, str]] = []
        player = start(qtbot, running)
        strip = strip_of(running)

        def note() -> None:
            now = (heard(running), strip.words.place)
            if seen[-1:] != [now]:
                seen.append(now)

        player.changed.connect(note)
        qtbot.waitUntil(lambda: player.play_state is Play.SILENT, timeout=30_000)
        marks = [mark for mark, _place in seen if mark]
        assert marks == ["First of all.", "Then the second.", "And the third."]
        assert any("Sentence 3 of 4" in place for _mark, place in seen)
        assert heard(running) == ""


def test_the_engine_is_made_by_the_first_press_only(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        assert not qapp.findChildren(QProcess)
        start(qtbot, running)
        assert len(qapp.findChildren(QProcess)) == 1
        assert "PySide6.QtTextToSpeech" not in sys.modules
        feature_of(running).leave()
        qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=5000)
        assert strip_of(running).isHidden()


def test_the_keys_pause_and_walk(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        window = running.window
        window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_L)
        qtbot.waitUntil(lambda: feature_of(running).player is not None, timeout=10_000)
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.SPEAKING, timeout=15_000)
        QTest.keyClick(window, Qt.Key.Key_Period)
        QTest.keyClick(window, Qt.Key.Key_Period)
        assert (player.index, heard(running)) == (2, "Then the second.")
        QTest.keyClick(window, Qt.Key.Key_Comma)
        assert (player.index, heard(running)) == (1, "First of all.")
        QTest.keyClick(window, Qt.Key.Key_L)
        assert player.play_state is Play.PAUSED
        assert heard(running) == "First of all.", "the place stays marked"


def test_the_strip_s_buttons(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        player, strip = start(qtbot, running), strip_of(running)
        assert strip.play.accessibleName() == "Pause"
        qtbot.mouseClick(strip.forward, Qt.MouseButton.LeftButton)
        assert player.index == 1
        qtbot.mouseClick(strip.back, Qt.MouseButton.LeftButton)
        assert player.index == 0
        qtbot.keyClick(strip.play, Qt.Key.Key_Return)
        assert player.play_state is Play.PAUSED
        assert strip.play.accessibleName() == "Play"
        qtbot.keyClick(strip.play, Qt.Key.Key_Escape)
        assert strip.isHidden()
        assert not room_of(running).bar.button("listen").isChecked()


def test_every_control_of_the_strip_has_a_name(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        start(qtbot, running)
        strip = strip_of(running)
        for button in (
            *(strip.back, strip.play, strip.forward, strip.words, strip.speed),
            *(strip.voice, strip.sleep, strip.more, strip.close_button),
        ):
            assert button.accessibleName(), button.objectName()
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_reading_goes_on_while_another_article_is_looked_at(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT, OTHER) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        player.skip(1)
        open_row(qtbot, running, 1)
        assert player.play_state is Play.SPEAKING
        assert heard(running) == ""
        player.skip(1)
        assert heard(running) == ""
        strip_of(running).words.click()
        qtbot.waitUntil(lambda: heard(running) == "Then the second.", timeout=10_000)
        assert running.window.articles.list.current() == 0


def test_pressing_listen_on_another_article_reads_that_one(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT, OTHER) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        open_row(qtbot, running, 1)
        start(qtbot, running)
        qtbot.waitUntil(lambda: player.count == 3, timeout=10_000)
        player.skip(1)
        assert heard(running) == "Something else."


def test_it_goes_on_with_the_next_article_and_passes_one_without_a_text(
    qtbot: QtBot, tmp_path: Path, quick: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT, EMPTY, OTHER) as running:
        open_row(qtbot, running)
        start_quick(qtbot, running)
        qtbot.waitUntil(
            lambda: (
                running.window.reader.current is not None
                and running.window.reader.current.title == "Other one"
            ),
            timeout=15_000,
        )
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.SILENT, timeout=15_000)
        assert running.window.articles.list.current() == 2


def start_quick(qtbot: QtBot, running: Running) -> None:
    room_of(running).bar.button("listen").click()
    qtbot.waitUntil(lambda: feature_of(running).player is not None, timeout=10_000)


def test_it_does_not_go_on_when_it_should_not(qtbot: QtBot, tmp_path: Path, quick: None) -> None:
    with window_with(qtbot, tmp_path, SHORT, OTHER) as running:
        running.settings.set(LISTEN_ON, False)
        open_row(qtbot, running)
        start_quick(qtbot, running)
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.SILENT, timeout=15_000)
        qtbot.waitUntil(running.tasks.quiet, timeout=10_000)
        assert player.count == 4
        assert running.window.articles.list.current() == 0
        assert "4 sentences" in strip_of(running).words.place


def test_what_was_kept_for_later_comes_first(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT, OTHER, ARABIC) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        open_row(qtbot, running, 2)
        feature_of(running).later()
        feature_of(running).later()
        player.skip(99)
        qtbot.waitUntil(lambda: player.language == "ar", timeout=10_000)
        player.skip(99)
        qtbot.waitUntil(running.tasks.quiet, timeout=10_000)
        assert player.play_state is Play.SILENT, "nothing stands under the last article"


def test_the_key_points_are_read(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    name = next(iter(sorted(demo_names())))
    with window_with(qtbot, tmp_path, demo_article(name)) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        whole = player.count
        feature_of(running).read_points()
        qtbot.waitUntil(lambda: 1 < player.count < whole, timeout=10_000)
        qtbot.waitUntil(lambda: player.play_state is Play.SPEAKING, timeout=10_000)
        player.skip(1)
        assert heard(running)


def demo_names() -> list[str]:
    from tests.gui.insight_room import NEWSROOM

    return [each.stem for each in NEWSROOM.glob("night-bus*.html")]


def test_a_hebrew_article_without_a_voice_is_not_read(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, HEBREW) as running:
        open_row(qtbot, running)
        start_quick(qtbot, running)
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
        words = strip_of(running).trouble.text()
        assert player.trouble is Trouble.NO_VOICE
        assert "עברית" in words
        assert strip_of(running).trouble.isVisible()
        assert strip_of(running).again.isVisible()


def test_an_arabic_article_is_read_by_an_arabic_voice(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, ARABIC) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        voice = player.voice(player.language)
        assert voice is not None
        assert voice.locale == "ar_EG"
        player.skip(1)
        assert heard(running) == "الجملة الأولى هنا."


@pytest.mark.parametrize(
    ("way", "trouble"),
    [
        ("dies", Trouble.DIED),
        ("absent", Trouble.ABSENT),
        ("silent", Trouble.NO_SERVICE),
        ("breaks", Trouble.DIED),
    ],
)
def test_a_bad_speech_service_is_told_and_the_window_lives(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    no_child_is_left: None,
    way: str,
    trouble: Trouble,
) -> None:
    speaks(monkeypatch, way)
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        start_quick(qtbot, running)
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
        assert player.trouble is trouble
        assert strip_of(running).trouble.text() == listen_words.trouble_words(player)
        speaks(monkeypatch, "endless")
        player._speech._command = listen.speech_command()
        qtbot.mouseClick(strip_of(running).again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: player.play_state is Play.SPEAKING, timeout=15_000)
        assert not strip_of(running).trouble.isVisible()


def menu(qtbot: QtBot, running: Running, name: str) -> QMenu:
    feature_of(running)._on_menu(name, QPoint(300, 300))
    found = [each for each in strip_of(running).findChildren(QMenu) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(qtbot: QtBot, running: Running, name: str, words: str) -> None:
    shown = menu(qtbot, running, name)
    action = next(each for each in shown.actions() if each.text() == words)
    action.trigger()
    shown.close()
    qtbot.wait(1)


def test_speed_voice_and_sleep_are_chosen_and_kept(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        player, strip = start(qtbot, running), strip_of(running)
        choose(qtbot, running, listen_strip.SPEED, listen_words.speed_words(1.25))
        assert (player.speed, strip.speed.text()) == (1.25, listen_words.speed_words(1.25))
        assert running.settings.get(LISTEN_SPEED) == 1.25
        choose(qtbot, running, listen_strip.VOICE, "Ann")
        assert running.settings.get(LISTEN_VOICES) == {"en": "en_GB/Ann"}
        choose(qtbot, running, listen_strip.SLEEP, "In 15 minutes")
        assert strip.sleep.accessibleName() == "Stops in 15 minutes"
        choose(qtbot, running, listen_strip.SLEEP, "After this article")
        assert strip.sleep.accessibleName() == "Stops after this article"
        assert player.awake == 0
        player.skip(99)
        assert player.play_state is Play.SILENT
        assert strip.sleep.accessibleName() == "Sleep timer"
        choose(qtbot, running, listen_strip.MORE, "Go on with the next article")
        assert not running.settings.get(LISTEN_ON)


def test_switched_off_nothing_of_it_is_left(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        start(qtbot, running)
        running.settings.set(INSIGHT, False)
        qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=5000)
        assert not running.window.findChildren(ListenStrip)
        assert not [spec for spec in running.window.actions_.specs if "listen" in spec.name]


def test_without_the_speech_module_there_is_no_button(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listen, "is_there", lambda: False)
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        assert "listen" not in [each.button.key for each in room_of(running).bar.buttons]
        assert not [spec for spec in running.window.actions_.specs if "listen" in spec.name]


def test_the_text_follows_the_voice_until_the_reader_scrolls_away(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    html = "".join(f"<p>This is paragraph number {n}. It has a second.</p>" for n in range(80))
    with window_with(qtbot, tmp_path, ("Long one", html)) as running:
        open_row(qtbot, running)
        player, view = start(qtbot, running), running.window.reader.stage.view
        bar = view.verticalScrollBar()
        player.go_to(1)
        for _step in range(60):
            player.skip(1)
        followed = bar.value()
        assert followed > 0
        bar.setValue(bar.maximum())
        player.skip(1)
        player.skip(1)
        assert bar.value() == bar.maximum(), "who reads elsewhere is left there"


def test_an_article_without_a_text_is_said_to_have_none(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, EMPTY) as running:
        open_row(qtbot, running)
        room_of(running).bar.button("listen").click()
        qtbot.waitUntil(running.tasks.quiet, timeout=10_000)
        assert running.window.toast.isVisible()
        assert feature_of(running).player is None


def test_a_newer_text_is_read_on_from_the_same_sentence(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        player = start(qtbot, running)
        player.skip(2)
        assert heard(running) == "Then the second."
        newer(running, "<p>New on top. First of all.</p><p>Then the second. And the third.</p>")
        qtbot.waitUntil(lambda: player.count == 5, timeout=10_000)
        qtbot.waitUntil(lambda: heard(running) == "Then the second.", timeout=10_000)
        assert (player.index, player.play_state) == (3, Play.SPEAKING)


def newer(running: Running, html: str) -> None:
    """Store another text of the article that shows, as a refresh would."""
    opened = running.window.reader.opened
    assert opened is not None
    body = clean_html(html, "http://127.0.0.1:9/")
    found = found_article(0, title="Short one", body=body, plain=plain(body))
    full = replace(found, body_state=BodyState.FULL)
    articles = running.services.reading._articles
    assert articles.store_body(opened.article.id, full, SystemClock().now())
    running.window.apply(ChangeSet(bodies=frozenset({opened.article.id})))


def test_what_was_heard_to_its_end_is_read(qtbot: QtBot, tmp_path: Path, quick: None) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        article = running.window.reader.current
        assert article is not None
        running.window.articles.toggle_read()
        qtbot.waitUntil(running.tasks.quiet, timeout=10_000)
        start_quick(qtbot, running)
        player = player_of(running)
        qtbot.waitUntil(lambda: player.play_state is Play.SILENT, timeout=15_000)
        qtbot.waitUntil(running.tasks.quiet, timeout=10_000)
        model = running.window.articles.model
        row = model.row_at(model.place_of(article.id))
        assert row is not None
        assert row.article.read


def test_media_keys_do_what_the_buttons_do(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        player, feature = start(qtbot, running), feature_of(running)
        for order, state, index in (
            ("pause", Play.PAUSED, 0),
            ("play", Play.SPEAKING, 0),
            ("forward", Play.SPEAKING, 1),
            ("back", Play.SPEAKING, 0),
            ("toggle", Play.PAUSED, 0),
            ("show", Play.PAUSED, 0),
            ("stop", Play.SILENT, 0),
        ):
            feature._on_ordered(order)
            assert (player.play_state, player.index) == (state, index), order
        assert strip_of(running).isHidden()


@pytest.mark.qt_log_ignore("keyToAscii")  # Qt's own test keyboard has no such keys
def test_the_keyboard_s_media_keys_are_ours_only_while_we_read(
    qtbot: QtBot, tmp_path: Path, endless: None
) -> None:
    with window_with(qtbot, tmp_path, SHORT) as running:
        open_row(qtbot, running)
        player, window = start(qtbot, running), running.window
        window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_MediaTogglePlayPause)
        assert player.play_state is Play.PAUSED
        QTest.keyClick(window, Qt.Key.Key_MediaNext)
        assert player.index == 1
        QTest.keyClick(window, Qt.Key.Key_MediaStop)
        assert strip_of(running).isHidden()
        QTest.keyClick(window, Qt.Key.Key_MediaPlay)
        assert player.play_state is Play.SILENT


def test_tab_walks_through_the_player(qtbot: QtBot, tmp_path: Path, endless: None) -> None:
    with window_with(qtbot, tmp_path, SHORT, size=(1700, 900)) as running:
        open_row(qtbot, running)
        start(qtbot, running)
        strip = strip_of(running)
        strip.back.setFocus(Qt.FocusReason.TabFocusReason)
        walked = [running.window.focusWidget()]
        for _step in range(8):
            QTest.keyClick(running.window.focusWidget(), Qt.Key.Key_Tab)
            walked.append(running.window.focusWidget())
        assert walked == [each for each in strip.controls if each.isVisible()]
