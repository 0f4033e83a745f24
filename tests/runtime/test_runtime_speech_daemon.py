"""The system's own voices: espeak-ng writes sound, speech-dispatcher speaks through our child.

Its sound goes into a file, so that no device is needed. Slow: it starts real services.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.runtime import speech as module
from desktop_app.runtime.speech import Speech, Trouble, Voice
from tests.support.voices import pids, seconds_of, speaking_into_a_file

pytestmark = pytest.mark.slow

SENTENCES = {
    "en": "The library at the harbour opens again on Monday.",
    "ar": "تفتح مكتبة الميناء أبوابها من جديد يوم الاثنين.",
    "he": "הספרייה בנמל תיפתח מחדש ביום שני.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_espeak_speaks_the_language(language: str, tmp_path: Path) -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng")
    file = tmp_path / "out.wav"
    subprocess.run(
        ["espeak-ng", "-v", language, "-w", str(file), SENTENCES[language]], check=True, timeout=60
    )
    assert 1.0 < seconds_of(file) < 10.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home where speech-dispatcher writes its sound into a file."""
    with speaking_into_a_file(tmp_path / "spd", monkeypatch) as here:
        yield here


@pytest.fixture
def speech(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[Speech]:
    made = Speech()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=5000)


def opened(qtbot: QtBot, speech: Speech) -> Speech:
    with qtbot.waitSignal(speech.ready, timeout=20_000):
        speech.open()
    return speech


def voice(speech: Speech, language: str) -> Voice:
    return next(each for each in speech.voices if each.language == language)


def test_speech_dispatcher_speaks_three_languages(qtbot: QtBot, speech: Speech, home: Path) -> None:
    opened(qtbot, speech)
    for language, sentence in SENTENCES.items():
        with qtbot.waitSignal(speech.done, timeout=30_000):
            speech.say(sentence, voice(speech, language), 1.0)
    assert seconds_of(home / "out.wav") > 1.0
    assert not [each for each in speech.voices if "+" in each.name]


def longest_gap(qtbot: QtBot, until: Callable[[], bool], timeout: int) -> float:
    """Spin the loop until something is true; return its longest pause in seconds."""
    from PySide6.QtCore import QTimer

    gaps, last = [0.0], [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(5)
    qtbot.waitUntil(until, timeout=timeout)
    timer.stop()
    return max(gaps)


def test_a_daemon_that_hangs_never_holds_the_window(
    qtbot: QtBot, speech: Speech, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, speech)
    for number in pids(home):
        os.kill(number, signal.SIGSTOP)
    monkeypatch.setattr(module, "ANSWER_MS", 2000)
    monkeypatch.setattr(module, "OPEN_MS", 2000)
    troubles: list[Trouble] = []
    speech.failed.connect(troubles.append)
    speech.say(SENTENCES["en"], voice(speech, "en"), 1.0)
    gap = longest_gap(qtbot, lambda: bool(troubles), 10_000)
    assert troubles == [Trouble.HANGS]
    speech.open()
    gap = max(gap, longest_gap(qtbot, lambda: len(troubles) == 2, 10_000))
    assert troubles == [Trouble.HANGS] * 2
    assert gap < 0.25, "the loop went on"


def test_a_daemon_that_dies_in_the_middle_is_told(
    qtbot: QtBot, speech: Speech, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, speech)
    with qtbot.waitSignal(speech.done, timeout=30_000):
        speech.say("One.", voice(speech, "en"), 1.0)
    monkeypatch.setattr(module, "BREATH_SECONDS", 2.0)
    monkeypatch.setattr(module, "ANSWER_MS", 2000)
    for number in pids(home):
        os.kill(number, signal.SIGKILL)
    with qtbot.waitSignal(speech.failed, timeout=20_000) as found:
        speech.say(SENTENCES["en"], voice(speech, "en"), 1.0)
    assert found.args[0] in (Trouble.DIED, Trouble.HANGS, Trouble.ENDLESS)
