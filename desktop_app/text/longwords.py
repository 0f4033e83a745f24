"""Chances to break a line in words that no column is wide enough for."""

import re

_LONGEST_WORD = 400
_PLACES_TO_BREAK = re.compile(r"[^\S\u00a0\u2007\u202f]|\u200b")  # no-break spaces are none


class WordBreaker:
    """Goes along with the text of a paragraph, which may come in pieces.

    One word of 200,000 letters costs Qt three seconds of layout.
    """

    def __init__(self) -> None:
        self._letters = 0  # since the last place where a line may break

    def begin(self) -> None:
        """Say that a line may break here."""
        self._letters = 0

    def broken(self, text: str) -> str:
        """Return the next piece with U+200B after each 400 letters of a word."""
        if self._letters + len(text) <= _LONGEST_WORD:
            last = max(text.rfind(" "), text.rfind("\n"))
            self._letters = len(text) - last - 1 if last >= 0 else self._letters + len(text)
            return text
        pieces: list[str] = []
        start = 0
        for place in (*(found.start() for found in _PLACES_TO_BREAK.finditer(text)), len(text)):
            word = text[start:place]
            while self._letters + len(word) > _LONGEST_WORD:
                room = _LONGEST_WORD - self._letters
                pieces += (word[:room], "\u200b")
                word, self._letters = word[room:], 0
            pieces += (word, text[place : place + 1])
            self._letters = self._letters + len(word) if place == len(text) else 0
            start = place + 1
        return "".join(pieces)
