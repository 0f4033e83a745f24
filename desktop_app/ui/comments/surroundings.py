"""What stands around a thread for each of its states: composer, invitation, faces."""

from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.comments.composer import Composer
from desktop_app.ui.errors import Remedy, describe
from desktop_app.ui.reader.state import NETWORK
from desktop_app.ui.widgets.face import Face

if TYPE_CHECKING:
    from desktop_app.services.conversation import ThreadView


def show_composer(composer: Composer, view: "ThreadView", loading: bool) -> None:
    """Let the reader write, offer to sign in, or say why neither is possible."""
    composer.show()
    if view.can_post:
        composer.show_editor(view.accounts)
    elif view.can_sign_in:
        composer.show_invitation("")
    elif view.closed:
        composer.show_closed(_("Comments are closed."))
    elif not view.has_thread and not loading:
        composer.show_closed(_("This source takes no comments from here."))
    else:
        composer.show_closed("")
        composer.setVisible(bool(composer.text().strip()))


def problem_words(error: AppError) -> tuple[str, str, str]:
    """Return icon, sentence and button for a refresh that failed over stored comments."""
    described = describe(error)
    button = _("Try again") if described.remedy is Remedy.RETRY else ""
    if error.kind in NETWORK:
        return "cloud-slash", _("You are offline. These are the stored comments."), button
    return "warning-circle", described.sentence, button


def show_empty(face: Face, view: "ThreadView", error: AppError | None) -> None:
    """Say why there is no comment, and invite where one can be written."""
    if error is not None:
        described = describe(error)
        face.show_message("cloud-slash", described.title, described.sentence, _("Try again"))
    elif view.closed:
        face.show_message("chats-circle", _("No comments"), _("This article takes no comments."))
    elif not view.has_thread:
        face.show_message(
            "chats-circle",
            _("No comments here"),
            _("The conversation, if there is one, is on the site itself."),
            _("Open in browser"),
        )
    else:
        words = _("Be the first to say something about this article.")
        face.show_message("chats-circle", _("No comments yet"), words)
