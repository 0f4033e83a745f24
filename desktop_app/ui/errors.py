"""Every kind of error in words: what happened, and what to do about it. No Qt; any thread."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.error_codes import TRAPS
from desktop_app.ui.error_codes import Remedy as Remedy
from desktop_app.ui.error_codes import Words as _Words
from desktop_app.ui.update_words import UPDATE_TRAPS


@dataclass(frozen=True, slots=True)
class Described:
    """A title of a few words, a sentence, and the remedy with its button's words."""

    title: str
    sentence: str
    remedy: Remedy = Remedy.NONE
    button: str = ""


def describe(error: AppError) -> Described:
    """Return the words for ``error``; the table is total over ``ErrorKind``."""
    # The code of a bad answer says how it was bad, whatever else the same word may mean.
    traps = UPDATE_TRAPS if error.kind is ErrorKind.BAD_ANSWER else TRAPS | UPDATE_TRAPS
    trap = traps.get(error.code)
    words = trap() if trap else _WORDS[error.kind](error)
    return Described(words[0], words[1], words[2], _button(words[2]))


def _button(remedy: Remedy) -> str:
    return {
        Remedy.NONE: "",
        Remedy.RETRY: _("Try again"),
        Remedy.SIGN_IN: _("Sign in"),
        Remedy.OPEN_BROWSER: _("Open in browser"),
        Remedy.PASSWORD: _("Enter the password"),
        Remedy.SETTINGS: _("Open settings"),
    }[remedy]


def _host(error: AppError) -> str:
    return error.host or _("The site")


def wait_words(seconds: float) -> str:
    """Return a waiting time in words: "20 seconds", "3 minutes"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return ngettext("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = round(minutes / 60)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def _offline(error: AppError) -> _Words:
    sentence = _("{host} cannot be reached. Check the connection and try again.")
    return _("No connection"), sentence.format(host=_host(error)), Remedy.RETRY


def _dns(error: AppError) -> _Words:
    sentence = _("There is no site called {host}. Check the spelling of the address.")
    return _("Unknown address"), sentence.format(host=_host(error)), Remedy.RETRY


def _tls(error: AppError) -> _Words:
    sentence = _(
        "The connection to {host} is not safe: its certificate is not valid. "
        "If the date of this computer is wrong, set it and try again."
    )
    return _("Connection not safe"), sentence.format(host=_host(error)), Remedy.RETRY


def _timeout(error: AppError) -> _Words:
    sentence = _("{host} did not answer in time. It may be busy; try again in a minute.")
    return _("No answer"), sentence.format(host=_host(error)), Remedy.RETRY


def _captive(error: AppError) -> _Words:
    sentence = _(
        "This network wants you to log in first. Open any page in the browser, log in there, "
        "then try again."
    )
    return _("The network asks for a log-in"), sentence, Remedy.RETRY


def _redirects(error: AppError) -> _Words:
    sentence = _("{host} sends us around in circles. The site is set up wrongly.")
    return _("Going in circles"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _insecure(error: AppError) -> _Words:
    sentence = _(
        "{host} has no encrypted connection, so your password could be read on the way. "
        "It was not sent."
    )
    return _("Not encrypted"), sentence.format(host=_host(error)), Remedy.NONE


def _blocked(error: AppError) -> _Words:
    sentence = _("Daily8 opens web addresses only: those that begin with https or http.")
    return _("Address not opened"), sentence, Remedy.NONE


def _too_large(error: AppError) -> _Words:
    sentence = _("The answer of {host} is larger than anything that Daily8 takes in.")
    return _("Too large"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _bad_answer(error: AppError) -> _Words:
    sentence = _(
        "{host} answered with something that cannot be understood. "
        "Nothing was changed; it may be all right again later."
    )
    return _("Answer not understood"), sentence.format(host=_host(error)), Remedy.RETRY


def _not_found(error: AppError) -> _Words:
    sentence = _("{host} no longer has this, or it was moved.")
    return _("Not found"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _gone(error: AppError) -> _Words:
    sentence = _(
        "{host} says that this was taken away for good. It is not asked again; "
        "what was stored stays readable."
    )
    return _("Gone for good"), sentence.format(host=_host(error)), Remedy.NONE


def _auth_missing(error: AppError) -> _Words:
    sentence = _("{host} wants to know who you are. Sign in to go on.")
    return _("Sign in first"), sentence.format(host=_host(error)), Remedy.SIGN_IN


def _auth_invalid(error: AppError) -> _Words:
    sentence = _(
        "{host} no longer takes the password that is stored. Sign in again; "
        "what you wrote waits until then."
    )
    return _("Sign in again"), sentence.format(host=_host(error)), Remedy.SIGN_IN


def _auth_unavailable(error: AppError) -> _Words:
    sentence = _(
        "{host} has application passwords switched off, so no program can sign in there. "
        "Ask the people who run the site, or comment in the browser."
    )
    return _("No sign-in for programs"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _captcha(error: AppError) -> _Words:
    sentence = _("{host} wants to see that you are a person. That works in the browser only.")
    return _("A person is asked for"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _forbidden(error: AppError) -> _Words:
    sentence = _("{host} does not let you see or do this.")
    return _("Not allowed"), sentence.format(host=_host(error)), Remedy.OPEN_BROWSER


def _closed(error: AppError) -> _Words:
    return _("Comments are closed"), _("This article takes no more comments."), Remedy.NONE


def _duplicate(error: AppError) -> _Words:
    sentence = _("The same words of yours stand there already. Nothing was sent twice.")
    return _("Already there"), sentence, Remedy.NONE


def _rate_limited(error: AppError) -> _Words:
    wait = wait_words(error.retry_after or 60)
    sentence = _("{host} asks us to slow down. It is tried again in {wait}.")
    return _("A short break"), sentence.format(host=_host(error), wait=wait), Remedy.NONE


def _invalid(error: AppError) -> _Words:
    if error.detail:
        sentence = _("{host} did not take it and says: {reason}")
        said = sentence.format(host=_host(error), reason=error.detail)
        return _("Not accepted"), said, Remedy.NONE
    sentence = _("{host} did not take it.")
    return _("Not accepted"), sentence.format(host=_host(error)), Remedy.NONE


def _server(error: AppError) -> _Words:
    sentence = _("{host} has a fault of its own. It may be all right again in a few minutes.")
    return _("The site has a fault"), sentence.format(host=_host(error)), Remedy.RETRY


def _unsupported(error: AppError) -> _Words:
    sentence = _(
        "No feed and no newsroom was found at {host}. "
        "Try the address of its front page, or of one of its articles."
    )
    return _("Nothing to read there"), sentence.format(host=_host(error)), Remedy.NONE


def _protected(error: AppError) -> _Words:
    sentence = _("This article has a password of its own. Who wrote it can tell you.")
    return _("Behind a password"), sentence, Remedy.PASSWORD


def _storage(error: AppError) -> _Words:
    sentence = _("The library on this computer cannot be read or written just now.")
    return _("Library not reachable"), sentence, Remedy.RETRY


def _disk_full(error: AppError) -> _Words:
    sentence = _(
        "The disk is full, so nothing new can be kept. Free some space; "
        "what was stored before is safe."
    )
    return _("The disk is full"), sentence, Remedy.RETRY


def _read_only(error: AppError) -> _Words:
    sentence = _("The folder of the library cannot be written to. Check its permissions.")
    return _("Folder is read-only"), sentence, Remedy.RETRY


def _newer(error: AppError) -> _Words:
    sentence = _(
        "This library was written by a newer Daily8. Install that version; nothing was changed."
    )
    return _("Library of a newer version"), sentence, Remedy.NONE


def _corrupt(error: AppError) -> _Words:
    sentence = _(
        "The library file is damaged. It was left as it is. Close Daily8 and start it again: "
        "it then offers to begin a new one with all that can still be read."
    )
    return _("Library damaged"), sentence, Remedy.NONE


def _no_keystore(error: AppError) -> _Words:
    sentence = _(
        "This system has no place to keep passwords, so you stay signed in only until "
        "Daily8 is closed."
    )
    return _("No keystore"), sentence, Remedy.NONE


def _keystore_locked(error: AppError) -> _Words:
    sentence = _("Your keystore is locked. Unlock it and try again.")
    return _("Keystore locked"), sentence, Remedy.RETRY


def _keystore_timeout(error: AppError) -> _Words:
    sentence = _(
        "The keystore does not answer. Perhaps it waits for you in another window; "
        "answer it there and try again."
    )
    return _("Keystore is silent"), sentence, Remedy.RETRY


def _bad_file(error: AppError) -> _Words:
    sentence = _("This file cannot be understood. It may be damaged, or of another kind.")
    return _("File not understood"), sentence, Remedy.NONE


def _cancelled(error: AppError) -> _Words:
    return _("Stopped"), _("It was stopped before it was done."), Remedy.RETRY


_WORDS: dict[ErrorKind, Callable[[AppError], _Words]] = {
    ErrorKind.OFFLINE: _offline,
    ErrorKind.DNS: _dns,
    ErrorKind.TLS: _tls,
    ErrorKind.TIMEOUT: _timeout,
    ErrorKind.CAPTIVE_PORTAL: _captive,
    ErrorKind.REDIRECT_LOOP: _redirects,
    ErrorKind.INSECURE: _insecure,
    ErrorKind.BLOCKED_ADDRESS: _blocked,
    ErrorKind.TOO_LARGE: _too_large,
    ErrorKind.BAD_ANSWER: _bad_answer,
    ErrorKind.NOT_FOUND: _not_found,
    ErrorKind.GONE: _gone,
    ErrorKind.AUTH_MISSING: _auth_missing,
    ErrorKind.AUTH_INVALID: _auth_invalid,
    ErrorKind.AUTH_UNAVAILABLE: _auth_unavailable,
    ErrorKind.CAPTCHA: _captcha,
    ErrorKind.FORBIDDEN: _forbidden,
    ErrorKind.CLOSED: _closed,
    ErrorKind.DUPLICATE: _duplicate,
    ErrorKind.RATE_LIMITED: _rate_limited,
    ErrorKind.INVALID: _invalid,
    ErrorKind.SERVER: _server,
    ErrorKind.UNSUPPORTED: _unsupported,
    ErrorKind.PROTECTED: _protected,
    ErrorKind.STORAGE: _storage,
    ErrorKind.DISK_FULL: _disk_full,
    ErrorKind.READ_ONLY: _read_only,
    ErrorKind.NEWER_FILE: _newer,
    ErrorKind.CORRUPT: _corrupt,
    ErrorKind.NO_KEYSTORE: _no_keystore,
    ErrorKind.KEYSTORE_LOCKED: _keystore_locked,
    ErrorKind.KEYSTORE_TIMEOUT: _keystore_timeout,
    ErrorKind.BAD_FILE: _bad_file,
    ErrorKind.CANCELLED: _cancelled,
}
