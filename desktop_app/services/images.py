"""Pictures: fetched by us alone, checked, kept on disk up to the reader's limit."""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import NET, READ, WRITE, Work, gather, on
from desktop_app.services.picture_files import inspect
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.pictures import PictureFile, Pictures
from desktop_app.system.paths import storage_error
from desktop_app.text.urls import is_web

if TYPE_CHECKING:
    from desktop_app.network.http import Http

log = logging.getLogger("daily8.services")

_ACCEPT = {"Accept": "image/webp,image/png,image/jpeg,image/gif"}
_FOR_NOW = 600
_FOR_LONG = 86_400
_PASSING = (
    ErrorKind.OFFLINE,
    ErrorKind.DNS,
    ErrorKind.TIMEOUT,
    ErrorKind.CAPTIVE_PORTAL,
    ErrorKind.RATE_LIMITED,
    ErrorKind.CANCELLED,
    ErrorKind.STORAGE,
    ErrorKind.DISK_FULL,
    ErrorKind.READ_ONLY,
)
"""What says nothing about the picture: asked again at the next chance."""

_AT_ONCE = 4
_TOUCH_SECONDS = 86_400
_STRAY_SECONDS = 3_600


class Images:
    """All methods are Works. ``limit`` gives the bytes that all files together may take."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        http: "Callable[[], Http]",
        limit: Callable[[], int],
        clock: Clock,
    ) -> None:
        self._table = Pictures(database)
        self._folder = folder
        self._http = http
        self._limit = limit
        self._clock = clock

    def fetch(self, url: str) -> Work[Path]:
        """Return the file of a picture, downloaded when it is not there.

        Raises BLOCKED_ADDRESS, BAD_ANSWER (not a picture), TOO_LARGE (bytes or pixels), NOT_FOUND
        with code ``failed_before`` for one that could not be had lately, what ``Http`` raises, and
        STORAGE, DISK_FULL, READ_ONLY.
        """
        if not is_web(url):
            raise AppError(ErrorKind.BLOCKED_ADDRESS)
        now = self._clock.now()
        known: PictureFile | None = yield on(READ, self._known, url)
        if known is not None and known.file:
            if known.used_at < now - _TOUCH_SECONDS:
                yield on(WRITE, self._table.touch, [url], now)
            return self._folder / known.file
        if known is not None and now < known.failed_until <= now + _FOR_LONG:
            raise AppError(ErrorKind.NOT_FOUND, code="failed_before")
        try:
            picture: PictureFile = yield on(NET, self._download, url)
        except AppError as error:
            if error.kind not in _PASSING:
                wait = _FOR_NOW if error.kind is ErrorKind.SERVER else _FOR_LONG
                yield on(WRITE, self._table.fail, url, now + wait)
            raise
        yield on(WRITE, self._table.put, picture)
        return self._folder / picture.file

    def contents(self, urls: Sequence[str], fetch: bool) -> Work[dict[str, bytes]]:
        """Return what the files of pictures hold; one that cannot be had is missing.

        ``fetch`` also downloads those that are not there.
        """
        get = self.fetch if fetch else self.stored
        files = yield gather([get(url) for url in urls], _AT_ONCE)
        found: dict[str, bytes] = {}
        for url, file in zip(urls, files, strict=True):
            if isinstance(file, Path):
                data: bytes | None = yield on(NET, _bytes_of, file)
                if data is not None:
                    found[url] = data
        return found

    def stored(self, url: str) -> Work[Path | None]:
        """Return the file of a picture when it is there."""
        known: PictureFile | None = yield on(READ, self._known, url)
        return self._folder / known.file if known is not None and known.file else None

    def tidy(self) -> Work[int]:
        """Delete what was not shown for longest until the limit holds; return the bytes freed."""
        excess: tuple[PictureFile, ...] = yield on(READ, self._table.least_used, self._limit())
        freed = 0
        for start in range(0, len(excess), SLICE):
            part = excess[start : start + SLICE]
            yield on(WRITE, self._table.remove, [each.url for each in part])
            freed += sum(each.bytes for each in part)
        known: frozenset[str] = yield on(READ, self._table.files)
        yield on(NET, self._delete_unknown, known, frozenset(each.file for each in excess))
        return freed

    def _known(self, url: str) -> PictureFile | None:
        known = self._table.find(url)
        if known is None or not known.file or (self._folder / known.file).is_file():
            return known
        return None  # somebody emptied the folder

    def _download(self, url: str) -> PictureFile:
        from desktop_app.network.http import PICTURE_CAP

        answer = self._http().get(url, headers=_ACCEPT, cap=PICTURE_CAP)
        answer.raise_for_status()
        info = inspect(answer.body)
        name = f"{hashlib.sha256(answer.body).hexdigest()}.{info.kind}"
        _write(self._folder, name, answer.body)
        size = len(answer.body)
        return PictureFile(url, name, size, info.width, info.height, self._clock.now())

    def _delete_unknown(self, known: frozenset[str], doomed: frozenset[str]) -> None:
        """Delete files that no row names; other young ones may be on their way into the table."""
        old = time.time() - _STRAY_SECONDS
        try:
            for file in self._folder.iterdir():
                if file.name in known or not file.is_file():
                    continue
                if file.name in doomed or file.stat().st_mtime < old:
                    file.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error) from error


def _bytes_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        log.info("a picture is gone: %s", error)
        return None


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a file for its owner alone. Not synced: a lost picture is fetched again."""
    target = folder / name
    temporary = ""
    try:
        if target.is_file() and target.stat().st_size == len(data):
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".new")  # made 0600
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise storage_error(error) from error
