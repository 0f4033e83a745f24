"""Asks the embedded newsroom over HTTP, plainly."""

import http.client
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.servers.newsroom import Demo


@dataclass
class Said:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """Asks the newsroom over HTTP, as one of its readers where a name is given."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.port = urlsplit(demo.newsroom.url).port or 0

    def ask(
        self,
        path: str,
        method: str = "GET",
        login: str = "",
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Said:
        sent = dict(headers or {})
        if login:
            pair = f"{login}:{self.demo.passwords[login]}".encode()
            sent["Authorization"] = f"Basic {b64encode(pair).decode()}"
        if isinstance(body, dict):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Said(
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            connection.close()

    def api(self, path: str, method: str = "GET", login: str = "", body: object = None) -> Said:
        return self.ask(f"/wp-json/wp/v2/{path}", method, login, body)

    def comment(self, text: str, login: str = "alice", post: str = "empty", **more: object) -> Said:
        body = {"post": self.demo.posts[post], "content": text, **more}
        return self.api("comments", "POST", login, body)
