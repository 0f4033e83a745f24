"""Speech as the window sees it: a child process that is started, asked, and ended. Main thread.

Nothing here waits. ``runtime/speech_child.py`` says why the engine lives in another process.
"""

import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTimer,
    Signal,
    Slot,
)

log = logging.getLogger("daily8.speech")

OPEN_MS, ANSWER_MS = 12_000, 6_000
"""So long the service may take to open (it may have to be started), and a voice to begin."""
BREATH_SECONDS, SLOW_LETTERS = 10.0, 8
"""A sentence may take so long and a second for each eight letters: the slowest voices need half."""
LEAVE_MS, QUIT_MS = 500, 150
"""So long a child may take to fall silent: while the program runs, and when it ends."""
LONGEST_LINE = 1_000_000


class Trouble(Enum):
    """Why nothing is spoken."""

    ABSENT = "absent"  # Qt's speech module is not installed
    NO_SERVICE = "no_service"  # the system has no speech service or no voices
    HANGS = "hangs"  # it does not answer
    DIED = "died"  # it ended, or reported an error
    ENDLESS = "endless"  # it speaks and speaks: mostly there is no sound device
    NO_VOICE = "no_voice"  # none for this language


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of the system. ``locale`` is as Qt writes it: ``ar_EG``."""

    key: str
    name: str
    locale: str

    @property
    def language(self) -> str:
        """Return the language's code."""
        return self.locale.partition("_")[0]


def speech_command(engine: str = "") -> list[str]:
    """Return the command that starts the child, from source or from a bundle."""
    frozen = getattr(sys, "frozen", False)
    start = [sys.executable] if frozen else [sys.executable, "-P", "-m", "desktop_app"]
    return [*start, "--speech", *([engine] if engine else [])]


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    if not getattr(sys, "frozen", False):  # our own package must be found from any folder
        environment.insert("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    return environment


class Speech(QObject):
    """One engine, from ``open`` to ``close``. After ``failed`` it is closed."""

    ready = Signal()
    """The voices are known."""
    done = Signal()
    """What was said last has been spoken to its end."""
    failed = Signal(object)
    """A Trouble."""

    def __init__(self, command: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command or speech_command())
        self._process: QProcess | None = None
        self._number = 0
        self._text, self._speed = "", 1.0
        self._bytes = b""
        self.voices: tuple[Voice, ...] = ()
        self.is_ready = False
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._on_silence)
        self._silence = Trouble.HANGS
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)

    def open(self) -> None:
        """Start the child; ``ready`` or ``failed`` follows."""
        if self._process is not None:
            return
        process = self._process = QProcess(QCoreApplication.instance())
        process.setProcessEnvironment(_environment())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._expect(OPEN_MS, Trouble.HANGS)
        process.start(self._command[0], self._command[1:])

    def say(self, text: str, voice: Voice, speed: float) -> None:
        """Speak ``text`` in place of what is being spoken; ``done`` follows."""
        self._number += 1
        self._text, self._speed = text, speed
        self._expect(ANSWER_MS, Trouble.HANGS)
        self._send(
            {"do": "say", "id": self._number, "text": text, "voice": voice.key, "speed": speed}
        )

    def stop(self) -> None:
        """Fall silent; no ``done`` follows."""
        self._number += 1
        self._watch.stop()
        self._send({"do": "stop"})

    def close(self) -> None:
        """End the child; it has a moment to fall silent."""
        self._watch.stop()
        self.is_ready = False
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._on_output)
            process.finished.disconnect(self._on_finished)
            process.errorOccurred.disconnect(self._on_error)
            _Farewell(process)

    @Slot()
    def _on_quit(self) -> None:
        process = self._process
        self.close()
        if process is not None:
            _end(process)

    def _send(self, message: dict[str, Any]) -> None:
        if self._process is not None:
            self._process.write(json.dumps(message).encode("ascii") + b"\n")

    def _expect(self, milliseconds: int, otherwise: Trouble) -> None:
        self._silence = otherwise
        self._watch.start(milliseconds)

    @Slot()
    def _on_output(self) -> None:
        if self._process is None:
            return
        self._bytes += self._process.readAllStandardOutput().data()
        *lines, self._bytes = self._bytes.split(b"\n")
        if len(self._bytes) > LONGEST_LINE:
            self._fail(Trouble.DIED, "an answer without end")
            return
        for line in lines:
            try:
                self._on_answer(json.loads(line))
            except (ValueError, LookupError, TypeError) as error:
                self._fail(Trouble.DIED, f"{type(error).__name__} in an answer")
                return

    def _on_answer(self, answer: dict[str, Any]) -> None:
        kind = answer["is"]
        if kind == "ready":
            self._watch.stop()
            self.voices = tuple(Voice(*each) for each in answer["voices"])
            self.is_ready = True
            self.ready.emit()
        elif kind == "begun" and answer["id"] == self._number:
            seconds = BREATH_SECONDS + len(self._text) / (SLOW_LETTERS * self._speed)
            self._expect(int(seconds * 1000), Trouble.ENDLESS)
        elif kind == "done" and answer["id"] == self._number:
            self._watch.stop()
            self.done.emit()
        elif kind in _TROUBLES:
            self._fail(_TROUBLES[kind], str(answer.get("words", "")))

    @Slot()
    def _on_silence(self) -> None:
        self._fail(self._silence, "no answer in time")

    @Slot()
    def _on_finished(self) -> None:
        self._on_output()  # it may have said why
        if self._process is not None:
            self._fail(Trouble.DIED, f"ended with {self._process.exitCode()}")

    @Slot()
    def _on_error(self) -> None:
        if (
            self._process is not None
            and self._process.error() == QProcess.ProcessError.FailedToStart
        ):
            self._fail(Trouble.DIED, self._process.errorString())

    def _fail(self, trouble: Trouble, words: str) -> None:
        log.info("speech: %s (%s)", trouble.value, words)
        self.close()
        self.failed.emit(trouble)


_TROUBLES = {
    "absent": Trouble.ABSENT,
    "silent": Trouble.NO_SERVICE,
    "broken": Trouble.DIED,
}


class _Farewell(QObject):
    """Sees a child off: closes its input, and kills it when that is not enough."""

    def __init__(self, process: QProcess) -> None:
        super().__init__(process)
        self._process = process
        application = QCoreApplication.instance()
        process.finished.connect(process.deleteLater)
        process.errorOccurred.connect(self._on_error)
        if process.state() == QProcess.ProcessState.NotRunning:
            process.deleteLater()
            return
        process.closeWriteChannel()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(process.kill)
        self._late.start(LEAVE_MS)
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)

    @Slot()
    def _on_error(self) -> None:
        if self._process.error() == QProcess.ProcessError.FailedToStart:
            self._process.deleteLater()

    @Slot()
    def _on_quit(self) -> None:
        _end(self._process)


def _end(process: QProcess) -> None:
    """Wait for the end of a child that was told to leave: the program ends now."""
    if not process.waitForFinished(QUIT_MS):
        process.kill()
        process.waitForFinished(1000)
