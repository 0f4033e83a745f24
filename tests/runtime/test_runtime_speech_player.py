"""What is read, in which order and by whom: the player on Qt's engine for tests, and on a fake."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.runtime.speech import Speech, Trouble, speech_command
from desktop_app.runtime.speech_player import Play, Player, Utterance

FAKE = Path(__file__).parents[1] / "support" / "fake_speech.py"
ENGLISH = [Utterance(f"Sentence {number}.", "en") for number in range(4)]
Make = Callable[[list[str]], "Seen"]


class Seen:
    """A player, and the sentences that it came to."""

    def __init__(self, command: list[str]) -> None:
        self.player = Player(Speech(command))
        self.path: list[int] = []
        self.ends = 0
        self.player.changed.connect(self.on_changed)
        self.player.ended.connect(self.on_ended)

    def on_changed(self) -> None:
        at = self.player.index
        if self.player.play_state is Play.SPEAKING and self.path[-1:] != [at]:
            self.path.append(at)

    def on_ended(self) -> None:
        self.ends += 1


@pytest.fixture
def make(qtbot: QtBot, qapp: object) -> Iterator[Make]:
    from PySide6.QtCore import QProcess

    made: list[Seen] = []

    def start(command: list[str]) -> Seen:
        made.append(Seen(command))
        return made[-1]

    yield start
    for each in made:
        each.player.close()
    find = qapp.findChildren  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not find(QProcess), timeout=5000)


@pytest.fixture
def mock(make: Make) -> Seen:
    return make(speech_command("mock"))


@pytest.fixture
def fake(make: Make) -> Seen:
    """Speaks at once, knows one English and one Arabic voice."""
    return make([sys.executable, str(FAKE), "well"])


@pytest.fixture
def endless(make: Make) -> Seen:
    """Begins every sentence and ends none."""
    return make([sys.executable, str(FAKE), "endless"])


def speaking(qtbot: QtBot, seen: Seen, at: int | None = None) -> None:
    qtbot.waitUntil(
        lambda: seen.player.play_state is Play.SPEAKING and at in (None, seen.player.index),
        timeout=15_000,
    )


def test_all_sentences_in_order_then_the_end(qtbot: QtBot, mock: Seen) -> None:
    mock.player.load(ENGLISH)
    mock.player.set_speed(2.0)
    assert mock.player.play_state is Play.PAUSED
    mock.player.play()
    assert mock.player.play_state is Play.STARTING
    qtbot.waitUntil(lambda: mock.ends == 1, timeout=20_000)
    assert mock.path == [0, 1, 2, 3]
    assert mock.player.play_state is Play.SILENT


def test_pause_holds_the_sentence_and_play_says_it_again(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load(ENGLISH, 2)
    player.play()
    speaking(qtbot, endless, 2)
    player.toggle()
    assert (player.play_state, player.index) == (Play.PAUSED, 2)
    player.toggle()
    assert (player.play_state, player.index) == (Play.SPEAKING, 2)


def test_skipping_on_and_back_while_it_speaks(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load(ENGLISH)
    player.play()
    speaking(qtbot, endless)
    player.skip(1)
    player.skip(1)
    player.skip(-1)
    assert endless.path == [0, 1, 2, 1]
    player.skip(-9)
    assert player.index == 0
    player.skip(9)
    assert endless.ends == 1


def test_skipping_in_silence_moves_only_the_place(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load(ENGLISH)
    player.skip(2)
    assert (player.play_state, player.index) == (Play.PAUSED, 2)
    assert endless.path == []


def test_a_pause_before_the_engine_is_there(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load(ENGLISH)
    player.play()
    player.pause()
    with qtbot.waitSignal(player._speech.ready, timeout=15_000):
        pass
    assert player.play_state is Play.PAUSED
    player.play()
    assert player.play_state is Play.SPEAKING


def test_each_sentence_has_a_voice_of_its_language(qtbot: QtBot, fake: Seen) -> None:
    player = fake.player
    player.load([Utterance("One.", "en"), Utterance("واحد.", "ar"), Utterance("Two.", "en")])
    said: list[str] = []
    speech = player._speech
    say = speech.say
    speech.say = lambda text, voice, speed: (said.append(voice.locale), say(text, voice, speed))  # type: ignore[method-assign]
    player.play()
    qtbot.waitUntil(lambda: fake.ends == 1, timeout=15_000)
    assert said == ["en_GB", "ar_EG", "en_GB"]


def test_a_language_without_a_voice_is_said_and_nothing_is_read(qtbot: QtBot, fake: Seen) -> None:
    player = fake.player
    player.load([Utterance("אחת.", "he"), Utterance("שתיים.", "he"), Utterance("Three.", "en")])
    player.play()
    qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
    assert player.trouble is Trouble.NO_VOICE
    assert player.language == "he"


def test_a_sentence_without_a_voice_is_left_out_of_a_text_that_has_one(
    qtbot: QtBot, fake: Seen
) -> None:
    player = fake.player
    player.load([Utterance("One.", "en"), Utterance("שתיים.", "he"), Utterance("Three.", "en")])
    player.play()
    qtbot.waitUntil(lambda: fake.ends == 1, timeout=15_000)
    assert fake.path == [0, 2]


def test_going_back_passes_a_sentence_without_a_voice(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load([Utterance("One.", "en"), Utterance("שתיים.", "he"), Utterance("Three.", "en")], 2)
    player.play()
    speaking(qtbot, endless, 2)
    player.skip(-1)
    assert player.index == 0
    assert player.left_out == {"he"}


def test_the_chosen_voice_is_taken_and_one_that_is_gone_is_not(qtbot: QtBot, mock: Seen) -> None:
    player = mock.player
    player.load(ENGLISH)
    player.play()
    speaking(qtbot, mock)
    player.set_chosen({"en": "en_US/Mary"})
    assert (found := player.voice("en")) is not None and found.name == "Mary"
    player.set_chosen({"en": "en_US/Gone"})
    assert (found := player.voice("en")) is not None and found.language == "en"
    assert player.voice("no") is not None, "Norwegian has two names"
    assert player.voice("ar") is None


def test_it_falls_asleep_after_the_sentence(qtbot: QtBot, mock: Seen) -> None:
    player = mock.player
    player.load(ENGLISH)
    player.play()
    speaking(qtbot, mock)
    player.sleep_in(60)
    assert 59 <= player.awake <= 60
    player._sleep.start(1)
    qtbot.waitUntil(lambda: player.play_state is Play.PAUSED, timeout=15_000)
    assert player.index == 1, "the sentence was spoken to its end"
    assert player.awake == 0


def test_a_pause_and_a_dead_child_do_not_disturb_each_other(qtbot: QtBot, make: Make) -> None:
    seen = make([sys.executable, str(FAKE), "dies later"])
    player = seen.player
    player.load(ENGLISH)
    player.play()
    qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
    assert player.trouble is Trouble.DIED
    assert player.index == 1
    seen.path.clear()
    player.play()
    assert player.trouble is None
    qtbot.waitUntil(lambda: bool(seen.path), timeout=15_000)


def test_nothing_to_read(qtbot: QtBot, fake: Seen) -> None:
    fake.player.load([])
    fake.player.play()
    fake.player.skip(1)
    assert fake.player.play_state is Play.SILENT


def test_a_renewed_text_goes_on_where_it_was(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load(ENGLISH, 2)
    player.play()
    speaking(qtbot, endless, 2)
    player.renew([Utterance("New.", "en"), *ENGLISH])
    assert (player.index, player.play_state) == (3, Play.SPEAKING)
    player.renew([Utterance("Quite another.", "en")])
    assert (player.index, player.play_state) == (0, Play.SPEAKING)
    player.renew([])
    assert player.play_state is Play.SILENT


def test_a_corrected_language_can_be_played(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load([Utterance("One.", "he")])
    player.play()
    qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
    player.renew([Utterance("One.", "en")])
    assert (player.play_state, player.trouble) == (Play.PAUSED, None)
    player.play()
    speaking(qtbot, endless)


def test_a_voice_that_was_added_meanwhile_is_found(qtbot: QtBot, endless: Seen) -> None:
    player = endless.player
    player.load([Utterance("אחת.", "he")])
    player.play()
    qtbot.waitUntil(lambda: player.play_state is Play.FAILED, timeout=15_000)
    player.play()
    assert player.play_state is Play.STARTING, "it looks again"
