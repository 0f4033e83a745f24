"""The menu of the article, made for what lies under the pointer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop_app.system.i18n import _
from desktop_app.ui.reader import links
from desktop_app.ui.reader.view import ArticleView
from desktop_app.ui.widgets.menu_place import open_at


class PageMenu(QObject):
    """Builds the menu and does what needs nobody else. Main thread."""

    link_chosen = Signal(str)
    picture_chosen = Signal(str)
    copy_link_chosen = Signal()
    browser_chosen = Signal()

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        self._link = ""
        self._picture = ""
        self.more: Callable[[QMenu], None] | None = None
        """Adds entries of others to a menu that is about to open."""
        view.menu_requested.connect(self.show_at)

    def show_at(self, point: QPoint) -> None:
        """Open the menu for a point of the viewport."""
        menu = self.build(point)
        menu.aboutToHide.connect(menu.deleteLater)
        open_at(menu, self._view.viewport().mapToGlobal(point), self._view)

    def build(self, point: QPoint) -> QMenu:
        """Return the menu for a point of the viewport."""
        view = self._view
        self._link, self._picture = view.anchorAt(point), view.picture_at(point)
        menu = QMenu(view)
        if view.textCursor().hasSelection():
            menu.addAction(_("Copy")).triggered.connect(view.copy)
        if self._link and links.may_open(self._link):
            menu.addAction(_("Open link")).triggered.connect(self._open)
            menu.addAction(_("Copy this link")).triggered.connect(self._copy)
        if self._picture:
            menu.addAction(_("Enlarge picture")).triggered.connect(self._enlarge)
        if menu.actions():
            menu.addSeparator()
        menu.addAction(_("Select all")).triggered.connect(view.selectAll)
        menu.addAction(_("Find in the article")).triggered.connect(view.find_requested)
        menu.addSeparator()
        menu.addAction(_("Copy the article's link")).triggered.connect(self.copy_link_chosen)
        menu.addAction(_("Open in browser")).triggered.connect(self.browser_chosen)
        if self.more is not None:
            self.more(menu)
        return menu

    def _open(self) -> None:
        self.link_chosen.emit(self._link)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._link)

    def _enlarge(self) -> None:
        self.picture_chosen.emit(self._picture)
