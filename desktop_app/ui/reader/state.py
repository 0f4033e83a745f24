"""What is to be said about an article that was opened. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import BodyState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.i18n import _
from desktop_app.ui.errors import Remedy, describe

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle

NETWORK = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.DNS,
        ErrorKind.TIMEOUT,
        ErrorKind.CAPTIVE_PORTAL,
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence over the article; ``remedy`` is what its button does, ``whole`` loads the text."""

    icon: str
    words: str
    button: str = ""
    remedy: Remedy = Remedy.NONE
    whole: bool = False


def is_locked(opened: "OpenedArticle") -> bool:
    """Return whether the article waits for its own password."""
    if opened.body is not None and opened.body.html:
        return False
    if opened.error is not None:
        return opened.error.kind is ErrorKind.PROTECTED
    return opened.article.body_state is BodyState.PROTECTED


def notice_of(opened: "OpenedArticle") -> Notice | None:
    """Return what to say over the text; None when all of it is there."""
    has_text = opened.body is not None and bool(opened.body.html)
    if opened.error is not None:
        return notice_of_error(opened.error, has_text)
    whole = has_text and opened.body is not None and opened.body.state is BodyState.FULL
    if whole:
        return None
    if opened.more:
        words = _("The source sent only an excerpt.")
        return Notice("file-text", words, _("Load the whole text"), whole=True)
    if has_text or opened.article.excerpt:
        words = _("The source gives only an excerpt. The whole text is on its site.")
    else:
        words = _("The source gives no text. It is on its site.")
    return Notice("file-text", words, _("Open in browser"), Remedy.OPEN_BROWSER)


def notice_of_error(error: AppError, has_text: bool) -> Notice:
    """Return what went wrong; a stored text is said to be one."""
    described = describe(error)
    if has_text and error.kind in NETWORK:
        words = _("You are offline. This is the stored copy.")
        return Notice("cloud-slash", words, _("Try again"), Remedy.RETRY)
    icon = "cloud-slash" if error.kind in NETWORK else "warning-circle"
    words = described.sentence
    if has_text:
        words = _("{problem} This is the stored copy.").format(problem=described.sentence)
    if described.remedy in (Remedy.RETRY, Remedy.OPEN_BROWSER):
        return Notice(icon, words, described.button, described.remedy)
    return Notice(icon, words, _("Open in browser"), Remedy.OPEN_BROWSER)
