"""The system's own voices: espeak-ng writes sound, speech-dispatcher speaks through our child.

Its sound goes into a file, so that no device is needed. Slow: it starts real services.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.runtime import speech as module
from desktop_app.runtime.speech import Speech, Trouble, Voice

pytestmark = pytest.mark.slow

SENTENCES = {
    "en": "The library at the harbour opens again on Monday.",
    "ar": "تفتح مكتبة الميناء أبوابها من جديد يوم الاثنين.",
    "he": "הספרייה בנמל תיפתח מחדש ביום שני.",
}
ASOUND = """
pcm.!default {{ type file file "{file}" format "wav" slave.pcm "sink" }}
pcm.sink {{ type null }}
ctl.!default {{ type null }}
"""
DAEMON = "speech-dispatcher"
SOMEWHERE = Path("/etc/speech-dispatcher")


def seconds_of(file: Path) -> float:
    """Return the length; speech-dispatcher's header may not know it yet."""
    with wave.open(str(file)) as sound:
        rate, width = sound.getframerate(), sound.getsampwidth() * sound.getnchannels()
    return (file.stat().st_size - 44) / (rate * width)


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
    """A home where speech-dispatcher writes its sound into a file; its daemon ends with it."""
    if not sys.platform.startswith("linux") or shutil.which(DAEMON) is None:
        pytest.skip("needs speech-dispatcher with espeak-ng's module and its audio plug-ins")
    here = tmp_path / "spd"
    run, config = here / "run", here / ".config" / DAEMON
    for folder in (run, config.parent):
        folder.mkdir(parents=True)
    run.chmod(0o700)
    shutil.copytree(SOMEWHERE, config)
    with (config / "speechd.conf").open("a") as settings:
        settings.write('AudioOutputMethod "alsa"\nAddModule "espeak-ng" "sd_espeak-ng"\n')
    (here / ".asoundrc").write_text(ASOUND.format(file=here / "out.wav"))
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / ".cache"))
    yield here
    for number in pids(here):
        os.kill(number, signal.SIGKILL)


def pids(home: Path) -> list[int]:
    """Return the daemon and its modules: what was started with this home."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            environment = (each / "environ").read_bytes()
            command = (each / "cmdline").read_bytes()
        except OSError:
            continue
        if f"HOME={home}\0".encode() in environment and b"speech-dispatcher" in command:
            found.append(int(each.name))
    return found


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
