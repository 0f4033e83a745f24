"""Key points: sentences of an article, unchanged, each with its place. Any thread; pure.

Chosen by 0.6 ÷ √(1+i) for an early place and 0.4 × closeness to the whole text, then by maximal
marginal relevance (λ 0.6) so that no two say the same. No summary: on public data nothing of this
kind beats the first three sentences.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass

from desktop_app.insight.figures import Figure, figures
from desktop_app.insight.quotations import Quotation, quotations
from desktop_app.insight.sentences import Sentence, split
from desktop_app.insight.words import Vocabulary, content_words, count, primary

SHORTEST_WORDS = 180
SHORTEST_SENTENCES = 8
"""Texts below either have no key points."""

_SAYS_MORE = {"ar": 1.3, "he": 1.3}
"""English words that say what one word says: and, the, to and in are written to the next word."""

_FEWEST, _MOST = 8, 45  # words of a point
_DOUBLE = 0.95
_LAMBDA = 0.6
_MOST_SENTENCES = 400
_HEADLINE_SHARE = 0.75

_LEANING = re.compile(
    r"[\"'“”«»„\s]*(?:but|and|or|so|yet|he|she|it|they|his|her|its|their|this|that|these|those"
    r"|however|meanwhile|also|then|instead|such|"
    r"er|sie|es|aber|doch|und|dies\w*|il|elle|ils|elles|mais|et|ce|cette|él|ella|pero|y|esto|"
    r"она|он|но|это|"
    r"لكن|ولكن|لكنه|لكنها|هو|هي|هم|وهو|وهي|كما|كذلك|وقال|وأضاف|واضاف|وأضافت|وتابع|وأكد|وأشار|"
    r"אבל|אך|אולם|הוא|היא|הם|הן|זה|זו|כך|לכן|גם|כמו)\b",
    re.IGNORECASE,
)
_NO_SENTENCE = re.compile(
    r"^\W*(?:read more|read also|see also|watch|listen|photo|image|picture|getty|reuters|advert"
    r"|subscribe|sign up|click|follow us|share this|copyright|©|related|"
    r"اقرأ|إقرأ|اقرا|شاهد|تابعونا|تابعنا|صورة|المصدر|للمزيد|"
    r"קראו|קרא עוד|צפו|צילום|לחצו|עקבו|הירשמו|תמונה|"
    r"mehr zum|lesen sie|foto|bild|lire aussi|à lire|lea también|leia)\b",
    re.IGNORECASE,
)
_FAMILIES = ("“”„", "«»", "「」")
"""Which of a family opens and which closes differs between languages."""
_STRAIGHT = re.compile(r"(?<!\w)\"|\"(?!\w)")
_LAST_MARK = re.compile(r"[.!?؟۔…‽。！？｡।॥][\W_]*$")


@dataclass(frozen=True, slots=True)
class KeyPoints:
    """What the insight bar shows. ``too_short``: there are no points for that reason."""

    points: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    too_short: bool = False


def key_points(
    title: str, text: str, language: str | None, vocabulary: Vocabulary | None = None
) -> KeyPoints:
    """Return three to five points, up to three figures and two quotations of an article.

    ``text`` is the body as plain text, a paragraph a line; places count in it. 3 points up to 600
    words, 4 up to 1,200, 5 above; in the order of the text. About 5 ms for 3,000 words.
    """
    sentences = split(text)[:_MOST_SENTENCES]
    words = sum(count(sentence.text) for sentence in sentences)
    length = words * _SAYS_MORE.get(primary(language), 1.0)
    if length < SHORTEST_WORDS or len(sentences) < SHORTEST_SENTENCES:
        return KeyPoints(too_short=True)
    wanted = 3 if length <= 600 else 4 if length <= 1200 else 5
    points = best(sentences, wanted, title, language, vocabulary)
    return KeyPoints(
        points=points,
        figures=figures(sentences, points, language),
        quotations=quotations(sentences, text, language),
    )


def best(
    sentences: tuple[Sentence, ...],
    wanted: int,
    title: str,
    language: str | None,
    vocabulary: Vocabulary | None = None,
) -> tuple[Sentence, ...]:
    """Return the ``wanted`` sentences that stand best for the text, in its order; fewer if few fit.

    Not eligible are questions, captions, "Read more", doubles of the headline, sentences of under 8
    or over 45 words. One that leans on the sentence before ("But he …") comes only along with it.
    """
    known = vocabulary or Vocabulary()
    code = primary(language)
    vectors = _vectors(sentences, code, known)
    centroid = _centroid(vectors)
    near = [_dot(vector, centroid) for vector in vectors]
    highest = max(near, default=0.0) or 1.0
    headline = set(content_words(title, code, known))
    scores = {
        place: 0.6 / math.sqrt(1 + place) + 0.4 * near[place] / highest
        for place, sentence in enumerate(sentences)
        if vectors[place] and _fits(sentence, vectors[place], headline)
    }
    leaning = {place for place in scores if place and _LEANING.match(sentences[place].text)}
    return tuple(sentences[place] for place in sorted(_varied(scores, vectors, leaning, wanted)))


def _varied(
    scores: dict[int, float], vectors: list[dict[str, float]], leaning: set[int], wanted: int
) -> list[int]:
    """Take the best again and again, each less worth the more it repeats what was taken.

    What says the same in the same words is not taken at all.
    """
    taken: list[int] = []
    nearest = dict.fromkeys(scores, 0.0)
    while len(taken) < wanted:
        free = [each for each in scores if each not in leaning or each - 1 in taken]
        if not free:
            break
        place = max(free, key=lambda each: _LAMBDA * scores[each] - (1 - _LAMBDA) * nearest[each])
        taken.append(place)
        del scores[place]
        if len(taken) == wanted:
            break
        for each in scores:
            nearest[each] = max(nearest[each], _dot(vectors[each], vectors[place]))
        for each in [each for each in scores if nearest[each] > _DOUBLE]:
            del scores[each]
    return taken


def _fits(sentence: Sentence, vector: dict[str, float], headline: set[str]) -> bool:
    text = sentence.text
    length = count(text)
    if not _FEWEST <= length <= _MOST or not _LAST_MARK.search(text):
        return False
    if re.search(r"[?؟？][\W_]*$", text) or _NO_SENTENCE.match(text) or _cuts_a_quotation(text):
        return False
    return not headline or len(headline & vector.keys()) < _HEADLINE_SHARE * len(vector)


def _cuts_a_quotation(text: str) -> bool:
    """Say whether a quotation begins before or goes on behind a sentence: half of one misleads."""
    if any(sum(map(text.count, family)) % 2 for family in _FAMILIES):
        return True
    # In Hebrew a single one stands inside abbreviations.
    return len(_STRAIGHT.findall(text)) % 2 == 1


def _vectors(
    sentences: tuple[Sentence, ...], code: str, vocabulary: Vocabulary
) -> list[dict[str, float]]:
    """Return for each sentence its counted words by their rarity in the language, length 1."""
    rarity = vocabulary.rarity
    vectors = []
    for sentence in sentences:
        weighed = {}
        for word, times in Counter(content_words(sentence.text, code, vocabulary)).items():
            weighed[word] = times * rarity(word)
        length = math.sqrt(sum(weight * weight for weight in weighed.values()))
        vectors.append({word: weight / length for word, weight in weighed.items()})
    return vectors


def _centroid(vectors: list[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
    length = math.sqrt(sum(weight * weight for weight in total.values())) or 1.0
    return {word: weight / length for word, weight in total.items()}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other.get(word, 0.0) for word, weight in one.items()])
