"""What is said when an announcement of a newer version is not believed. No Qt; any thread."""

from collections.abc import Callable

from desktop_app.system.i18n import N_, _
from desktop_app.ui.error_codes import Remedy, Words

_TITLE = N_("Announcement refused")

_SENTENCES = {
    "update_cut": N_(
        "What the page for newer versions answered broke off. Daily8 believes none of it and asks "
        "again tomorrow."
    ),
    "update_large": N_(
        "The page for newer versions answered far too much. Daily8 believes none of it."
    ),
    "update_plain": N_(
        "The page for newer versions leads to an address without https, where others could read "
        "along. Daily8 does not go there."
    ),
    "update_signature": N_(
        "The announcement of a newer version is not signed by the makers of Daily8. It was refused."
    ),
    "update_broken": N_("The announcement of a newer version makes no sense. It was refused."),
    "update_early": N_(
        "The announcement of a newer version is dated in the future. If the date of this computer "
        "is wrong, set it; otherwise it is right to be refused."
    ),
    "update_expired": N_(
        "The announcement of a newer version is too old to be believed. Somebody may be keeping "
        "newer ones from you; look at the download page yourself."
    ),
    "update_older": N_(
        "The announcement of a newer version is older than one that was here before. It was "
        "refused: somebody may want you to keep an old version."
    ),
}


def _words(code: str) -> Callable[[], Words]:
    def words() -> Words:
        return _(_TITLE), _(_SENTENCES[code]), Remedy.NONE

    return words


UPDATE_TRAPS = {code: _words(code) for code in _SENTENCES}
"""By ``AppError.code``, as ``ui/error_codes.py`` has the others."""
