"""What the insight room costs: time, memory, size. The library is built in a process of its own."""

from __future__ import annotations

import gc
import json
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import insight_sets as sets
from desktop_app.insight.copies import Copies
from desktop_app.insight.key_points import key_points as find_key_points
from desktop_app.insight.stories import Stories

if TYPE_CHECKING:
    from benchmarks.insight import Figure

CODE = (
    "insight/*.py",
    "services/understanding/*.py",
    "ui/insight/*.py",
    "ui/stories/*.py",
    "runtime/speech*.py",
)
ARTICLES = 100_000
A_DAY = 2_000
DAY = 86_400
_TOPIC_WORDS, _LENGTH = 30, 300
_SYLLABLES = {
    "en": "ra mo lin ter ash bel cor dun eve fal gri hol",
    "ar": "را مو لي تر شا بل كو دن في غر هو نا",
    "he": "רא מו לי תר שא בל קו דן פי גר הו נא",
}


def key_points() -> dict[str, Figure]:
    """Time key points of 3,000 words, in processor time; the slowest language counts."""
    from benchmarks.insight import Figure

    vocabularies = sets.vocabularies()
    slowest, note = 0.0, []
    for language in sets.LANGUAGES:
        text = sets.long_article(language, 3000)
        vocabulary = vocabularies.of(language)
        times = []
        for _ in range(15):
            begun = time.thread_time()
            find_key_points("Headline of the day", text, language, vocabulary)
            times.append(1000 * (time.thread_time() - begun))
        middle = statistics.median(times)
        slowest = max(slowest, middle)
        note.append(f"{language} {middle:.1f}")
    return {"keypoints_ms": Figure(slowest, 15, ", ".join(note))}


def library(seed: int) -> dict[str, Figure]:
    """Add 100,000 made-up articles, 2,000 a day; the processor time of the last day counts."""
    from benchmarks.insight import Figure

    # The articles come from another process: making them takes memory that is not the room's.
    press = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.insight_cost", "press", str(seed)],
        stdout=subprocess.PIPE,
        cwd=sets.HERE,
    )
    with press:
        answer = subprocess.run(
            [sys.executable, "-m", "benchmarks.insight_cost", "read"],
            check=True,
            stdin=press.stdout,
            stdout=subprocess.PIPE,
            text=True,
            cwd=sets.HERE,
        )
    told = json.loads(answer.stdout)
    spread = f"p95 {told['p95']:.2f}, {told['stories']} stories in the window, with copies"
    note = f"{told['held']} articles in the window; bare Python {told['bare']:.1f}"
    return {
        "story_ms": Figure(told["middle"], A_DAY, spread),
        "insight_pss": Figure(told["pss"], 1, note),
    }


def size() -> dict[str, Figure]:
    """Add up what the bundle carries for this room: its code and its data."""
    from benchmarks.insight import Figure

    ours = sets.HERE / "desktop_app"
    files = [file for pattern in CODE for file in ours.glob(pattern)]
    code = sum(f.stat().st_size for f in files)
    data = sum(f.stat().st_size for f in sets.RESOURCES.rglob("*") if f.is_file())
    voices = _speech_megabytes()
    note = f"code {code / 1e6:.2f}, data {data / 1e6:.2f}, Qt's speech {voices:.2f}"
    return {"insight_mb": Figure((code + data) / 1e6 + voices, 1, note)}


def _speech_megabytes() -> float:
    """Return the size of what listening takes from PySide6-Addons; see PLUGINS of build.spec."""
    import PySide6

    folder = Path(PySide6.__file__).parent
    named = re.compile(
        r"QtTextToSpeech\.(abi3\.so|pyd)|(lib)?Qt6(TextToSpeech|Multimedia)\.(dll|so[.\d]*)"
        r"|Qt(TextToSpeech|Multimedia)"
    )
    found = [
        file
        for file in folder.rglob("*")
        if named.fullmatch(file.name)
        or (file.parent.name == "texttospeech" and "mock" not in file.name)
    ]
    return sum(file.stat().st_size for file in found if file.is_file()) / 1e6


class _Press:
    """Writes articles in which an event's words come again, as they do in news."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self._language, self._chance = language, chance
        lines = [line.split() for line in sets.words_of(language).splitlines()]
        self._words = [word for _, *names in lines for word in names]
        self._weights = [10 ** (-int(level) / 100) for level, *names in lines for _ in names]
        self._cumulated: list[float] = []
        total = 0.0
        for weight in self._weights:
            total += weight
            self._cumulated.append(total)
        self._events: list[list[str]] = []

    def article(self) -> tuple[str, str]:
        chance = self._chance
        if not self._events or chance.random() < 0.3:
            names = [self._name() for _ in range(5)]
            topic = chance.choices(self._words[300:], k=_TOPIC_WORDS)
            self._events = [*self._events[-200:], names + topic]
        event = chance.choice(self._events)
        words = chance.choices(self._words, cum_weights=self._cumulated, k=_LENGTH)
        for place in range(0, _LENGTH, 4):
            words[place] = chance.choice(event)
        for place in range(2, _LENGTH, 40):
            words[place] = self._name()
        title = " ".join(chance.sample(event[:5], 2) + words[:6])
        return title, " ".join(words)

    def _name(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES[self._language].split(), k=3)).title()


def pss() -> float:
    """Return the proportional set size of this process in MiB (Linux), else its resident size."""
    file = Path("/proc/self/smaps_rollup")
    if file.exists():
        for line in file.read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20


def press(seed: int) -> None:
    """Write articles as JSON lines."""
    chance = random.Random(seed)
    presses = [_Press(language, chance) for language in sets.LANGUAGES]
    for number in range(ARTICLES):
        print(json.dumps([sets.LANGUAGES[number % 3], *presses[number % 3].article()]))


def read() -> None:
    """Add the articles that come in and print what they cost as JSON."""
    bare = pss()
    model = sets.classifier()
    vocabularies = sets.vocabularies()
    stories, copies = Stories(vocabularies), Copies()
    times: list[float] = []
    window: list[int] = []
    language, title, text = "en", "", ""
    for number, line in enumerate(sys.stdin):
        language, title, text = json.loads(line)
        begun = time.thread_time()
        stories.add(number, title, text, language, number * DAY // A_DAY)
        copies.add(number, text)
        window.append(number)
        if len(window) > 3 * A_DAY:
            copies.forget(window.pop(0))
        if number >= ARTICLES - A_DAY:
            times.append(1000 * (time.thread_time() - begun))
    model.probabilities(title)
    find_key_points(title, text, language, vocabularies.of(language))
    gc.collect()
    times.sort()
    told = {
        "middle": statistics.median(times),
        "p95": times[int(0.95 * len(times))],
        "stories": len({stories.story_of(number) for number in window}),
        "held": len(stories),
        "bare": bare,
        "pss": pss(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    read() if sys.argv[1] == "read" else press(int(sys.argv[2]))
