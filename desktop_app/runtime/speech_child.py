"""The child process that speaks: ``daily8 --speech``. It holds the system's speech engine.

A speech service may take a second to answer, or never answer at all: with no sound device
speech-dispatcher holds whoever opens it next in the constructor. Here that costs a process, which
``runtime/speech.py`` ends; the window never waits. One JSON object a line each way, until standard
input closes.
"""

import json
import os
import sys
import threading
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

ENGINES = ("winrt", "darwin", "macos", "speechd", "flite", "sapi")
"""The systems' own, the better first; Qt's engine for tests is used only when it is named."""
STOP_MS = 1000
"""So long an engine may take to say that it stopped."""
FAREWELL_SECONDS = 1.0


def main(arguments: list[str]) -> int:
    """Speak what standard input says; the one argument names an engine, or nothing does."""
    commands, answers = _own_pipes()
    # Apple's voices report through the system's own loop, Windows' through COM.
    os.environ["QT_EVENT_DISPATCHER_CORE_FOUNDATION"] = "1"
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.ole32.OleInitialize(None)
    application = QCoreApplication(["daily8-speech"])
    ears = _Ears()
    threading.Thread(target=_listen, args=(commands, ears), daemon=True).start()
    try:
        engine, words = _opened(arguments[0] if arguments else "")
    except ImportError as error:
        _write(answers, {"is": "absent", "words": str(error)})
        return 0
    if engine is None:
        _write(answers, {"is": "silent", "words": words})
        os._exit(0)  # its destructor may wait for the service
    mouth = _Mouth(engine, answers)
    ears.told.connect(mouth.obey)
    mouth.introduce()
    application.exec()
    os._exit(0)


def _opened(name: str) -> "tuple[QTextToSpeech | None, str]":
    """Return the first engine that works, else the reason of the last one."""
    from PySide6.QtTextToSpeech import QTextToSpeech

    there = QTextToSpeech.availableEngines()
    words = ""
    for each in (name,) if name else ENGINES:
        if each not in there:
            continue
        engine = QTextToSpeech(each)
        if engine.state() != QTextToSpeech.State.Error and engine.availableLocales():
            return engine, ""
        words = engine.errorString()
    return None, words


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Take standard input and output for ourselves; what a library prints goes nowhere."""
    commands, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return commands, answers


class _Ears(QObject):
    """Brings what was read to the main thread."""

    told = Signal(object)


def _listen(commands: Iterable[bytes], ears: _Ears) -> None:
    """Hand on line by line; when the window is gone or has enough, so are we."""
    for line in commands:
        ears.told.emit(json.loads(line))
    ears.told.emit({"do": "leave"})
    threading.Event().wait(FAREWELL_SECONDS)
    os._exit(0)  # the engine hangs


def _write(answers: IO[bytes], message: dict[str, Any]) -> None:
    try:
        answers.write(json.dumps(message).encode("ascii") + b"\n")
    except OSError:
        os._exit(0)


class _Mouth(QObject):
    """One utterance at a time: a new one waits until the engine has stopped the one before."""

    def __init__(self, engine: "QTextToSpeech", answers: IO[bytes]) -> None:
        super().__init__()
        self._engine, self._answers = engine, answers
        self._voices = {_key(voice): voice for voice in _voices(engine)}
        self._wanted: dict[str, Any] | None = None
        self._now: dict[str, Any] | None = None
        self._began = self._stopping = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(STOP_MS)
        self._patience.timeout.connect(self._end)
        engine.stateChanged.connect(self._on_state)

    def introduce(self) -> None:
        """Tell the engine's name and its voices."""
        voices = [(key, each.name(), each.locale().name()) for key, each in self._voices.items()]
        self._tell({"is": "ready", "engine": self._engine.engine(), "voices": voices})

    @Slot(object)
    def obey(self, message: dict[str, Any]) -> None:
        """Do what the window says."""
        self._wanted = message if message["do"] == "say" else None
        if message["do"] == "leave":
            self._engine.stop()
            QCoreApplication.quit()
        elif self._now is not None:
            self._stopping = True
            self._patience.start()
            self._engine.stop()
        else:
            self._begin()

    def _begin(self) -> None:
        message, self._wanted = self._wanted, None
        if message is None:
            return
        self._now, self._began = message, False
        voice = self._voices.get(message["voice"])
        if voice is not None:
            self._engine.setLocale(voice.locale())
            self._engine.setVoice(voice)
        self._engine.setRate(rate(self._engine.engine(), message["speed"]))
        self._engine.say(message["text"])

    @Slot(object)
    def _on_state(self, state: "QTextToSpeech.State") -> None:
        states = type(state)
        if state == states.Error:
            self._tell({"is": "broken", "words": self._engine.errorString()})
        elif state == states.Speaking:
            self._began = True
            if self._now is not None and not self._stopping:
                self._tell({"is": "begun", "id": self._now["id"]})
        elif state == states.Ready and (self._began or self._stopping):
            self._end()

    @Slot()
    def _end(self) -> None:
        self._patience.stop()
        ended, stopped = self._now, self._stopping
        self._now, self._stopping = None, False
        if ended is not None and not stopped:
            self._tell({"is": "done", "id": ended["id"]})
        self._begin()

    def _tell(self, message: dict[str, Any]) -> None:
        _write(self._answers, message)


def _voices(engine: "QTextToSpeech") -> "list[QVoice]":
    """Return every voice once; speech-dispatcher's hundred variants of each stay out."""
    found = [voice for locale in engine.availableLocales() for voice in engine.allVoices(locale)]
    return [voice for voice in found if "+" not in voice.name()]


def _key(voice: "QVoice") -> str:
    return f"{voice.locale().name()}/{voice.name()}"


def rate(engine: str, speed: float) -> float:
    """Return Qt's rate (-1 to 1) for a speed, 1.0 being the voice's own.

    Windows' newer voices take up to six times their speed, and half of it; the others double
    about three times as often as their scale is long.
    """
    import math

    if engine == "winrt":
        raw = (speed - 1) / 5 if speed >= 1 else (speed - 1) / 0.5
    else:
        raw = math.log(speed, 3)
    return max(-1.0, min(1.0, raw))
