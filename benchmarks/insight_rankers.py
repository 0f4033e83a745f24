"""The extractive summarisers that key points stand beside: lead-3, TextRank and LexRank."""

import math
from collections import Counter

from desktop_app.insight.sentences import Sentence
from desktop_app.insight.words import Vocabulary, content_words


def lead(sentences: tuple[Sentence, ...], wanted: int = 3) -> list[str]:
    return [each.text for each in sentences[:wanted]]


def text_rank(
    sentences: tuple[Sentence, ...], vocabulary: Vocabulary, wanted: int = 3
) -> list[str]:
    """Mihalcea and Tarau (2004): common words over the logarithms of the lengths."""
    words = [set(content_words(each.text, "en", vocabulary)) for each in sentences]

    def likeness(one: set[str], other: set[str]) -> float:
        if len(one) < 2 or len(other) < 2:
            return 0.0
        return len(one & other) / (math.log(len(one)) + math.log(len(other)))

    return _best(sentences, [[likeness(a, b) for b in words] for a in words], wanted)


def lex_rank(sentences: tuple[Sentence, ...], vocabulary: Vocabulary, wanted: int = 3) -> list[str]:
    """Erkan and Radev (2004): cosines of tf·idf, those below 0.1 left out."""
    counts = [Counter(content_words(each.text, "en", vocabulary)) for each in sentences]
    holders = Counter(word for count in counts for word in count)
    vectors = []
    for count in counts:
        weights = {w: n * math.log(len(counts) / holders[w] + 1) for w, n in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    matrix = []
    for one in vectors:
        cosines = [sum(w * other.get(word, 0.0) for word, w in one.items()) for other in vectors]
        matrix.append([cosine if cosine > 0.1 else 0.0 for cosine in cosines])
    return _best(sentences, matrix, wanted)


def _best(sentences: tuple[Sentence, ...], matrix: list[list[float]], wanted: int) -> list[str]:
    size = len(sentences)
    for place in range(size):
        matrix[place][place] = 0.0
    sums = [sum(line) or 1.0 for line in matrix]
    ranks = [1.0 / size] * size
    for _ in range(40):
        ranks = [
            0.15 / size + 0.85 * sum(ranks[j] * matrix[j][i] / sums[j] for j in range(size))
            for i in range(size)
        ]
    places = sorted(range(size), key=lambda place: -ranks[place])[:wanted]
    return [sentences[place].text for place in sorted(places)]
