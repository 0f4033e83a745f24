"""Reads a text aloud sentence by sentence: where it is, what comes next, when it is enough.

One utterance is one sentence, and the next is spoken when the engine has done the last. Pausing
stops; going on says the sentence again from its first word. So all engines behave alike, whatever
each of them can do by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QLocale, QObject, QTimer, Signal, Slot

from desktop_app.runtime.speech import Speech, Trouble, Voice

SAME = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}
"""Older or wider codes, and the ones that voices carry."""


class Play(Enum):
    """What the player does."""

    SILENT = "silent"  # nothing to read, or all of it read
    STARTING = "starting"  # the engine is on its way
    SPEAKING = "speaking"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence and its language's code; empty when nobody knows."""

    text: str
    language: str


class Player(QObject):
    """Main thread. The engine is opened by the first ``play`` and closed by ``close``."""

    changed = Signal()
    """State, sentence, voices or the time to sleep are other ones."""
    ended = Signal()
    """The last sentence has been spoken."""

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._utterances: tuple[Utterance, ...] = ()
        self.index = 0
        self.play_state = Play.SILENT
        self.trouble: Trouble | None = None
        self.speed = 1.0
        self.chosen: Mapping[str, str] = {}
        """Language to the key of the voice that the reader chose for it."""
        self.left_out: frozenset[str] = frozenset()
        """Languages of sentences that were passed over: they have no voice."""
        self._sleep = QTimer(self)
        self._sleep.setSingleShot(True)
        self._sleep.timeout.connect(self._on_sleep)
        self._drowsy = False
        speech.ready.connect(self._on_ready)
        speech.done.connect(self._on_done)
        speech.failed.connect(self._on_failed)

    # -- what is read ----------------------------------------------------------------------------

    def load(self, utterances: Sequence[Utterance], index: int = 0) -> None:
        """Read these sentences from now on; silent until ``play``."""
        self._hush()
        self._utterances = tuple(utterances)
        self.index = max(0, min(index, len(self._utterances) - 1))
        self.left_out = frozenset()
        self._set(Play.PAUSED if self._utterances else Play.SILENT)

    def renew(self, utterances: Sequence[Utterance]) -> None:
        """Go on in another version of the same text, from the sentence that is heard."""
        before = self._here if self._utterances else None
        self._utterances = tuple(utterances)
        same = (
            at for at, each in enumerate(self._utterances) if before and each.text == before.text
        )
        self.index = next(same, max(0, min(self.index, self.count - 1)))
        self.left_out = frozenset()
        if not self._utterances:
            self._hush()
            self._set(Play.SILENT)
        elif self.play_state is Play.SPEAKING and self._here != before:
            self._speak(1)
        elif self.play_state is Play.FAILED:
            self.trouble = None
            self._set(Play.PAUSED)
        else:
            self.changed.emit()

    @property
    def count(self) -> int:
        """How many sentences there are."""
        return len(self._utterances)

    @property
    def language(self) -> str:
        """The language of most sentences."""
        found = Counter(each.language for each in self._utterances).most_common(1)
        return found[0][0] if found else ""

    @property
    def active(self) -> bool:
        """Whether it speaks or is about to."""
        return self.play_state in (Play.STARTING, Play.SPEAKING)

    # -- what a person does ----------------------------------------------------------------------

    def play(self) -> None:
        """Go on with the present sentence."""
        if not self._utterances or self.active:
            return
        if self.trouble is Trouble.NO_VOICE:  # one may have been added
            self._speech.close()
        self.trouble = None
        if self._speech.is_ready:
            self._speak(1)
        else:
            self._set(Play.STARTING)
            self._speech.open()

    def pause(self) -> None:
        """Fall silent."""
        if self.active:
            self._hush()
            self._set(Play.PAUSED)

    def toggle(self) -> None:
        """Play or pause."""
        if self.active:
            self.pause()
        else:
            self.play()

    def skip(self, by: int) -> None:
        """Go ``by`` sentences on or back; speaking goes on there. Past the last one it ends."""
        if not self._utterances:
            return
        if self.index + by >= self.count:
            self._end()
            return
        self.index = max(0, self.index + by)
        if self.play_state is Play.SPEAKING:
            self._speak(1 if by >= 0 else -1)
        elif self.play_state is not Play.STARTING:
            self.trouble = None
            self._set(Play.PAUSED)
        else:
            self.changed.emit()

    def go_to(self, index: int) -> None:
        """Go to a sentence."""
        self.skip(index - self.index)

    def set_speed(self, speed: float) -> None:
        """Speak so many times as fast; heard at once."""
        self.speed = speed
        self._again()

    def set_chosen(self, chosen: Mapping[str, str]) -> None:
        """Take other voices; heard at once."""
        self.chosen = dict(chosen)
        self._again()

    def sleep_in(self, seconds: int) -> None:
        """Pause at the end of the sentence in so many seconds; 0: never."""
        self._drowsy = False
        if seconds:
            self._sleep.start(seconds * 1000)
        else:
            self._sleep.stop()
        self.changed.emit()

    @property
    def awake(self) -> int:
        """Return the seconds until it falls asleep; 0 when it does not."""
        return round(self._sleep.remainingTime() / 1000) if self._sleep.isActive() else 0

    def close(self) -> None:
        """Fall silent and end the engine."""
        self._sleep.stop()
        self._drowsy = False
        self._speech.close()
        self._utterances, self.index = (), 0
        self._set(Play.SILENT)

    # -- voices ----------------------------------------------------------------------------------

    def voices(self, language: str) -> list[Voice]:
        """Return the voices for a language, those of the reader's own country first."""
        code = SAME.get(language, language)
        home = QLocale.system().name()
        found = [
            voice
            for voice in self._speech.voices
            if SAME.get(voice.language, voice.language) == code
        ]
        return sorted(found, key=partial(_is_foreign, home))

    def voice(self, language: str) -> Voice | None:
        """Return the voice that reads a language: the chosen one, else the first."""
        found = self.voices(language)
        chosen = self.chosen.get(language)
        return next((each for each in found if each.key == chosen), found[0] if found else None)

    # -- what the engine does --------------------------------------------------------------------

    @Slot()
    def _on_ready(self) -> None:
        if self.play_state is Play.STARTING:
            self._speak(1)
        else:
            self.changed.emit()

    def _speak(self, way: int) -> None:
        """Speak the present sentence, or the next in direction ``way`` that has a voice."""
        if self.voice(self.language) is None:
            self._fail(Trouble.NO_VOICE)
            return
        while (found := self.voice(self._here.language)) is None:
            self.left_out |= {self._here.language}
            if self.index + way >= self.count:
                self._end()
                return
            if self.index + way < 0:
                way = 1
            self.index += way
        self._set(Play.SPEAKING)
        self._speech.say(self._here.text, found, self.speed)

    @property
    def _here(self) -> Utterance:
        return self._utterances[self.index]

    @Slot()
    def _on_done(self) -> None:
        if self.play_state is not Play.SPEAKING:
            return
        last = self.index + 1 >= self.count
        if self._drowsy:
            self._drowsy = False
            self.index += 0 if last else 1
            self._set(Play.PAUSED)
        elif last:
            self._end()
        else:
            self.index += 1
            self._speak(1)

    def _end(self) -> None:
        self._hush()
        self.index = 0
        self._set(Play.SILENT)
        self.ended.emit()

    def _again(self) -> None:
        if self.play_state is Play.SPEAKING:
            self._speak(1)
        else:
            self.changed.emit()

    def _hush(self) -> None:
        if self.play_state is Play.SPEAKING:
            self._speech.stop()

    @Slot(object)
    def _on_failed(self, trouble: Trouble) -> None:
        if self.active:  # else nobody waits for it, and the next ``play`` opens another
            self._fail(trouble)

    def _fail(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self._set(Play.FAILED)

    @Slot()
    def _on_sleep(self) -> None:
        if self.play_state is Play.SPEAKING:
            self._drowsy = True
        elif self.play_state is Play.STARTING:
            self.pause()
        self.changed.emit()

    def _set(self, state: Play) -> None:
        self.play_state = state
        self.changed.emit()


def _is_foreign(home: str, voice: Voice) -> bool:
    return voice.locale != home
