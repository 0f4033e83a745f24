"""A loopback server that answers as a language model's server did, or as a test wants.

``Replay`` plays the recordings of tests/data/model/, and answers made by ``saying``; it keeps every
request that it was sent.
"""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "model"
MODEL = "/models/gemma-3-270m.gguf"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: pieces one after the other; ``cut`` closes the line without an end."""

    status: int
    type: str
    pieces: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    wait: threading.Event | None = None  # after the first piece

    def __call__(self, _asked: "Asked") -> "Answer":
        """Answer the same whatever is asked."""
        return self


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])


Script = Callable[[Asked], Answer]


def recorded(name: str) -> Answer:
    """Return what the real server answered."""
    kept = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return Answer(kept["status"], kept["type"], tuple(kept["pieces"]))


def saying(
    text: str, *, finish: str | None = "stop", usage: tuple[int, int] = (200, 40), size: int = 7
) -> Answer:
    """Return a stream that says ``text`` in pieces of ``size`` letters."""
    pieces = [_chunk({"role": "assistant", "content": None})]
    pieces += [_chunk({"content": text[at : at + size]}) for at in range(0, len(text), size)]
    if finish is not None:
        pieces.append(_chunk({}, finish))
        used = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
        pieces.append(f"data: {json.dumps({'choices': [], 'usage': used})}\n\n")
        pieces.append("data: [DONE]\n\n")
    return Answer(200, "text/event-stream", tuple(pieces), cut=finish is None)


def sentences(*pairs: tuple[str, Sequence[str]]) -> str:
    """Return an answer in the form that is asked for: each sentence with its quotations."""
    made = [
        {"text": text, "quotes": [{"paragraph": 1, "text": quote} for quote in quotes]}
        for text, quotes in pairs
    ]
    return json.dumps({"sentences": made}, ensure_ascii=False)


def failing(status: int, error: object, **headers: str) -> Answer:
    """Return an error."""
    return Answer(status, "application/json", (json.dumps(error),), headers)


def _chunk(delta: Mapping[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]}, ensure_ascii=False)}\n\n"


class Replay:
    """``script`` answers questions, one after the other where it is a list; the last one stays."""

    def __init__(self) -> None:
        self.scripts: list[Script] = [recorded("question")]
        self.models: Answer = recorded("models")
        self.asked: list[Asked] = []
        self.left = threading.Event()  # somebody closed the line before the end
        self._lock = threading.Lock()
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                replay.handle(self)

            do_POST = do_GET  # noqa: N815 - the name that http.server wants

            def log_message(self, format: str, *args: Any) -> None:
                return

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                replay.left.set()

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def play(self, *scripts: Script) -> None:
        """Take what is answered to the next questions."""
        self.scripts = list(scripts)

    @property
    def questions(self) -> list[Asked]:
        """What was asked of the model."""
        return [each for each in self.asked if each.method == "POST"]

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        size = int(request.headers.get("Content-Length") or 0)
        data = request.rfile.read(size)
        body = json.loads(data) if data else None
        asked = Asked(request.command, request.path, dict(request.headers), body)
        with self._lock:
            self.asked.append(asked)
            if request.command == "GET":
                answer = self.models
            else:
                script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
                answer = script(asked)
        self._send(request, answer)

    def _send(self, request: BaseHTTPRequestHandler, answer: Answer) -> None:
        request.close_connection = True
        request.send_response(answer.status)
        request.send_header("Content-Type", answer.type)
        request.send_header("Transfer-Encoding", "chunked")
        for name, value in answer.headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        for number, piece in enumerate(answer.pieces):
            data = piece.encode()
            request.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            request.wfile.flush()
            if number == 0 and answer.wait is not None:
                answer.wait.wait(20)
        if not answer.cut:
            request.wfile.write(b"0\r\n\r\n")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@contextmanager
def replaying() -> Iterator[Replay]:
    """Run one and take it down."""
    replay = Replay()
    try:
        yield replay
    finally:
        replay.close()
