"""What each article of a story adds to the earlier ones. Any thread; pure."""

from collections.abc import Sequence

from desktop_app.insight.key_points import best
from desktop_app.insight.sentences import Sentence, split
from desktop_app.insight.words import Vocabulary, content_words, primary

_KNOWN_SHARE = 0.6
"""A sentence is known when an earlier one has this share of its telling words."""

_FEWEST_WORDS = 4
_MOST_SENTENCES = 200


def what_is_new(
    texts: Sequence[str], language: str | None, vocabulary: Vocabulary, most: int = 3
) -> tuple[tuple[Sentence, ...], ...]:
    """Return for each text, the oldest first, up to ``most`` sentences that no earlier one had.

    Places count in the text of the sentence. A text that says nothing new has ().
    """
    code = primary(language)
    before: list[frozenset[str]] = []
    found = []
    for text in texts:
        sentences = split(text)[:_MOST_SENTENCES]
        told = [frozenset(content_words(each.text, code, vocabulary)) for each in sentences]
        new = tuple(
            sentence
            for sentence, words in zip(sentences, told, strict=True)
            if len(words) >= _FEWEST_WORDS and not _is_known(words, before)
        )
        found.append(best(new, most, "", language, vocabulary))
        before += told
    return tuple(found)


def first_to_say(
    sentence: str, texts: Sequence[str], language: str | None, vocabulary: Vocabulary
) -> int | None:
    """Return the place of the first of ``texts``, the oldest first, that says what this says."""
    code = primary(language)
    words = frozenset(content_words(sentence, code, vocabulary))
    for place, text in enumerate(texts):
        told = [
            frozenset(content_words(each.text, code, vocabulary))
            for each in split(text)[:_MOST_SENTENCES]
        ]
        if words and _is_known(words, told):
            return place
    return None


def _is_known(words: frozenset[str], before: list[frozenset[str]]) -> bool:
    return any(len(words & each) >= _KNOWN_SHARE * len(words) for each in before)
