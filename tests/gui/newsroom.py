"""A profile with sources and articles, real services on it, and pictures painted at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.app import build_services
from desktop_app.core.articles import FoundArticle, Picture
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import FoundSource, Source
from desktop_app.runtime.hub import Hub
from desktop_app.runtime.tasks import Tasks
from desktop_app.storage.articles import Articles
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import Settings
from desktop_app.ui.theme.theme import Theme

NOW = 1_795_452_000  # 23 November 2026, 16:40 UTC


class StandingClock:
    """It is always the same second."""

    def now(self) -> int:
        return NOW

    def monotonic(self) -> float:
        return 0.0


class PaintedPictures(QObject):
    """Has every picture whose address starts with "painted:" at once."""

    ready = Signal(str)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def get(
        self,
        url: str,
        width: int,
        height: int,
        dpr: float = 1,
        radius: float = 0,
        fill: bool = True,
    ) -> QPixmap | None:
        self.asked.append(url)
        if not url.startswith("painted:"):
            return None
        made = QPixmap(round(width * dpr), round(height * dpr))
        made.fill(QColor(url.partition(":")[2]))
        made.setDevicePixelRatio(dpr)
        return made


def story(
    number: int, minutes: int, title: str = "", picture: str = "", **more: object
) -> FoundArticle:
    """An article that is ``minutes`` old."""
    return FoundArticle(
        remote_id=str(number),
        url=f"https://paper.example/{number}",
        title=title or f"Story {number} about the harbour and its people",
        excerpt=f"What happened in story {number}.",
        published_at=NOW - 60 * minutes,
        picture=Picture(picture, 600, 400) if picture else None,
        **more,  # type: ignore[arg-type]
    )


class Newsroom:
    """Real storage, services, hub and tasks below one folder."""

    def __init__(self, folder: Path, wait: Callable[..., None]) -> None:
        paths = profile_paths(folder)
        self.hub = Hub()
        self.services, self.backstage = build_services(
            paths,
            Settings(paths.settings_file),
            credentials=MemoryCredentials(),
            publish=self.hub.publish,
            clock=StandingClock(),
        )
        self.tasks = Tasks(
            self.hub, heavy=self.backstage.heavy, interrupters=self.backstage.interrupters
        )
        database = self.services.reading._database  # the one that everything stands on
        self.sources, self.articles = Sources(database), Articles(database)
        self.pictures = PaintedPictures()
        self._wait = wait

    def add_source(self, title: str, folder: object = None) -> Source:
        host = title.lower().replace(" ", "-")
        found = FoundSource(
            "feed", f"https://{host}.example/feed", title, f"https://{host}.example/"
        )
        return self.sources.add(found, folder, NOW)  # type: ignore[arg-type]

    def store(self, source: SourceId, *found: FoundArticle) -> tuple[ArticleId, ...]:
        return self.articles.store(source, found, NOW).new

    def settle(self) -> None:
        """Let all that was started come home, and be seen."""
        self._wait(self.tasks.quiet)
        QApplication.processEvents()  # what was put into a page is shown by an event of its own
        self._wait(self.tasks.quiet)

    def close(self) -> None:
        self.tasks.stop()
        self.backstage.close()


@contextmanager
def shown(widget: QWidget, width: int, height: int) -> Iterator[QWidget]:
    """Show a widget, and delete it afterwards."""
    widget.resize(width, height)
    widget.show()
    try:
        yield widget
    finally:
        widget.close()
        widget.deleteLater()


def dress(app: QApplication, scheme: str = "light") -> Theme:
    """Give the application of the tests the house's look."""
    theme = Theme(scheme)
    theme.apply(app)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return theme
