"""The shipped word lists and the language model, read once."""

import gzip
import json
from pathlib import Path

import pytest

from desktop_app.insight.fasttext import Classifier
from desktop_app.insight.words import Vocabularies

ROOT = Path(__file__).parents[3]
RESOURCES = ROOT / "resources" / "insight"
DATA = ROOT / "tests" / "data" / "insight"


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    def read(code: str) -> str:
        file = RESOURCES / "words" / f"{code}.txt.gz"
        return gzip.decompress(file.read_bytes()).decode() if code and file.exists() else ""

    return Vocabularies(read)


@pytest.fixture(scope="session")
def model() -> Classifier:
    return Classifier((RESOURCES / "lid.176.ftz").read_bytes())


@pytest.fixture(scope="session")
def own_stories() -> dict[str, list[dict[str, str]]]:
    return {
        language: read_lines(DATA / f"stories-{language}.jsonl") for language in ("en", "ar", "he")
    }


@pytest.fixture(scope="session")
def injections() -> list[dict[str, str]]:
    return read_lines(DATA / "injections.jsonl")


def read_lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
