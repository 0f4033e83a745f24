"""A small WordPress that takes comments, as far as the tests of bad days need it."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account
from desktop_app.core.work import run_now
from desktop_app.services import outbox_rules, taking_part
from desktop_app.services.taking_part import Pace
from desktop_app.storage.accounts import AccountsTable
from desktop_app.system import credentials
from desktop_app.system.credentials import Credentials, MemoryCredentials
from tests.hostile.scene import T0, Scene, open_scene
from tests.servers.dialects import WordPressDialect
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour, Handler

LOGIN, PASSWORD, PERSON = "alice", "abcd efgh ijkl mnop", 7
COMMENTS, ME = "/wp-json/wp/v2/comments", "/wp-json/wp/v2/users/me"


class CommentSite:
    """Takes what is posted into its list, unless ``posting`` has other plans for it."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.instead: list[Behaviour] = []  # for the next postings, in order
        self.lock = threading.Lock()

    def comments(self, handler: Handler) -> None:
        if handler.command == "POST":
            with self.lock:
                chosen = self.instead.pop(0) if self.instead else self.take
            chosen(handler)
            return
        query = parse_qs(urlsplit(handler.path).query)
        post = query.get("post", ["0"])[0]
        rows = [each for each in self.stored if str(each["post"]) == post]
        does.as_json(rows, X_WP_Total=str(len(rows)), X_WP_TotalPages="1")(handler)

    def take(self, handler: Handler) -> None:
        """Store the comment and say so."""
        does.as_json(self.store(handler), 201)(handler)

    def store(self, handler: Handler) -> dict[str, Any]:
        fields = json.loads(handler.request_body)
        with self.lock:
            made = {
                "id": 500 + len(self.stored),
                "post": fields["post"],
                "parent": fields.get("parent", 0),
                "author": PERSON,
                "author_name": "Alice",
                "date_gmt": "2025-06-15T15:06:40",
                "content": {"rendered": f"<p>{fields['content']}</p>"},
                "status": "approved",
                "link": "",
            }
            self.stored.append(made)
        return made

    def take_and(self, then: Behaviour) -> Behaviour:
        """Store the comment and answer something else."""

        def behave(handler: Handler) -> None:
            self.store(handler)
            then(handler)

        return behave

    def texts(self) -> list[str]:
        return [each["content"]["rendered"][3:-4] for each in self.stored]

    @staticmethod
    def me(handler: Handler) -> None:
        pair = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
        if handler.headers.get("Authorization") != f"Basic {pair}":
            code = {"code": "incorrect_password", "message": "No.", "data": {"status": 401}}
            does.as_json(code, 401)(handler)
            return
        does.as_json({"id": PERSON, "name": "Alice", "slug": "alice", "roles": []})(handler)


@contextmanager
def writing_scene(
    qtbot: QtBot,
    profile: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    pace: Pace | None = None,
    keystore: Credentials | None = None,
    signed_in: bool = True,
) -> Iterator[tuple[Scene, CommentSite]]:
    """A window whose reader is signed in to the site, at the composer of the first article."""
    kept = keystore or MemoryCredentials()
    monkeypatch.setattr(credentials, "KeyringCredentials", lambda: kept)
    usual = Pace(undo=0, settle=1, min_interval=0.0)
    monkeypatch.setattr(taking_part, "USUAL_PACE", pace or usual)
    monkeypatch.setattr(outbox_rules, "FIRST_WAIT", 1)
    site = CommentSite()
    with open_scene(qtbot, profile, WordPressDialect()) as scene:
        server = scene.server
        root = server.url("/wp-json/")
        server.on(COMMENTS, site.comments)
        server.on(ME, CommentSite.me)
        page = server.url("/approve")
        index = {
            "name": "Site",
            "home": server.url("/"),
            "namespaces": ["wp/v2"],
            "authentication": {
                "application-passwords": {"endpoints": {"authorization": page}},
            },
        }
        server.on("/wp-json/", does.as_json(index))
        if signed_in:
            kept.set("key", PASSWORD)
            sign_in(scene, root)
            scene.window.comments._reload()
            scene.settle()
            assert scene.window.comments.composer.can_write
        yield scene, site


def sign_in(scene: Scene, root: str) -> None:
    table: AccountsTable = scene.running.services.accounts._table
    account = Account(
        AccountId(0), "wordpress", root, LOGIN, "Alice", str(PERSON), "key", verified_at=T0
    )
    table.put(account)


def write(scene: Scene, text: str) -> None:
    """Type into the composer as a person does."""
    edit = scene.window.comments.composer.edit
    edit.setFocus()
    scene.qtbot.keyClicks(edit, text)


def post(scene: Scene, text: str) -> None:
    """Write and press Post."""
    write(scene, text)
    scene.window.comments.composer.post_requested.emit()


def posting_states(scene: Scene) -> list[tuple[str, str]]:
    return [tuple(row) for row in scene.ask("select state, text from posting order by number")]


def said_of_postings(scene: Scene) -> list[str]:
    """What the rows of own postings say of their state."""
    from desktop_app.ui.comments.words import state_of

    state = scene.window.comments.board.state
    if state is None:
        return []
    now = scene.window.comments.now()
    return [state_of(node, now)[0] for node in state.nodes if node.posting is not None]


def drafts(scene: Scene) -> list[str]:
    return [row[0] for row in scene.ask("select text from draft")]


def waiting(scene: Scene) -> int:
    return len(run_now(scene.running.services.outbox.waiting()))
