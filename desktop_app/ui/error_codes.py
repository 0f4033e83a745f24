"""Words for errors whose code says more than their kind. No Qt; any thread."""

from collections.abc import Callable
from enum import Enum

from desktop_app.system.i18n import _


class Remedy(Enum):
    """What the one button of an error face does; the pane decides how."""

    NONE = "none"
    RETRY = "retry"
    SIGN_IN = "sign_in"
    OPEN_BROWSER = "open_browser"
    PASSWORD = "password"  # noqa: S105 - the article's own password is asked for
    SETTINGS = "settings"


Words = tuple[str, str, Remedy]
"""Title, sentence, remedy."""


def _not_taken() -> Words:
    sentence = _(
        "The site does not know this password. Paste the application password that its page "
        "showed, not the password of your account."
    )
    return _("Password not taken"), sentence, Remedy.NONE


def _stripped() -> Words:
    sentence = _(
        "The site did not see your password at all. Some hosts cut it off on the way; "
        "the people who run the site can switch that off."
    )
    return _("Password lost on the way"), sentence, Remedy.NONE


def _disabled_for_user() -> Words:
    sentence = _("The site does not allow application passwords for your account.")
    return _("Not for this account"), sentence, Remedy.NONE


def _unknown_user() -> Words:
    sentence = _("The site has no reader with this name or e-mail address.")
    return _("Unknown name"), sentence, Remedy.NONE


def _flood() -> Words:
    sentence = _("You are quick: the site wants a pause between two comments. It is sent soon.")
    return _("A short break"), sentence, Remedy.NONE


def _empty() -> Words:
    return _("Nothing written"), _("Write something first."), Remedy.NONE


def _too_long() -> Words:
    sentence = _("The site takes shorter comments only. Shorten it, or post it in parts.")
    return _("Too long"), sentence, Remedy.NONE


def _sent_already() -> Words:
    sentence = _("This was sent already and cannot be taken back here.")
    return _("Already sent"), sentence, Remedy.NONE


def _no_account() -> Words:
    sentence = _("You are no longer signed in there. Sign in again; what you wrote waits.")
    return _("Not signed in"), sentence, Remedy.SIGN_IN


def _no_secret() -> Words:
    sentence = _(
        "The keystore of this computer has no password for this account any more. "
        "Sign in again; what you wrote waits."
    )
    return _("Password not found"), sentence, Remedy.SIGN_IN


def _no_accounts() -> Words:
    sentence = _("This source knows no accounts: it can be read, but not written to.")
    return _("Only for reading"), sentence, Remedy.NONE


def _not_an_address() -> Words:
    sentence = _("This is no web address. It may be as short as example.org.")
    return _("Not an address"), sentence, Remedy.NONE


def _settings_aside() -> Words:
    sentence = _(
        "Your settings could not be read, so the usual ones hold. "
        "The old file was kept beside the new one."
    )
    return _("Settings set aside"), sentence, Remedy.NONE


def _no_file_address() -> Words:
    sentence = _("This feed does not say where it lives. Add it by its address.")
    return _("Feed without address"), sentence, Remedy.NONE


TRAPS: dict[str, Callable[[], Words]] = {
    "not_taken": _not_taken,
    "stripped_header": _stripped,
    "disabled_for_user": _disabled_for_user,
    "unknown_user": _unknown_user,
    "comment_flood": _flood,
    "rest_comment_content_invalid": _empty,
    "comment_content_column_length": _too_long,
    "empty": _empty,
    "already_sent": _sent_already,
    "no_account": _no_account,
    "no_secret": _no_secret,
    "no_accounts": _no_accounts,
    "not_an_address": _not_an_address,
    "settings": _settings_aside,
    "no_address": _no_file_address,
}
"""By ``AppError.code``; any other code is described by its kind."""
