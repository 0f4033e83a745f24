"""What each action of ``ui/actions.py`` does. A test checks that none is missing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.articles import ListKind
from desktop_app.system.settings import INSIGHT, READING_SIZE

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def run(name: str, window: "MainWindow") -> None:
    """Do the action called ``name``. Main thread."""
    added = window.actions_.handler(name)
    if added is not None:
        added()
    else:
        COMMANDS[name](window)


def _zoom(window: "MainWindow", step: int) -> None:
    settings = window.settings
    size = READING_SIZE.default if step == 0 else settings.get(READING_SIZE) + step
    low, high = READING_SIZE.minimum or 12, READING_SIZE.maximum or 28
    settings.set(READING_SIZE, int(max(low, min(high, size))))


COMMANDS: dict[str, Callable[["MainWindow"], object]] = {
    "add_source": lambda w: w.add_source(),
    "import_opml": lambda w: w.dialogs.choose_import(),
    "export_opml": lambda w: w.dialogs.export(),
    "accounts": lambda w: w.dialogs.accounts(),
    "settings": lambda w: w.dialogs.settings(),
    "quit": lambda w: w.quit(),
    "palette": lambda w: w.dialogs.palette(),
    "search": lambda w: w.articles.focus_search(),
    "today": lambda w: w.show_list(ListKind.TODAY),
    "unread": lambda w: w.show_list(ListKind.UNREAD),
    "saved": lambda w: w.show_list(ListKind.SAVED),
    "conversations": lambda w: w.show_conversations(),
    "next": lambda w: w.articles.next(),
    "previous": lambda w: w.articles.previous(),
    "next_unread": lambda w: w.articles.next_unread(),
    "scroll": lambda w: w.read_on(),
    "back": lambda w: w.reader.back(),
    "forward": lambda w: w.reader.forward(),
    "toggle_read": lambda w: w.articles.toggle_read(),
    "toggle_saved": lambda w: w.articles.toggle_saved(),
    "mark_all_read": lambda w: w.articles.mark_all_read(),
    "open_browser": lambda w: w.reader.open_in_browser(),
    "copy_link": lambda w: w.reader.copy_link(),
    "print": lambda w: w.hand_out(on_paper=True),
    "save_article": lambda w: w.hand_out(on_paper=False),
    "find": lambda w: w.reader.find(),
    "reply": lambda w: w.write(),
    "next_new_comment": lambda w: w.comments.next_new(),
    "toggle_comments": lambda w: w.toggle_comments(),
    "refresh": lambda w: w.refresh(),
    "toggle_sources": lambda w: w.toggle_sources(),
    "insight": lambda w: w.settings.set(INSIGHT, not w.settings.get(INSIGHT)),
    "zoom_in": lambda w: _zoom(w, 1),
    "zoom_out": lambda w: _zoom(w, -1),
    "zoom_reset": lambda w: _zoom(w, 0),
    "full_screen": lambda w: w.toggle_full_screen(),
    "undo": lambda w: w.undo(),
    "keys": lambda w: w.dialogs.keys(),
    "about": lambda w: w.dialogs.about(),
}
