"""What Ctrl+K finds, and in which order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from desktop_app.system.i18n import N_, _
from desktop_app.text.fold import fold

MOST = 6  # of a group while something is typed


class Kind(Enum):
    """The groups, in the order in which they stand when they fit equally well."""

    COMMAND = N_("Commands")
    SOURCE = N_("Sources")
    SECTION = N_("Sections")
    ARTICLE = N_("Articles")

    @property
    def title(self) -> str:
        """The caption over the group."""
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what is shown, what it stands for, and its words as they are compared."""

    kind: Kind
    words: str
    detail: str
    target: object
    folded: str = ""


def hit(kind: Kind, words: str, detail: str, target: object) -> Hit:
    """Make a hit that can be searched."""
    return Hit(kind, words, detail, target, fold(words))


@dataclass(frozen=True, slots=True)
class Caption:
    """The small line over a group."""

    title: str


Line = Hit | Caption


def score(folded: str, wanted: Sequence[str]) -> int | None:
    """Return how well words fit: 0 begins so, 1 a word begins so, 2 inside a word; None: not."""
    if folded.startswith(" ".join(wanted)):
        return 0
    worst = 0
    for part in wanted:
        at = folded.find(part)
        if at < 0:
            return None
        worst = max(worst, 1 if _starts_a_word(folded, part) else 2)
    return worst


def _starts_a_word(folded: str, part: str) -> bool:
    at = folded.find(part)
    while at >= 0:
        if at == 0 or not folded[at - 1].isalnum():
            return True
        at = folded.find(part, at + 1)
    return False


def lines(typed: str, known: Iterable[Hit], articles: Sequence[Hit]) -> list[Line]:
    """Return the groups with their captions: the best fitting one first, articles last.

    Articles were found by their whole text, newest first, and keep their order.
    """
    wanted = fold(typed).split()
    groups: dict[Kind, list[tuple[int, Hit]]] = {}
    for each in known:
        fits = score(each.folded, wanted)
        if fits is not None and (wanted or each.kind is not Kind.SECTION):
            groups.setdefault(each.kind, []).append((fits, each))
    order = list(Kind)
    best = {kind: min(fits for fits, _hit in found) for kind, found in groups.items()}
    made: list[Line] = []
    for kind in sorted(groups, key=lambda each: (best[each], order.index(each))):
        found = sorted(groups[kind], key=lambda pair: pair[0])  # stable: equals keep their order
        made.append(Caption(kind.title))
        made.extend(each for _fits, each in (found[:MOST] if wanted else found))
    if articles and wanted:
        made.append(Caption(Kind.ARTICLE.title))
        made.extend(articles)
    return made
