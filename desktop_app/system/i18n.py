"""The language of the window: gettext catalogues under ``resources/translations``.

``_`` works from the first import on; without a catalogue it returns the English text itself.
"""

import gettext
import locale
import logging
import os
import sys
from pathlib import Path

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
    _Current.language, _Current.catalogue = _found(language)


def closest(language: str) -> str:
    """Return the tag of what ``install`` would speak."""
    return _found(language)[0]


def _found(language: str) -> tuple[str, gettext.NullTranslations]:
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
        return tag.replace("_", "-"), catalogue
    return "en", gettext.NullTranslations()


def system_language() -> str:
    """Return the language of the machine as a tag such as "ar" or "pt-BR"; "en" when unknown."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(":")[0].split(".")[0].split("@")[0]
        if value:
            return "en" if value in ("C", "POSIX") else value.replace("_", "-")
    told = _OF_SYSTEM.get(sys.platform, _of_locale)() or "en"
    return told.replace("_", "-")


def _of_windows() -> str:
    """Return the language of Windows' own windows; the C library's name for it is in English."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    return locale.windows_locale.get(kernel.GetUserDefaultUILanguage(), "")


def _of_macos() -> str:
    """Return the first of the languages in System Settings; a program there has no LANG."""
    import plistlib

    file = Path.home() / "Library/Preferences/.GlobalPreferences.plist"
    try:
        languages = plistlib.loads(file.read_bytes()).get("AppleLanguages")
    except (OSError, ValueError, AttributeError, plistlib.InvalidFileException) as error:
        log.info("the language of the system is not known: %s", error)
        return ""
    return str(languages[0]) if isinstance(languages, list) and languages else ""


def _of_locale() -> str:
    tag = locale.getlocale()[0] or ""
    return "" if tag == "C" else tag


_OF_SYSTEM = {"win32": _of_windows, "darwin": _of_macos}


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
