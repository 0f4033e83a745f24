"""Pictures for rows and articles: fetched by a service, decoded off the main thread, kept small.

``get`` never blocks: it returns what is in memory or None, and ``ready`` says when to ask again.
"""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QImage, QImageIOHandler, QImageReader, QPainter, QPixmap

from desktop_app.core.errors import AppError
from desktop_app.system.settings import PICTURES

if TYPE_CHECKING:
    from desktop_app.core.changes import ChangeSet
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

log = logging.getLogger("daily8.pictures")

MEMORY_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 64_000_000  # a picture with more is not decoded: 256 MB in memory
MOST_WAITING = 400  # decodes in the queue; the oldest give way, they have long scrolled away
RETRY_SECONDS = 120.0
THREADS = 2
DRAIN_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture in one shape. Sizes in logical pixels; 0 follows from the other side.

    ``fill`` crops to the shape, otherwise the whole picture fits inside it.
    """

    url: str
    width: int
    height: int
    dpr: float
    radius: float
    fill: bool


@dataclass(frozen=True, slots=True)
class _Decoded:
    wanted: Wanted
    image: QImage | None  # None: not a picture that can be read
    natural: QSize


class Pictures(QObject):
    """The one picture cache of the window. Main thread, except the two threads that decode."""

    ready = Signal(str)
    """The address of a picture that ``get`` now returns in at least one shape."""
    failed = Signal(str)
    """The address of a picture that cannot be had just now."""
    _arrived = Signal()

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._services = services
        self._cache: OrderedDict[Wanted, QPixmap] = OrderedDict()
        self._bytes = 0
        self._natural: dict[str, QSize] = {}
        self._files: dict[str, Path] = {}
        self._waiting: dict[str, set[Wanted]] = {}
        self._failures: dict[str, float] = {}
        self._decoder = _Decoder(self._notify)
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def get(
        self,
        url: str,
        width: int,
        height: int,
        dpr: float = 1.0,
        radius: float = 0.0,
        fill: bool = True,
    ) -> QPixmap | None:
        """Return the picture in that shape if it is in memory, else ask for it and return None."""
        wanted = Wanted(url, width, height, dpr, radius, fill)
        found = self._cache.get(wanted)
        if found is not None:
            self._cache.move_to_end(wanted)
            return found
        if not url or self.is_failed(url):
            return None
        shapes = self._waiting.setdefault(url, set())
        if wanted in shapes:
            return None
        first = not shapes
        shapes.add(wanted)
        if url in self._files:
            self._decode(wanted)
        elif first:
            self._fetch(url)
        return None

    def natural(self, url: str) -> QSize | None:
        """Return the picture's own size in pixels once it was decoded."""
        return self._natural.get(url)

    def is_failed(self, url: str) -> bool:
        """Return whether the picture could not be had in the last minutes."""
        until = self._failures.get(url)
        if until is None:
            return False
        if until > time.monotonic():
            return True
        del self._failures[url]
        return False

    def apply(self, change: "ChangeSet") -> None:
        """Try again what is now on disk."""
        for url in change.pictures & self._failures.keys():
            del self._failures[url]
            self.ready.emit(url)

    def retry(self) -> None:
        """Forget what failed: the network may be back."""
        self._failures.clear()

    def stop(self) -> None:
        """End the decoding threads and wait for them, for a second at most."""
        self._decoder.stop()

    def _fetch(self, url: str) -> None:
        images = self._services.images
        offline = self._services.settings.get(PICTURES) == "cached_only"
        work = images.stored(url) if offline else images.fetch(url)
        self._tasks.run(work, partial(self._on_file, url), partial(self._on_error, url))

    def _on_file(self, url: str, file: Path | None) -> None:
        if file is None:
            self._give_up(url)
            return
        self._files[url] = file
        for wanted in tuple(self._waiting.get(url, ())):
            self._decode(wanted)

    def _on_error(self, url: str, error: AppError) -> None:
        log.info("picture %s: %s", url, error)
        self._give_up(url)

    def _give_up(self, url: str) -> None:
        self._failures[url] = time.monotonic() + RETRY_SECONDS
        self._files.pop(url, None)
        self._waiting.pop(url, None)
        self.failed.emit(url)

    def _decode(self, wanted: Wanted) -> None:
        for dropped in self._decoder.add(wanted, self._files[wanted.url]):
            self._done(dropped)

    def _done(self, wanted: Wanted) -> None:
        shapes = self._waiting.get(wanted.url)
        if shapes is not None:
            shapes.discard(wanted)
            if not shapes:
                del self._waiting[wanted.url]

    def _notify(self) -> None:
        try:
            self._arrived.emit()
        except RuntimeError:  # the window closed while a picture was being decoded
            log.info("a picture came after the end")

    def _drain(self) -> None:
        end = time.monotonic() + DRAIN_SECONDS
        results = self._decoder.results
        urls: list[str] = []
        while results and time.monotonic() < end:
            decoded = results.popleft()
            self._done(decoded.wanted)
            if decoded.image is None:
                self._give_up(decoded.wanted.url)
                continue
            self._natural[decoded.wanted.url] = decoded.natural
            self._keep(decoded.wanted, QPixmap.fromImage(decoded.image))
            urls.append(decoded.wanted.url)
        if results:
            self._arrived.emit()
        for url in dict.fromkeys(urls):
            self.ready.emit(url)

    def _keep(self, wanted: Wanted, pixmap: QPixmap) -> None:
        pixmap.setDevicePixelRatio(wanted.dpr)
        replaced = self._cache.pop(wanted, None)
        self._bytes += _cost(pixmap) - (_cost(replaced) if replaced is not None else 0)
        self._cache[wanted] = pixmap
        while self._bytes > MEMORY_BYTES and len(self._cache) > 1:
            self._bytes -= _cost(self._cache.popitem(last=False)[1])


class Awaited:
    """The pictures in whose place a view painted something else: only they need a repaint."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._urls: set[str] = set()

    def get(self, url: str, width: int, height: int, dpr: float, radius: float) -> QPixmap | None:
        """Return the picture as ``Pictures.get`` does; note it when it is not there yet."""
        found = self._pictures.get(url, width, height, dpr, radius)
        if found is None:
            self._urls.add(url)
        return found

    def came(self, url: str) -> bool:
        """Return whether the view waits for ``url``, which is there now."""
        if url not in self._urls:
            return False
        self._urls.discard(url)
        return True


def _cost(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


class _Decoder:
    """The picture lane: two daemon threads that take the newest wish first."""

    def __init__(self, notify: Callable[[], None]) -> None:
        self.results: deque[_Decoded] = deque()
        self._notify = notify
        self._changed = threading.Condition()
        self._jobs: list[tuple[Wanted, Path]] = []
        self._threads: list[threading.Thread] = []
        self._stopped = False

    def add(self, wanted: Wanted, file: Path) -> list[Wanted]:
        """Queue one decode; return the wishes that had to give way."""
        with self._changed:
            self._jobs.append((wanted, file))
            dropped = [job[0] for job in self._jobs[:-MOST_WAITING]]
            del self._jobs[:-MOST_WAITING]
            self._changed.notify()
        if len(self._threads) < THREADS and not self._stopped:
            name = f"picture-{len(self._threads)}"
            thread = threading.Thread(target=self._run, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()
        return dropped

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._jobs.clear()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(1.0)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and not self._stopped:
                    self._changed.wait()
                if self._stopped:
                    return
                wanted, file = self._jobs.pop()
            self.results.append(decode(wanted, file))
            self._notify()


def decode(wanted: Wanted, file: Path) -> _Decoded:
    """Read, scale, crop and round one picture. Any thread; no QPixmap is touched."""
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    raw = reader.size()
    if raw.isValid() and raw.width() * raw.height() > MOST_PIXELS:
        return _Decoded(wanted, None, QSize())
    natural = raw.transposed() if turned else raw
    if raw.isValid():
        target = _target(natural, wanted)
        coarse = natural.scaled(target * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if coarse.width() < natural.width() and bytes(reader.format().data()) == b"jpeg":
            reader.setScaledSize(coarse.transposed() if turned else coarse)
    image = reader.read()
    if image.isNull():
        return _Decoded(wanted, None, QSize())
    if not natural.isValid():
        natural = image.size()
    return _Decoded(wanted, _shape(image, _target(natural, wanted), wanted), natural)


def _target(natural: QSize, wanted: Wanted) -> QSize:
    """Return the size in device pixels that ``wanted`` asks for."""
    own_width, own_height = max(1, natural.width()), max(1, natural.height())
    width, height = wanted.width * wanted.dpr, wanted.height * wanted.dpr
    if not width and not height:
        return QSize(own_width, own_height)
    if not height:
        height = width * own_height / own_width
    elif not width:
        width = height * own_width / own_height
    elif not wanted.fill:
        scale = min(width / own_width, height / own_height)
        width, height = own_width * scale, own_height * scale
    return QSize(max(1, round(width)), max(1, round(height)))


def _shape(image: QImage, target: QSize, wanted: Wanted) -> QImage:
    scaled = image.scaled(
        target,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left = (scaled.width() - target.width()) // 2
    top = (scaled.height() - target.height()) // 2
    cropped = scaled.copy(left, top, target.width(), target.height())
    if not wanted.radius:
        return cropped.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    rounded = QImage(target, QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(cropped))
    radius = wanted.radius * wanted.dpr
    painter.drawRoundedRect(QRectF(QPointF(0, 0), target.toSizeF()), radius, radius)
    painter.end()
    return rounded
