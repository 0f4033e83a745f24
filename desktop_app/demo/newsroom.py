"""The embedded newsroom: a small site on 127.0.0.1 that speaks WordPress's REST API.

It exists so that reading, signing in and taking part can be tried with no network and no account
anywhere. A client cannot tell it from a real site, and is not meant to.
"""

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.demo.answers import Params, Reply, Request
from desktop_app.demo.call import Call, House
from desktop_app.demo.neighbours import Neighbours

if TYPE_CHECKING:
    from desktop_app.demo.server import Server
    from desktop_app.demo.store import Store

log = logging.getLogger("daily8.demo")

FLOOD_SECONDS = 15.0
"""Seconds between two comments of one reader, as on every WordPress site."""

_UPLOADS = "/wp-content/uploads/"
_KINDS = {".webp": "image/webp", ".png": "image/png"}


class Newsroom:
    """The newsroom whose file lives in ``folder``, with the content of the folder ``content``.

    Start and stop it on any one thread; neither takes a tenth of a second.
    """

    def __init__(
        self, folder: Path, content: Path, *, now: Callable[[], float] = time.time
    ) -> None:
        self._folder, self._content, self._now = folder, content, now
        self._store: Store | None = None
        self._server: Server | None = None
        self._house: House | None = None
        self._words: Mapping[str, Mapping[str, str]] = {}
        self._switches = threading.Lock()
        self._neighbours = Neighbours(content)

    @property
    def url(self) -> str:
        """The address of the site, without a slash at the end."""
        assert self._house is not None, "not started"
        return self._house.url

    def start(self) -> None:
        """Listen, on the port of the last time when it is free: the address names the source.

        The first start fills the file, and counts all dates from now. Raises AppError STORAGE.
        """
        from desktop_app.demo import seeding
        from desktop_app.demo.server import Server
        from desktop_app.demo.store import Store

        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            site = json.loads((self._content / "site.json").read_text("utf-8"))
            words = json.loads((self._content / "words.json").read_text("utf-8"))
            store = self._store = Store(self._folder / "newsroom.db")
            if store.empty:
                with store.transaction() as db:
                    store.make_tables(db)
                    seeding.seed(db, self._content, int(self._now()))
            self._words = words
            self._house = _house(site)  # before the first request can come
            self._listen(Server)
        except (OSError, sqlite3.Error) as error:
            self.stop()
            raise AppError(ErrorKind.STORAGE, code="newsroom", detail=str(error)) from error
        log.info("the newsroom is open at %s", self.url)

    def _listen(self, server_class: "type[Server]") -> None:
        kept = self._folder / "port"
        try:
            server = server_class(_port(kept), self.answer)
        except OSError:
            server = server_class(0, self.answer)
        self._server = server
        assert self._house is not None
        self._house = replace(self._house, url=f"http://127.0.0.1:{server.port}")
        kept.touch(mode=0o600)
        kept.write_text(str(server.port), "ascii")
        server.start()

    def stop(self) -> None:
        """Stop listening, end all connections, close the file. Calling it again does nothing."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._store is not None:
            self._store.close()
            self._store = None

    def change_rules(
        self, *, flood_seconds: float = FLOOD_SECONDS, stall_seconds: float = 0.0
    ) -> None:
        """Change how comments are taken, for tests: no pause between two, or a late answer."""
        assert self._house is not None, "not started"
        with self._switches:
            self._house = replace(
                self._house, flood_seconds=flood_seconds, stall_seconds=stall_seconds
            )

    def answer(self, request: Request) -> Reply:
        """Answer one request. Any thread; a bug becomes status 500 and is logged."""
        if request.path.startswith(_UPLOADS):
            return self._picture(request.path.removeprefix(_UPLOADS))
        house, store = self._house, self._store
        if house is None or store is None:
            return Reply(503)
        try:
            with store.transaction() as db:
                reply = self._answer(request, db, house)
        except sqlite3.ProgrammingError:  # the file was closed under a late request
            return Reply(503)
        except Exception:
            log.exception("the newsroom could not answer %s %s", request.method, request.path)
            return Reply(500, b"{}", "application/json")
        if reply.status == 201 and house.stall_seconds:
            time.sleep(house.stall_seconds)
        return reply

    def _answer(self, request: Request, db: sqlite3.Connection, house: House) -> Reply:
        from desktop_app.demo import approval, identity, neighbours, router

        if request.path.startswith(neighbours.ROOT):
            if request.method not in ("GET", "HEAD"):
                return Reply(405, headers={"Allow": "GET, HEAD"})
            return self._neighbours.answer(request.path, house.url, neighbours.opened_at(db))
        now = int(self._now())
        caller = identity.caller_of(db, request.headers.get("authorization", ""), now)
        call = Call(request, Params.of(request.query), db, house, caller, now)
        if request.path == approval.PATH:
            return approval.answer(call, self._words_for(request.headers))
        return router.answer(call)

    def _words_for(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Return the words of the approval page in a language that the browser asks for."""
        for wanted in headers.get("accept-language", "").lower().split(","):
            language = wanted.strip().partition(";")[0].partition("-")[0]
            if language in self._words:
                return self._words[language]
        return self._words["en"]

    def _picture(self, name: str) -> Reply:
        kind = _KINDS.get(Path(name).suffix)
        if kind is None or "/" in name or "\\" in name or ":" in name or name.startswith("."):
            return Reply(404)
        try:
            data = (self._content / "pictures" / name).read_bytes()
        except OSError:
            return Reply(404)
        return Reply(200, data, kind, {"Cache-Control": "max-age=86400"})


def _house(site: Mapping[str, Any]) -> House:
    return House(
        url="",
        title=site["title"],
        tagline=site["tagline"],
        language=site["language"],
        gmt_offset=site["gmt_offset"],
        hold_words=tuple(site["hold_words"]),
        trash_words=tuple(site["trash_words"]),
        most_links=site["most_links"],
        flood_seconds=FLOOD_SECONDS,
    )


def _port(kept: Path) -> int:
    try:
        port = int(kept.read_text("ascii"))
    except (OSError, ValueError):
        return 0
    return port if 1024 <= port < 65_536 else 0
