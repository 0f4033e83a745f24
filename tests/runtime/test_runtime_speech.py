"""The child that speaks, seen from the window: Qt's engine for tests, and every bad day."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from desktop_app.runtime import speech as module
from desktop_app.runtime.speech import Speech, Trouble, Voice, speech_command

FAKE = Path(__file__).parents[1] / "support" / "fake_speech.py"
ANN = Voice("en_GB/Ann", "Ann", "en_GB")
Make = Callable[[list[str]], Speech]


@pytest.fixture
def make(qtbot: QtBot, qapp: object) -> Iterator[Make]:
    """Make speeches; no child of theirs is left behind."""
    made: list[Speech] = []

    def start(command: list[str]) -> Speech:
        made.append(Speech(command))
        return made[-1]

    yield start
    for each in made:
        each.close()
    qtbot.waitUntil(lambda: not children(qapp), timeout=5000)


def children(qapp: object) -> list[QProcess]:
    return qapp.findChildren(QProcess)  # type: ignore[attr-defined]


def fake(way: str) -> list[str]:
    return [sys.executable, str(FAKE), way]


def opened(qtbot: QtBot, speech: Speech) -> Speech:
    with qtbot.waitSignal(speech.ready, timeout=15_000):
        speech.open()
    return speech


@pytest.fixture
def mock(qtbot: QtBot, make: Make) -> Speech:
    return opened(qtbot, make(speech_command("mock")))


def test_the_voices_are_known_before_anything_is_said(mock: Speech) -> None:
    assert {voice.language for voice in mock.voices} == {"en", "nb", "nn", "fi"}
    assert Voice("en_GB/Anne", "Anne", "en_GB") in mock.voices


def test_a_sentence_is_spoken_to_its_end(qtbot: QtBot, mock: Speech) -> None:
    with qtbot.waitSignal(mock.done, timeout=10_000):
        mock.say("One two three.", mock.voices[0], 2.0)


def test_what_is_stopped_has_no_end(qtbot: QtBot, mock: Speech) -> None:
    mock.say("One two three four five.", mock.voices[0], 1.0)
    mock.stop()
    with qtbot.assertNotEmitted(mock.done, wait=900):
        pass


def test_the_newest_sentence_wins(qtbot: QtBot, mock: Speech) -> None:
    ends: list[None] = []
    mock.done.connect(lambda: ends.append(None))
    for words in ("One two three four.", "Five six seven.", "Eight."):
        mock.say(words, mock.voices[0], 1.0)
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    qtbot.wait(500)
    assert len(ends) == 1


def test_a_silent_sentence_ends_too(qtbot: QtBot, mock: Speech) -> None:
    with qtbot.waitSignal(mock.done, timeout=10_000):
        mock.say("—", mock.voices[0], 1.0)


def test_closing_ends_the_child(qtbot: QtBot, qapp: object, mock: Speech) -> None:
    assert len(children(qapp)) == 1
    mock.say("One two three four five six seven.", mock.voices[0], 0.5)
    mock.close()
    assert not mock.is_ready
    qtbot.waitUntil(lambda: not children(qapp), timeout=5000)


def test_it_opens_again_after_closing(qtbot: QtBot, mock: Speech) -> None:
    mock.close()
    opened(qtbot, mock)
    with qtbot.waitSignal(mock.done, timeout=10_000):
        mock.say("Again.", mock.voices[0], 2.0)


@pytest.mark.parametrize(
    ("way", "trouble"),
    [
        ("hangs", Trouble.HANGS),
        ("dies", Trouble.DIED),
        ("absent", Trouble.ABSENT),
        ("silent", Trouble.NO_SERVICE),
        ("garbage", Trouble.DIED),
        ("wrong", Trouble.DIED),
        ("long", Trouble.DIED),
    ],
)
def test_a_child_that_does_not_come_up(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch, way: str, trouble: Trouble
) -> None:
    if way == "hangs":
        monkeypatch.setattr(module, "OPEN_MS", 300)
    speech = make(fake(way))
    with qtbot.waitSignal(speech.failed, timeout=10_000) as found:
        speech.open()
    assert found.args == [trouble]
    assert not speech.is_ready


@pytest.mark.parametrize(
    ("way", "trouble"),
    [
        ("breaks", Trouble.DIED),
        ("dies later", Trouble.DIED),
        ("mute", Trouble.HANGS),
        ("endless", Trouble.ENDLESS),
    ],
)
def test_a_child_that_fails_in_the_middle(
    qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch, way: str, trouble: Trouble
) -> None:
    speech = opened(qtbot, make(fake(way)))
    monkeypatch.setattr(module, "ANSWER_MS", 300)
    monkeypatch.setattr(module, "BREATH_SECONDS", 0.3)
    speech.done.connect(lambda: speech.say("two", ANN, 1.0))
    with qtbot.waitSignal(speech.failed, timeout=10_000) as found:
        speech.say("one", ANN, 1.0)
    assert found.args == [trouble]


def test_the_end_of_an_older_sentence_is_not_the_end_of_this_one(qtbot: QtBot, make: Make) -> None:
    speech = opened(qtbot, make(fake("late")))
    with qtbot.assertNotEmitted(speech.done, wait=400):
        speech.say("one", ANN, 1.0)


def test_a_program_that_is_not_there(qtbot: QtBot, make: Make) -> None:
    speech = make(["/nowhere/speech"])
    with qtbot.waitSignal(speech.failed, timeout=10_000) as found:
        speech.open()
    assert found.args == [Trouble.DIED]


def test_a_python_without_the_speech_module(qtbot: QtBot, make: Make) -> None:
    code = (
        "import sys; sys.modules['PySide6.QtTextToSpeech'] = None\n"
        "from desktop_app.runtime.speech_child import main; sys.exit(main([]))"
    )
    speech = make([sys.executable, "-c", code])
    with qtbot.waitSignal(speech.failed, timeout=10_000) as found:
        speech.open()
    assert found.args == [Trouble.ABSENT]


def test_an_engine_that_nobody_has(qtbot: QtBot, make: Make) -> None:
    speech = make(speech_command("no-such-engine"))
    with qtbot.waitSignal(speech.failed, timeout=10_000) as found:
        speech.open()
    assert found.args == [Trouble.NO_SERVICE]


QUITTING = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop_app.runtime.speech import Speech
application = QCoreApplication([])
speech = Speech(sys.argv[1:])
speech.ready.connect(application.quit)
speech.open()
application.exec()
"""


@pytest.mark.parametrize("way", ["endless", "deaf"])
def test_a_program_that_ends_takes_its_child_along(tmp_path: Path, way: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(FAKE.parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", QUITTING, *fake(way)],
        capture_output=True,
        text=True,
        timeout=60,
        env=env,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
