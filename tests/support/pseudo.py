"""A language for tests: English with accents and 40 % more letters, made on the fly."""

import gettext
import math
import re

from desktop_app.system import i18n, resources

PLAIN = "aceinouyACEINOUY"
ACCENTED = "áçéíñóúýÁÇÉÍÑÓÚÝ"
LONGER = 0.4
_ACCENTS = str.maketrans(PLAIN, ACCENTED)
_KEPT = re.compile(r"(\{[^}]*\}|\(\*[^)]*\)|https?://\S+|\n)")
_WORD = re.compile(r"[^\W\d_]+")


def stretched(message: str) -> str:
    """Return ``message`` with accents, each word longer; placeholders and addresses stay."""
    parts = _KEPT.split(message)
    letters = sum(len(word) for part in parts[::2] for word in _WORD.findall(part))
    wanted = math.ceil(letters * LONGER)
    seen = given = 0

    def longer(match: re.Match[str]) -> str:
        nonlocal seen, given
        word = match[0].translate(_ACCENTS)
        seen += len(word)
        more = math.ceil(wanted * seen / max(1, letters)) - given
        given += more
        return word + word[-1].lower() * more

    parts[::2] = [_WORD.sub(longer, part) for part in parts[::2]]
    return "".join(parts)


class Pseudo(gettext.NullTranslations):
    """What ``i18n`` asks for words. Patterns of dates, and what no catalogue has, stay English."""

    def __init__(self) -> None:
        super().__init__()
        with resources.path("translations/ar/LC_MESSAGES/daily8.mo").open("rb") as file:
            entries: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        self._known = {key[0] if isinstance(key, tuple) else key for key in entries}

    def gettext(self, message: str) -> str:
        return stretched(message) if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        chosen = msgid1 if n == 1 else msgid2
        return stretched(chosen) if msgid1 in self._known else chosen

    def pgettext(self, context: str, message: str) -> str:
        known = f"{context}\x04{message}" in self._known
        return stretched(message) if known and context != "date" else message


def install(language: str) -> None:
    """Speak "en", "ar" or "pseudo" from now on."""
    i18n.install("en" if language == "pseudo" else language)
    if language == "pseudo":
        i18n._Current.catalogue = Pseudo()


def untranslated(text: str) -> bool:
    """Return whether ``text`` holds letters that ``stretched`` would have changed."""
    return any(letter in PLAIN for letter in text)
