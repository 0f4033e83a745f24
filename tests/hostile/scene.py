"""A real window on a site that was well when it was added, and what the reader sees of it."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.network.http import Http
from desktop_app.system.paths import profile_paths
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.running import Running
from desktop_app.ui.sources.nodes import Kind
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle
from tests.servers.dialects import Dialect, Item, WordPressDialect
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour, HostileServer

T0 = 1_750_000_000
LATE_MS = 200
CLIENTS: list[Http] = []
"""The network clients of this test."""

ALICE = "7"
KEPT = (
    "article",
    "body",
    "article_section",
    "article_tag",
    "section",
    "comment",
    "thread",
    "draft",
    "posting",
    "account",
)
"""The tables whose rows a bad answer must leave alone."""


def entry(number: int, **more: Any) -> Item:
    return {
        "id": number,
        "link": f"http://127.0.0.1/{number}",
        "title": f"Headline {number}",
        "html": f"<p>Text {number} as it was stored.</p>",
        "author": "Nadia",
        "published": T0 - 60 * number,
        **more,
    }


def remark(number: int, parent: int = 0, **more: Any) -> Item:
    return {
        "id": number,
        "parent": parent,
        "author": "Sami",
        "html": f"<p>Remark {number}</p>",
        "published": T0 + number,
        **more,
    }


OLD = [entry(each) for each in (1, 2, 3)]
OLD_REMARKS = [remark(each) for each in (11, 12)]


class Lateness(QObject):
    """The worst lateness of a 5 ms timer, without the time in which other programs had the core.

    That is also the time of our other threads: whoever holds the interpreter keeps this one back.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worst = 0.0
        self._last = time.perf_counter()
        self._robbed = _robbed()
        self._timer = QTimer(self, interval=5)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.worst, self._last, self._robbed = 0.0, time.perf_counter(), _robbed()
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        return self.worst

    def _tick(self) -> None:
        now, robbed = time.perf_counter(), _robbed()
        stolen = sum(each - self._robbed.get(name, 0) for name, each in robbed.items())
        late = (now - self._last) * 1000 - 5 - stolen / 1e6
        self.worst = max(self.worst, late)
        self._last, self._robbed = now, robbed


def _robbed() -> dict[str, int]:
    """Nanoseconds that each thread was ready and had to wait for a core; empty where untold."""
    found: dict[str, int] = {}
    for task in Path("/proc/self/task").glob("*"):
        with suppress(OSError, ValueError, IndexError):  # it ended meanwhile
            found[task.name] = int((task / "schedstat").read_text().split()[1])
    return found


class Scene:
    """What a test does to the site, and what the window says."""

    def __init__(
        self, qtbot: QtBot, profile: Path, dialect: Dialect, server: HostileServer, running: Running
    ) -> None:
        self.qtbot, self.profile = qtbot, profile
        self.dialect, self.server, self.running = dialect, server, running
        self.lateness = Lateness()
        self.late_ms = LATE_MS

    @property
    def window(self) -> MainWindow:
        return self.running.window

    @property
    def is_wordpress(self) -> bool:
        return isinstance(self.dialect, WordPressDialect)

    # -- the site --------------------------------------------------------------------------------

    def list_answers(self, *behaviours: Behaviour) -> None:
        self.server.on(self.dialect.list_path, *behaviours)

    def thread_answers(self, *behaviours: Behaviour) -> None:
        self.server.on(self.dialect.thread_path, *behaviours)

    def heal(self, *items: Item) -> None:
        """Let the site be well again, with what it had and ``items``."""
        self.list_answers(self.dialect.articles([*items, *OLD]))
        self.thread_answers(self.dialect.comments(OLD_REMARKS))
        forget_trouble(self)

    # -- the reader ------------------------------------------------------------------------------

    def settle(self) -> None:
        settle(self.qtbot, self.running)

    def wait(self, ready: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(ready()), timeout=PATIENCE_MS)

    def refresh(self) -> str:
        """Press the key for it; return what the toast says, "" when it says nothing new."""
        toast = self.window.toast
        toast.dismiss()
        self.window.refresh()
        self.settle()
        return toast.text if toast.isVisible() else ""

    def open(self, row: int) -> str:
        """Open the article at ``row``; return the text of the page."""
        self.window.articles.list.choose(row)
        self.settle()
        self.qtbot.wait(150)  # the reader's own patience before it shows a head
        self.settle()
        return self.page()

    def page(self) -> str:
        return self.window.reader.stage.view.toPlainText()

    def notice(self) -> str:
        stage = self.window.reader.stage
        if not stage.face.isHidden():
            return stage.face.accessibleName()
        return "" if stage.notice.isHidden() else stage.notice.words.text()

    def thread_notice(self) -> str:
        board = self.window.comments.board
        if not board.face.isHidden():
            return board.face.accessibleName()
        return "" if board.notice.isHidden() else board.notice.words.text()

    def reload_thread(self) -> str:
        self.window.comments._refresh()
        self.settle()
        return self.thread_notice()

    def source_says(self) -> str:
        """What the row of the source says to a pointer that rests on it."""
        tree = self.window.sources.tree
        (source,) = run_now(self.running.services.subscribing.sidebar()).sources
        index = tree.model().find(Kind.SOURCE, source.id)
        return str(index.data(Qt.ItemDataRole.ToolTipRole))

    def titles(self) -> list[str]:
        return [row.article.title for row in self.window.articles.model.rows]

    def remarks(self) -> list[str]:
        state = self.window.comments.board.state
        return [] if state is None else [n.comment.plain for n in state.nodes if n.comment]

    # -- the disk --------------------------------------------------------------------------------

    def rows(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return {
                table: connection.execute(f"select * from {table}").fetchall()
                for table in tables or KEPT
            }

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    @property
    def database(self) -> Path:
        return profile_paths(self.profile).database

    # -- the whole -------------------------------------------------------------------------------

    @contextmanager
    def nothing_is_lost(self) -> Iterator[None]:
        """The rows on disk are the same afterwards, and so is what the window shows."""
        before, titles, page = self.rows(), self.titles(), self.page()
        remarks = self.remarks()
        yield
        after = self.rows()
        for table in KEPT:
            if table == "thread":  # visited_at is when the reader was here
                before[table] = [row[:3] + row[4:] for row in before[table]]
                after[table] = [row[:3] + row[4:] for row in after[table]]
            assert after[table] == before[table], table
        assert self.titles() == titles
        assert self.page() == page
        assert self.remarks() == remarks
        assert self.ask("pragma quick_check") == [("ok",)]

    def still_works(self, number: int = 99) -> None:
        """The site gets well, and the next look brings what is new, without a restart."""
        self.heal(entry(number, title="Good again", published=T0 + 60))
        assert self.refresh() == ""
        self.wait(lambda: "Good again" in self.titles())
        assert set(self.titles()) >= {"Headline 1", "Headline 2", "Headline 3"}
        assert self.ask("select count(*) from source where problem_kind is not null") == [(0,)]
        assert "as it was stored" in self.page() or self.open(0)


def forget_trouble(scene: Scene) -> None:
    """Let the host be asked again at once: it was left alone after its failures."""
    for client in CLIENTS:
        client._politeness._failures.clear()
        client._politeness._known().clear()


def home_page(server: HostileServer) -> Behaviour:
    link = f'<{server.url("/wp-json/")}>; rel="https://api.w.org/"'
    return does.body(b"<html><title>Site</title></html>", Content_Type="text/html", Link=link)


def make_site(server: HostileServer, dialect: Dialect) -> str:
    """Put a healthy site onto the server; return the address that a reader would add."""
    server.on(dialect.list_path, dialect.articles(OLD))
    server.on(dialect.thread_path, dialect.comments(OLD_REMARKS))
    if not isinstance(dialect, WordPressDialect):
        return server.url(dialect.list_path)
    server.on("/", home_page(server))
    index = {"name": "Site", "home": server.url("/"), "namespaces": ["wp/v2"]}
    server.on("/wp-json/", does.as_json(index))
    server.on("/wp-json/wp/v2/categories", does.as_json([]))
    return server.url("/")


@contextmanager
def open_scene(
    qtbot: QtBot,
    profile: Path,
    dialect: Dialect,
    server: HostileServer | None = None,
) -> Iterator[Scene]:
    """Add the site, show its list, open its first article; measure lateness from then on."""
    with server or HostileServer() as running_server:
        address = make_site(running_server, dialect)
        with running_window(qtbot, profile) as running:
            scene = Scene(qtbot, profile, dialect, running_server, running)
            add_source(running, address)
            (source,) = run_now(running.services.subscribing.sidebar()).sources
            if not scene.is_wordpress:
                give_comment_feed(scene)
            if running.window._welcome is not None:
                running.window._welcome.leave()
            scene.settle()
            running.window.on_sources_added(source.id)
            scene.wait(lambda: len(scene.titles()) == len(OLD))
            assert "Text 1" in scene.open(0)
            scene.wait(lambda: len(scene.remarks()) == len(OLD_REMARKS))
            QApplication.processEvents()
            scene.lateness.start()
            yield scene
            worst = scene.lateness.stop()
            assert worst < scene.late_ms, f"the window stood still for {worst:.0f} ms"


def give_comment_feed(scene: Scene) -> None:
    """Name the comment feed of each article, as wfw:commentRss would."""
    with closing(sqlite3.connect(scene.database)) as connection, connection:
        url = scene.server.url(scene.dialect.thread_path)
        connection.execute("update article set thread_key = ?", (url,))


def query_of(scene: Scene) -> ListQuery:
    (source,) = run_now(scene.running.services.subscribing.sidebar()).sources
    return ListQuery(ListKind.SOURCE, source_id=source.id)


def raw_json(value: object) -> Behaviour:
    return does.body(json.dumps(value).encode(), Content_Type="application/json")


def captured(behaviour: Behaviour, path: str = "/?per_page=100") -> bytes:
    """Return the body that a behaviour would send."""

    class Catcher:
        sent = b""

        def answer(self, status: int, content: bytes, headers: object) -> None:
            self.sent = content

    catcher: Any = Catcher()
    catcher.path = path
    behaviour(catcher)
    sent: bytes = catcher.sent
    return sent


def texts(items: Sequence[Item]) -> list[str]:
    return [str(each["title"]) for each in items]
