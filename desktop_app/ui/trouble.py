"""What is said, and asked, when a profile cannot be opened: there is no window yet."""

import sys

from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.errors import describe


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
        QMessageBox(QMessageBox.Icon.Critical, title, sentence).exec()


def may_start_anew() -> bool:
    """Ask whether a damaged library may be set aside. Main thread; False without a screen."""
    if not has_screen():
        return False
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        _("Library damaged"),
        _(
            "The library file is damaged. Daily8 can begin a new one and take along what can "
            "still be read: sources, articles, drafts and comments that wait. The damaged file "
            "is kept beside it. For a large library this takes some minutes."
        ),
    )
    begin = box.addButton(_("Begin a new library"), QMessageBox.ButtonRole.AcceptRole)
    quit_ = box.addButton(_("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(quit_)
    box.setEscapeButton(quit_)
    box.exec()
    return box.clickedButton() is begin


def kept_words(name: str) -> str:
    """Return what the window says once it stands on a new library."""
    return _("This is a new library. The damaged one was kept as {file}.").format(file=name)
