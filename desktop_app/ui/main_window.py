"""The window: four panes, the actions, and who hears of what. No logic of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QMenu

from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.system.i18n import _
from desktop_app.system.settings import INSIGHT, KEYS, Settings, WindowState
from desktop_app.ui import day
from desktop_app.ui.actions import Actions
from desktop_app.ui.articles.pane import ArticlesPane
from desktop_app.ui.comments.pane import CommentsPane
from desktop_app.ui.insight_door import InsightDoor
from desktop_app.ui.layout import PaneLayout
from desktop_app.ui.menus import fill_main_menu, fill_menu_bar
from desktop_app.ui.place import Place
from desktop_app.ui.reader.pane import ReaderPane
from desktop_app.ui.sources.brand import MENU_KEY
from desktop_app.ui.sources.pane import SourcesPane
from desktop_app.ui.widgets.status_line import StatusLine
from desktop_app.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.core.ids import SourceId
    from desktop_app.runtime.hub import Hub
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.ui.dialogs.first_run import FirstRun
    from desktop_app.ui.dialogs.manager import Dialogs
    from desktop_app.ui.insight.room import InsightRoom
    from desktop_app.ui.pictures import Pictures
    from desktop_app.ui.reader.hand_out import HandOut
    from desktop_app.ui.theme.theme import Theme

MINIMUM = (960, 600)


class MainWindow(QMainWindow):
    """Builds the panes and joins them. Main thread.

    ``demo_requested`` asks for the embedded newsroom.
    """

    demo_requested = Signal()
    applied = Signal(object)
    """A ChangeSet that all panes have heard of."""

    sources: SourcesPane
    articles: ArticlesPane
    reader: ReaderPane
    comments: CommentsPane

    def __init__(
        self,
        tasks: "Tasks",
        hub: "Hub",
        services: "Services",
        theme: "Theme",
        pictures: "Pictures",
        state: WindowState,
    ) -> None:
        super().__init__()
        self._tasks, self._services, self._theme = tasks, services, theme
        self._state = state
        self._undo: Callable[[], None] | None = None
        self._dialogs: Dialogs | None = None
        self._hand_out: HandOut | None = None
        self._welcome: FirstRun | None = None
        self.insight_door = InsightDoor(self, tasks, services, theme)
        self._lists_follow: bool | None = None
        self.scroll_over: Callable[[], bool] | None = None
        """Key points and the like, while they are switched on."""
        self.keeps_running = False
        """Whether closing only hides the window: the tray brings it back."""
        self.network_tells_cost = False
        """Whether the system says that a network is metered."""
        self.knows_accent: Callable[[], bool] = lambda: False
        """Whether the system has an accent of its own."""
        self.setWindowTitle("Daily8")
        self.setMinimumSize(*MINIMUM)
        self.setAcceptDrops(True)
        self.actions_ = Actions(self, services.settings.get(KEYS))
        self.sources = SourcesPane(tasks, services, theme, pictures)
        self.articles = ArticlesPane(tasks, services, theme, pictures)
        self.reader = ReaderPane(tasks, services, theme, pictures)
        self.comments = CommentsPane(tasks, services, theme)
        self.panes = PaneLayout(theme, self.sources, self.articles, self.reader, self.comments)
        self.setCentralWidget(self.panes)
        self.toast = Toast(self, theme)
        self.status = StatusLine(self.panes, theme)
        self._make_menus()
        self._join(hub)
        self.place = Place(self, tasks, services, state)
        self.articles.rows.loaded.connect(self.place.touch)
        self.place.restore_measures()

    # -- building -------------------------------------------------------------------------------

    def _make_menus(self) -> None:
        self.main_menu = QMenu(self)
        self._fill_menus()
        self.actions_.changed.connect(self._fill_menus)
        self.actions_["insight"].setChecked(self.settings.get(INSIGHT))
        self.sources.set_main_menu(self.main_menu)
        if not self.main_menu.isEmpty():
            key = QShortcut(QKeySequence(MENU_KEY), self)
            key.activated.connect(self._on_menu_key)

    def _fill_menus(self) -> None:
        if QGuiApplication.platformName() == "cocoa":
            fill_menu_bar(self.menuBar(), self.actions_)
        else:
            fill_main_menu(self.main_menu, self.actions_)

    @Slot()
    def _on_menu_key(self) -> None:
        self.sources.brand.button.open_by_key(self)

    def _join(self, hub: "Hub") -> None:
        hub.changed.connect(self.apply)
        self.actions_.triggered.connect(self._on_action)
        self.panes.changed.connect(self._on_layout)
        self.sources.list_chosen.connect(self._on_list)
        self.sources.add_requested.connect(self.add_source)
        self.sources.refresh_requested.connect(self.refresh)
        self.sources.conversations_chosen.connect(self.show_conversations)
        self.articles.article_chosen.connect(self.open_article)
        self.articles.sources_requested.connect(self.toggle_sources)
        self.articles.add_requested.connect(self.add_source)
        self.reader.related_chosen.connect(self.open_article)
        self.reader.marks.together = self.articles.rows.together
        self.reader.comments_toggled.connect(self.toggle_comments)
        self.reader.bar.action_requested.connect(self._on_action)
        self.reader.status.connect(self.status.say)
        self.comments.status.connect(self.status.say)
        self.comments.sign_in_requested.connect(self.sign_in)
        self.comments.close_requested.connect(self.toggle_comments)
        for pane in (self.sources, self.articles, self.reader, self.comments):
            pane.toast.connect(self.show_toast)

    @property
    def state(self) -> WindowState:
        """Sizes and places that the next start finds again."""
        return self._state

    @property
    def settings(self) -> Settings:
        """What the reader chose."""
        return self._services.settings

    @property
    def dialogs(self) -> "Dialogs":
        """The dialogs, imported when the first of them opens."""
        if self._dialogs is None:
            from desktop_app.ui.dialogs.manager import Dialogs

            self._dialogs = Dialogs(self, self._tasks, self._services, self._theme)
        return self._dialogs

    # -- what happens ---------------------------------------------------------------------------

    @Slot(object)
    def apply(self, change: ChangeSet) -> None:
        """Hand a change to every pane; each looks for what it shows."""
        if self._welcome is not None and change.sources:
            self._welcome.leave()
            self._welcome = None
        for pane in (self.sources, self.articles, self.reader, self.comments):
            pane.apply(change)
        self.applied.emit(change)

    @Slot(object, str)
    def _on_list(self, query: ListQuery, title: str) -> None:
        self.articles.show_list(query, title)
        self.panes.hide_sources()

    @Slot(object)
    def open_article(self, article: Article) -> None:
        """Show an article and its thread; the keys mean this one from now on."""
        self.articles.note_opened(article)
        self.reader.open(article)
        self.comments.show_article(article)
        self.place.touch()

    def show_list(self, kind: ListKind) -> None:
        """Show Today, Unread or Saved."""
        since = day.start_of_today() if kind is ListKind.TODAY else 0
        self.sources.select(ListQuery(kind, since=since))

    def show_conversations(self) -> None:
        """Show the threads that the reader wrote in."""
        self.sources.select_conversations()
        self.articles.show_conversations()
        self.panes.hide_sources()

    def hand_out(self, on_paper: bool) -> None:
        """Print the article that shows, or save it as a file."""
        opened = self.reader.opened
        if opened is None:
            return
        if self._hand_out is None:
            from desktop_app.ui.reader.hand_out import HandOut

            self._hand_out = HandOut(self, self._tasks, self._services)
            self._hand_out.toast.connect(self.show_toast)
        if on_paper:
            self._hand_out.print_(opened)
        else:
            self._hand_out.save(opened)

    def add_source(self, address: str = "") -> None:
        """Open the dialog that finds out what an address is."""
        self.dialogs.add_source(address)

    @Slot(object)
    def sign_in(self, source_id: "SourceId") -> None:
        """Open the dialog that signs in to a source's site."""
        article = self.comments.article
        self.dialogs.sign_in(source_id, article.id if article else None)

    def on_sources_added(self, source_id: "SourceId | None" = None) -> None:
        """Show what was just added, or everything after an import."""
        if self._welcome is not None:
            self._welcome.leave()
            self._welcome = None
        if source_id is not None:
            self.sources.select(ListQuery(ListKind.SOURCE, source_id=source_id))
        else:
            self.show_list(ListKind.TODAY)
            self.refresh()
        self.articles.list.setFocus()  # not on "Add a source", where Space would open it again

    def welcome(self) -> None:
        """Cover the window with the four ways in."""
        from desktop_app.ui.dialogs.first_run import FirstRun

        self._welcome = FirstRun(self, self._theme, insight=self.settings.get(INSIGHT))
        self._welcome.insight_switched.connect(self._switch_insight)
        self._welcome.address_entered.connect(self.add_source)
        self._welcome.catalogue_requested.connect(self.dialogs.catalogue)
        self._welcome.import_requested.connect(self.dialogs.choose_import)
        self._welcome.demo_requested.connect(self.demo_requested)
        self._welcome.show()
        self._welcome.raise_()

    def refresh(self) -> None:
        """Look for news everywhere."""
        self.sources.refresh_all()

    def toggle_comments(self) -> None:
        """Show or hide the comments."""
        self.panes.set_comments_shown(not self.panes.comments_shown)

    def toggle_sources(self) -> None:
        """Show or hide the sources."""
        self.panes.set_sources_shown(not self.panes.sources_shown)

    def follow_insight(self, then: "Callable[[], None] | None" = None) -> None:
        """Make the room of understanding or take it away, as the settings say."""
        on = self.settings.get(INSIGHT)
        self.actions_["insight"].setChecked(on)
        self.insight_door.follow(then)
        if self._lists_follow not in (None, on):  # switched while lists show: they merge or not
            self.apply(ChangeSet(sidebar=True))
            self.articles.reload()
        self._lists_follow = on

    @Slot(bool)
    def _switch_insight(self, on: bool) -> None:
        self.settings.set(INSIGHT, on)

    @property
    def insight(self) -> "InsightRoom | None":
        """Key points and the like, while they are switched on."""
        return self.insight_door.room

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def read_on(self) -> None:
        """Scroll the article by a page; at its end go to the next unread one."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton):
            focus.click()
        elif self.scroll_over is not None and self.scroll_over():
            return  # what lies over the article scrolls instead of it
        elif not self.reader.scroll_page():
            self.articles.next_unread()

    def write(self) -> None:
        """Reply to the current comment, or write a new one."""
        if not self.panes.comments_shown:
            self.panes.set_comments_shown(True)
        self.comments.reply_current()

    @Slot(str, object)
    def show_toast(self, text: str, undo: "Callable[[], None] | None") -> None:
        """Say what was done; ``undo`` takes it back, by the button or Ctrl+Z."""
        self._undo = undo
        self.toast.show_message(text, _("Undo") if undo else "", self.undo if undo else None)

    def undo(self) -> None:
        """Take back the last thing that a toast told of."""
        undo, self._undo = self._undo, None
        if undo is not None:
            self.toast.dismiss()
            undo()

    @Slot(str)
    def _on_action(self, name: str) -> None:
        from desktop_app.ui.commands import run

        run(name, self)

    @Slot()
    def _on_layout(self) -> None:
        self.actions_["toggle_comments"].setChecked(self.panes.comments_shown)
        self.actions_["toggle_sources"].setChecked(self.panes.sources_shown)
        self.reader.set_comments_shown(self.panes.comments_shown)
        self.articles.set_narrow(self.panes.sources_narrow)
        self.comments.set_narrow(self.panes.comments_narrow)

    # -- place, drops, leaving ------------------------------------------------------------------

    def remember(self) -> None:
        """Keep sizes, place and what is shown for the next start."""
        self.place.remember()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take links, and text that is one."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped: an address, or a file of subscriptions."""
        data = event.mimeData()
        urls = data.urls()
        if urls and urls[0].isLocalFile():
            self.dialogs.import_file(urls[0].toLocalFile())
        else:
            self.add_source(urls[0].toString() if urls else data.text().strip())
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        """Refresh what depends on the time when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.articles.on_window_active()

    def come_forward(self) -> None:
        """Show the window, before all others where the system lets us."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def write_down(self) -> None:
        """Put on disk what is only in memory: the window closes, or the machine goes to sleep."""
        self.comments.flush()
        self.reader.flush()
        self.remember()

    def quit(self) -> None:
        """Leave, also when closing the window would only hide it."""
        self.keeps_running = False
        if not self.close():
            return
        QApplication.quit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write down what is only in memory, then leave, or stay in the tray."""
        self.write_down()
        super().closeEvent(event)
        application = QApplication.instance()
        ending = isinstance(application, QApplication) and application.isSavingSession()
        if not self.keeps_running or ending:
            QApplication.quit()
