"""The language of the window: gettext catalogues under ``resources/translations``.

``_`` works from the first import on; without a catalogue it returns the English text itself.
"""

import gettext
import locale
import logging
import os

from desktop_app.system import resources

log = logging.getLogger("daily8.i18n")

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ckb", "ps", "sd", "ug", "yi", "dv"})


class _Current:
    """What ``install`` chose; read on every call, so that the language can change while running."""

    language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def install(language: str) -> None:
    """Speak ``language`` from now on: a tag such as "ar", or "system" for that of the machine.

    A language without a catalogue falls back to English. Main thread.
    """
    wanted = system_language() if language == "system" else language
    for tag in (wanted.replace("-", "_"), wanted.replace("-", "_").partition("_")[0]):
        name = f"translations/{tag}/LC_MESSAGES/daily8.mo"
        if not tag.replace("_", "").isalnum():
            continue
        try:
            with resources.path(name).open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, ValueError) as error:
            log.warning("catalogue %s cannot be read: %s", tag, error)
            continue
        _Current.language, _Current.catalogue = tag.replace("_", "-"), catalogue
        return
    _Current.language, _Current.catalogue = "en", gettext.NullTranslations()


def system_language() -> str:
    """Return the language of the machine as a tag such as "ar" or "pt-BR"; "en" when unknown."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(":")[0].split(".")[0].split("@")[0]
        if value:
            return "en" if value in ("C", "POSIX") else value.replace("_", "-")
    tag = locale.getlocale()[0] or ""
    return tag.replace("_", "-") if tag and tag != "C" else "en"


def language() -> str:
    """Return the tag of the language that is spoken now."""
    return _Current.language


def is_rtl() -> bool:
    """Return whether the present language is written from right to left."""
    return _Current.language.partition("-")[0] in RIGHT_TO_LEFT


def _(message: str) -> str:
    """Translate one sentence."""
    return _Current.catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a sentence whose form depends on the number ``n``."""
    return _Current.catalogue.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Translate ``message`` where the same English word means different things."""
    return _Current.catalogue.pgettext(context, message)


def isolated(text: str) -> str:
    """Return a name or a title for use among our words: its direction turns nothing else around.

    Between U+2068 and U+2069, as the Unicode Bidirectional Algorithm has it (UAX 9, section 2.7).
    """
    return f"\u2068{text}\u2069"


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a sentence of a table for translation; ``_`` is called where it is shown."""
    return message
