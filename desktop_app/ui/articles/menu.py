"""The context menu of an article's row, and the menu of the list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.articles import Article, ListFilter
from desktop_app.system.i18n import _, pgettext
from desktop_app.ui.opening import open_address
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import Tokens

Entry = tuple[str, str, str]  # action, icon, words

OPEN, READ, SAVE, COPY, BROWSER = "open", "read", "save", "copy", "browser"
ABOVE, BELOW = "above", "below"
ALL_READ, REFRESH = "all_read", "refresh"
SILENCE, TELL = "silence", "tell"


def entries(article: Article) -> list[Entry | None]:
    """Return what can be done with an article; None is a line."""
    return [
        (OPEN, "newspaper", _("Open")),
        None,
        (READ, "circle", _("Mark as unread"))
        if article.read
        else (READ, "check-circle", _("Mark as read")),
        (SAVE, "bookmark-simple-fill", _("Stop saving"))
        if article.saved
        else (SAVE, "bookmark-simple", _("Save")),
        None,
        (COPY, "link", _("Copy link")),
        (BROWSER, "arrow-square-out", _("Open in browser")),
        None,
        (ABOVE, "arrow-up", _("Mark all above as read")),
        (BELOW, "arrow-down", _("Mark all below as read")),
    ]


def conversation_entries(silent: bool | None) -> tuple[Entry, ...]:
    """Return what else can be done with a conversation; None: it is none."""
    if silent is None:
        return ()
    if silent:
        return ((TELL, "bell", _("Notify me of this conversation")),)
    return ((SILENCE, "bell-slash", _("No notifications of this conversation")),)


def article_menu(
    parent: QWidget,
    tokens: Tokens,
    article: Article,
    slot: Callable[[QAction], None],
    more: Sequence[Entry] = (),
) -> QMenu:
    """Return the menu; ``slot`` hears of the action, whose data is its name."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    has_address = bool(article.url)
    for entry in (*entries(article), *((None, *more) if more else ())):
        if entry is None:
            menu.addSeparator()
            continue
        name, symbol, words = entry
        action = menu.addAction(icon(symbol, tokens.muted), words)
        action.setData(name)
        action.setEnabled(has_address or name not in (COPY, BROWSER))
    menu.triggered.connect(slot)
    return menu


def list_menu(
    parent: QWidget,
    tokens: Tokens,
    current: ListFilter,
    slot: Callable[[QAction], None],
    more: Callable[[QMenu], None] | None = None,
) -> QMenu:
    """Return the menu behind the header's last button; ``more`` adds other ways to filter."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    for kind, words in (
        (ListFilter.ALL, pgettext("filter", "All")),
        (ListFilter.UNREAD, pgettext("filter", "Unread")),
        (ListFilter.SAVED, pgettext("filter", "Saved")),
    ):
        action = group.addAction(menu.addAction(words))
        action.setCheckable(True)
        action.setChecked(kind is current)
        action.setData(kind)
    if more is not None:
        more(menu)
    menu.addSeparator()
    for name, symbol, words in (
        (ALL_READ, "check-circle", _("Mark all as read")),
        (REFRESH, "arrows-clockwise", _("Refresh")),
    ):
        menu.addAction(icon(symbol, tokens.muted), words).setData(name)
    menu.triggered.connect(slot)
    return menu


def copy_link(article: Article) -> None:
    """Put the article's address on the clipboard."""
    QGuiApplication.clipboard().setText(article.url)


def open_in_browser(article: Article) -> bool:
    """Open the article's address outside; False when it is not a web address."""
    return open_address(article.url)
