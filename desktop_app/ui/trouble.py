"""What is said, and asked, when a profile cannot be opened: there is no window yet."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.errors import describe

if TYPE_CHECKING:
    from desktop_app.ui.dialogs.base import Dialog

WIDTH = 480


def has_screen() -> bool:
    """Return whether there is somebody who can answer."""
    return QApplication.platformName() not in ("offscreen", "minimal")


def tell(error: AppError) -> None:
    """Say why the profile cannot be opened, in a window and on standard error. Main thread."""
    words = describe(error)
    _say(words.title, words.sentence)


def tell_silent() -> None:
    """Say that the first start of this profile runs and takes nothing over. Main thread."""
    _say(_("Daily8 runs already"), _("Daily8 runs already with this profile and does not answer."))


def _say(title: str, sentence: str) -> None:
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"{sentence}\n")
    if has_screen():
        dialog = _dialog(title, sentence)
        dialog.add_button(_("Close"), main=True).clicked.connect(dialog.accept)
        dialog.exec()


def may_start_anew() -> bool:
    """Ask whether a damaged library may be set aside. Main thread; False without a screen."""
    if not has_screen():
        return False
    dialog = _dialog(
        _("Library damaged"),
        _(
            "The library file is damaged. Daily8 can begin a new one and take along what can "
            "still be read: sources, articles, drafts and comments that wait. The damaged file "
            "is kept beside it. For a large library this takes some minutes."
        ),
    )
    begin = dialog.add_leading_button(_("Begin a new library"))
    begin.clicked.connect(dialog.accept)
    dialog.add_button(_("Quit"), main=True).clicked.connect(dialog.reject)
    return dialog.exec() == dialog.DialogCode.Accepted


def _dialog(title: str, sentence: str) -> "Dialog":
    """Return a dialog that looks as all do, though there is no window yet."""
    from desktop_app.ui.dialogs.base import Dialog
    from desktop_app.ui.theme.theme import Theme

    theme = Theme("system")
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply(application)
    dialog = Dialog(None, theme, title, WIDTH)
    theme.setParent(dialog)
    dialog.add_text(sentence)
    return dialog


def kept_words(name: str) -> str:
    """Return what the window says once it stands on a new library."""
    return _("This is a new library. The damaged one was kept as {file}.").format(file=name)
