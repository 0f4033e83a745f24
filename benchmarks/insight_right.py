"""How right key points, stories, copies, languages and sentences are."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import insight_sets as sets
from benchmarks.insight_rankers import lead, lex_rank, text_rank
from benchmarks.rouge import scores
from desktop_app.insight.copies import SAME_TEXT, Copies, containment, shingles
from desktop_app.insight.key_points import best
from desktop_app.insight.language import detect
from desktop_app.insight.sentences import split
from desktop_app.insight.stories import MERGE, Stories

if TYPE_CHECKING:
    from benchmarks.insight import Figure

ORDERS = 5
KINDS = ("R-1", "R-2", "R-L")
_NO_DATA = "needs --data DIR"


def _figure(value: float | None, runs: int, note: str = "", met: bool = True) -> Figure:
    from benchmarks.insight import Figure

    return Figure(value, runs, note, met)


def key_points(data: Path | None, seed: int) -> dict[str, Figure]:
    """Hold three points against lead-3. The value is the upper end of the 95 % interval of the
    difference, of the worst of ROUGE-1, -2 and -L: at 0 or above there is no significant loss."""
    articles = sets.public_key_points(data) if data else []
    if not articles:
        return {"keypoints_vs_lead3": _figure(None, 0, _NO_DATA)}
    vocabulary = sets.vocabularies().of("en")
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for text, wanted in articles:
        sentences = split(text)
        chosen = [each.text for each in best(sentences, 3, "", "en", vocabulary)]
        found["points"].append(scores(chosen, wanted))
        found["lead-3"].append(scores(lead(sentences), wanted))
        found["TextRank"].append(scores(text_rank(sentences, vocabulary), wanted))
        found["LexRank"].append(scores(lex_rank(sentences, vocabulary), wanted))
    ends = [
        _interval(
            [a[at] - b[at] for a, b in zip(found["points"], found["lead-3"], strict=True)], seed
        )
        for at in range(3)
    ]
    parts = [
        f"{name} {' / '.join(f'{100 * _mean([s[at] for s in values]):.1f}' for at in range(3))}"
        for name, values in found.items()
    ]
    parts += [
        f"{kind} {100 * low:+.1f}…{100 * high:+.1f}"
        for kind, (low, high) in zip(KINDS, ends, strict=True)
    ]
    worst = min(high for _, high in ends)
    return {"keypoints_vs_lead3": _figure(100 * worst, len(articles), "; ".join(parts))}


def _interval(differences: list[float], seed: int) -> tuple[float, float]:
    chance = random.Random(seed)
    size = len(differences)
    means = sorted(_mean(chance.choices(differences, k=size)) for _ in range(4000))
    return means[int(0.025 * len(means))], means[int(0.975 * len(means))]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def stories(data: Path | None, seed: int) -> dict[str, Figure]:
    """Find the stories of the public set in several random orders, as rows are merged."""
    own = ", ".join(
        f"{language} {f:.3f} {pair:.3f} {precision:.3f}"
        for language in sets.LANGUAGES
        for f, pair, precision, _least in [_grouped(sets.own_stories(language), seed)]
    )
    names = ("stories_bcubed", "stories_pair", "stories_merge_precision")
    texts = sets.public_stories(data) if data else []
    if not texts:
        note = f"{_NO_DATA}; own sets: {own}"
        return dict.fromkeys(names, _figure(None, 0, note))
    *values, least = _grouped(texts, seed)
    note = f"at {MERGE}; the least precise order {least:.3f}; own sets: {own}"
    return {name: _figure(value, ORDERS, note) for name, value in zip(names, values, strict=True)}


def _grouped(texts: list[sets.Text], seed: int) -> tuple[float, float, float, float]:
    """Return B-cubed F1, pair F1 and B-cubed precision, the mean over the orders, and the least
    precision of an order."""
    vocabularies = sets.vocabularies()
    runs = []
    for order in range(ORDERS):
        shuffled = texts[:]
        random.Random(seed + order).shuffle(shuffled)
        finder = Stories(vocabularies)
        for place, text in enumerate(shuffled):
            finder.add(place, text.title, text.body, text.language, place)
        found = [finder.story_of(place) or 0 for place in range(len(shuffled))]
        runs.append(_agreement(found, [text.event for text in shuffled]))
    f, pair, precision = (_mean([run[at] for run in runs]) for at in range(3))
    return f, pair, precision, min(run[2] for run in runs)


def _agreement(found: list[int], wanted: list[str]) -> tuple[float, float, float]:
    ours: dict[int, set[int]] = defaultdict(set)
    theirs: dict[str, set[int]] = defaultdict(set)
    for place, (story, event) in enumerate(zip(found, wanted, strict=True)):
        ours[story].add(place)
        theirs[event].add(place)
    both = [len(ours[s] & theirs[e]) for s, e in zip(found, wanted, strict=True)]
    precision = _mean([n / len(ours[s]) for n, s in zip(both, found, strict=True)])
    recall = _mean([n / len(theirs[e]) for n, e in zip(both, wanted, strict=True)])
    right = sum(n - 1 for n in both)
    all_ours = sum(len(each) * (len(each) - 1) for each in ours.values())
    all_theirs = sum(len(each) * (len(each) - 1) for each in theirs.values())
    pair = 2 * right / (all_ours + all_theirs) if right else 0.0
    return 2 * precision * recall / (precision + recall), pair, precision


def copies(data: Path | None, seed: int) -> dict[str, Figure]:
    """Find altered copies among all texts; the value is that of the worst alteration."""
    chance = random.Random(seed)
    texts = [text for language in sets.LANGUAGES for text in sets.own_stories(language)]
    texts += sets.public_stories(data) if data else []
    texts = [text for text in texts if len(text.body.split()) >= 80]
    index = Copies()
    for place, text in enumerate(texts):
        index.add(place, text.body)
    hits: dict[str, int] = defaultdict(int)
    for place, text in enumerate(texts):
        others = [
            each.body
            for each in chance.sample(texts, 6)
            if each.event != text.event and each.language == text.language
        ] or [texts[place - 1].body]
        for kind, altered in sets.altered_copies(text.body, others, chance).items():
            found = index.add(-1, altered)
            index.forget(-1)
            hits[kind] += any(other == place for other, _ in found)
    shares = {kind: 100 * count / len(texts) for kind, count in hits.items()}
    note = ", ".join(f"{kind} {share:.1f}" for kind, share in shares.items())
    false, pairs = _false_copies(texts, chance)
    return {
        "copies_found": _figure(min(shares.values()), len(texts), note),
        "copies_false": _figure(100 * false / pairs, pairs, f"{false} of {pairs} unrelated pairs"),
    }


def _false_copies(texts: list[sets.Text], chance: random.Random) -> tuple[int, int]:
    """Compare pairs of one language that are not about one topic, in full."""
    hashes = [shingles(text.body) for text in texts]
    pairs = [
        (one, other)
        for other in range(len(texts))
        for one in range(other)
        if texts[one].language == texts[other].language
        and sets.topic(texts[one].event) != sets.topic(texts[other].event)
    ]
    chosen = chance.sample(pairs, min(100_000, len(pairs)))
    false = sum(containment(hashes[one], hashes[other]) >= SAME_TEXT for one, other in chosen)
    return false, len(chosen)


def languages(data: Path | None) -> dict[str, Figure]:
    """Tell the language of the public headlines, else of the own ones (three languages)."""
    model = sets.classifier()
    own = [
        (text.language, text.title)
        for language in sets.LANGUAGES
        for text in sets.own_stories(language)
    ]
    own_wrong = sum(detect(title, model) != language for language, title in own)
    note = f"own titles in en, ar, he: {own_wrong} of {len(own)} wrong"
    headlines = sets.public_headlines(data) if data else []
    if not headlines:
        return {"language": _figure(None, 0, f"{_NO_DATA}; {note}")}
    wrong = [(wanted, line) for wanted, line in headlines if detect(line, model) != wanted]
    ours = sum(wanted in sets.LANGUAGES for wanted, _ in wrong) + own_wrong
    share = 100 * (1 - len(wrong) / len(headlines))
    note = f"wrong: {', '.join(wanted for wanted, _ in wrong)}; en, ar, he wrong: {ours}; {note}"
    return {"language": _figure(share, len(headlines), note, met=ours == 0)}


def sentences() -> dict[str, Figure]:
    """Split the own cases; a case counts when all of its borders are right."""
    cases = sets.sentence_cases()
    wrong: dict[str, int] = defaultdict(int)
    for language, paragraph, wanted in cases:
        wrong[language] += [each.text for each in split(paragraph)] != wanted
    note = ", ".join(f"{language} {count} wrong" for language, count in wrong.items())
    share = 100 * (1 - sum(wrong.values()) / len(cases))
    return {"sentences": _figure(share, len(cases), note)}
