"""Which of its five faces the list shows: idle, loading, rows, an invitation, or a remedy."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.articles import ListQuery
from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.articles import words
from desktop_app.ui.articles.context import Context
from desktop_app.ui.articles.window import Foot
from desktop_app.ui.errors import Remedy, describe
from desktop_app.ui.widgets.face import Face


class Faces(QObject):
    """``acted`` says what the face's button is for: "refresh", "add", "site", "all", "retry"."""

    acted = Signal(str)

    def __init__(self, face: Face, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._face, self._context = face, context
        self._action = ""
        face.acted.connect(self._on_acted)

    def loading(self) -> None:
        """Wait; bars come after 200 ms."""
        self._face.show_loading()

    def ready(self) -> None:
        """Let the rows be seen."""
        self._face.clear_face()

    def empty(self, query: ListQuery | None) -> None:
        """Invite; None stands for Conversations."""
        if query is None:
            told = words.no_conversations()
        else:
            site = self._context.site
            told = words.empty(query, self._context.any_source, site.title if site else "")
        self._action = told.action
        self._face.show_message(told.icon, told.title, told.text, told.button)

    def failed(self, error: AppError) -> None:
        """Say what went wrong, with a button to try again."""
        told = describe(error)
        button = told.button if told.remedy is Remedy.RETRY else _("Try again")
        self._action = "retry"
        self._face.show_message("warning-circle", told.title, told.sentence, button)

    def nothing_on_site(self, text: str) -> None:
        """Say that the site's own search found nothing."""
        self._action = ""
        told = _("The site has nothing for “{text}”.").format(text=text)
        self._face.show_message("magnifying-glass", _("Nothing found"), told)

    def _on_acted(self) -> None:
        self.acted.emit(self._action)


def foot_words(foot: Foot, error: AppError | None) -> str | None:
    """Return what the list's last row says."""
    if foot is Foot.LOADING:
        return _("Loading older articles …")
    if foot is Foot.END:
        return _("That is all")
    if foot is Foot.FAILED:
        title = describe(error).title if error is not None else _("Older articles did not come")
        return _("{problem}. Try again").format(problem=title)
    return None
