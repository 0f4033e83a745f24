"""Names of languages, each in itself."""

from PySide6.QtCore import QLocale

_OWN_NAMES = {"en": "English", "es": "Español", "no": "Norsk", "zh": "中文"}
"""Where Qt names a country's form of the language."""


def language_name(code: str) -> str:
    """Return a language's own name, whatever the country; its code when Qt knows none."""
    name = _OWN_NAMES.get(code) or QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] if name else code
