"""The newsrooms that the app suggests. Only addresses: what a site speaks is found when added."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.system import resources

_FILE = "catalogue.json"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A newsroom. ``language`` is BCP 47, ``country`` ISO 3166 ("" : international).

    ``checked``: a maintainer's run over the real network found it answering.
    """

    name: str
    url: str
    language: str
    country: str
    region: str  # a key of the file: "middle-east", "europe", …
    topics: tuple[str, ...] = ()
    checked: bool = False


def load() -> tuple[CatalogueEntry, ...]:
    """Return the whole catalogue in the file's order. Reads a file: not on the main thread."""
    return tuple(_entry(each) for each in json.loads(resources.text(_FILE))["newsrooms"])


def matching(
    entries: Iterable[CatalogueEntry], language: str | None = None, region: str | None = None
) -> tuple[CatalogueEntry, ...]:
    """Return the entries of a language (``en`` fits ``en-GB``) and region. Pure."""
    return tuple(
        each
        for each in entries
        if (language is None or _base(each.language) == _base(language))
        and (region is None or each.region == region)
    )


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _entry(values: Mapping[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(
        values["name"],
        values["url"],
        values["language"],
        values["country"],
        values["region"],
        tuple(values["topics"]),
        values["checked"],
    )
