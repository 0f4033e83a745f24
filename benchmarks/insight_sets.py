"""The texts that the insight area measures with: own ones, and public ones below ``--data``."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.insight.fasttext import Classifier
from desktop_app.insight.sentences import split
from desktop_app.insight.words import Vocabularies

HERE = Path(__file__).resolve().parent.parent
RESOURCES = HERE / "resources" / "insight"
OWN = HERE / "tests" / "data" / "insight"
LANGUAGES = ("en", "ar", "he")


@dataclass(frozen=True, slots=True)
class Text:
    event: str
    title: str
    body: str
    language: str


def vocabularies() -> Vocabularies:
    return Vocabularies(words_of)


def words_of(code: str) -> str:
    file = RESOURCES / "words" / f"{code}.txt.gz"
    return gzip.decompress(file.read_bytes()).decode() if code and file.exists() else ""


def classifier() -> Classifier:
    return Classifier((RESOURCES / "lid.176.ftz").read_bytes())


def own_stories(language: str) -> list[Text]:
    return _texts(OWN / f"stories-{language}.jsonl", language)


def public_stories(data: Path) -> list[Text]:
    """Return the story set, every file whose name begins so."""
    return [text for file in sorted(data.rglob("stories*.jsonl")) for text in _texts(file, "en")]


def _texts(file: Path, language: str) -> list[Text]:
    return [Text(each["event"], each["title"], each["body"], language) for each in _lines(file)]


def public_key_points(data: Path) -> list[tuple[str, list[str]]]:
    """Return articles and what their editors found worth telling."""
    return [
        (each["article"], [line for line in each["highlights"].split("\n") if line.strip()])
        for file in sorted(data.rglob("keypoints*.jsonl"))
        for each in _lines(file)
    ]


def public_headlines(data: Path) -> list[tuple[str, str]]:
    """Return languages and headlines."""
    found = []
    for file in sorted(data.rglob("headlines.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            language, _, headline = line.partition("\t")
            found.append((language, headline))
    return found


def _lines(file: Path) -> Iterator[dict[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def sentence_cases() -> list[tuple[str, str, list[str]]]:
    """Return language, paragraph and its sentences."""
    found = []
    language = ""
    for line in (OWN / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            language = line.removeprefix("==").strip()
        elif line and not line.startswith("#"):
            # "a. | b" stands for "a. b", "a。| b" for "a。b".
            whole = line.replace(" | ", " ").replace("| ", "")
            found.append((language, whole, [part.strip() for part in line.split("|")]))
    return found


def topic(event: str) -> str:
    """Return what two events of one kind have in common: ``12ecb`` and ``12plus`` are both 12."""
    digits = "".join(letter for letter in event if letter.isdigit())
    kind = "".join(letter for letter in event if letter.isalpha())
    return digits if kind in ("ecb", "plus", "ecbplus") else kind


def long_article(language: str, words: int) -> str:
    """Return an article of about ``words`` words: own articles one after another, by sentence."""
    found: list[str] = []
    length = 0
    while length < words:
        for text in own_stories(language):
            found.append(text.body)
            length += len(text.body.split())
            if length >= words:
                break
    return "\n".join(found)


def altered_copies(body: str, others: list[str], chance: random.Random) -> dict[str, str]:
    """Return what publishers make of an agency's text."""
    sentences = [sentence.text for sentence in split(body)]
    words = body.split()
    lead = " ".join(split(chance.choice(others))[0].text for _ in range(2))
    # A word of an unrelated text in every fifth place, at random.
    strange = chance.choice(others).split()
    changed = [chance.choice(strange) if chance.random() < 0.2 else word for word in words]
    return {
        "headline": f"TORVALE (Agency) — {body} Reporting by A. Writer.",
        "half": " ".join(words[: len(words) // 2]),
        "lead": " ".join([lead, *sentences[:5]]),
        "words": " ".join(changed),
    }
