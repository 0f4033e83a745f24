"""Talks to the one server that the reader chose. NET lane."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.services.understanding import model_wire as wire

if TYPE_CHECKING:
    from desktop_app.network.http import Http
    from desktop_app.network.streaming import Stream

_LIST_SECONDS = 20.0
_ANSWER_SECONDS = 900.0
_MOST_LETTERS = 60_000
_BREAKS = (ErrorKind.BAD_ANSWER, ErrorKind.OFFLINE, ErrorKind.TIMEOUT)


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go: the address that ends in ``/v1``, and the key that belongs to it."""

    base: str
    host: str
    key: str = ""

    def at(self, path: str) -> str:
        """Return the address of one call."""
        return f"{self.base.rstrip('/')}/{path}"


@dataclass(frozen=True, slots=True)
class Order:
    """One request to a model."""

    model: str
    system: str
    user: str
    schema: Mapping[str, object] | None
    most_tokens: int


class ModelClient:
    """Raises AppErrors of the network, and those of ``model_wire``."""

    def __init__(self, http: "Callable[[], Http]") -> None:
        self._http = http
        self._forms: dict[tuple[str, str], int] = {}  # what each model was found to take

    def models(self, server: Server, seconds: float = _LIST_SECONDS) -> tuple[wire.ModelInfo, ...]:
        """Ask which models there are."""
        with self._http().stream(server.at("models"), key=server.key, deadline=seconds) as stream:
            body = stream.read()
            if not 200 <= stream.status < 300:
                raise _failure(stream, body, server)
        try:
            return wire.models(json.loads(body))
        except (ValueError, RecursionError) as error:
            raise AppError(ErrorKind.BAD_ANSWER, host=server.host, code="model_no_api") from error

    def chat(
        self,
        server: Server,
        order: Order,
        hear: Callable[[wire.Reply], None],
        count: Callable[[], None],
    ) -> wire.Reply:
        """Ask, and call ``hear`` with what was said so far after each piece.

        ``count`` is called before each request. A server that answers 400 is asked again with
        less of the API. The reply may be broken off: see ``Reply.trouble``.
        """
        known = (server.base, order.model)
        first = self._forms.get(known, 0)
        for number in range(first, len(wire.FORMS)):
            count()
            try:
                reply = self._once(server, order, wire.FORMS[number], hear)
            except AppError as error:
                last = number == len(wire.FORMS) - 1
                if error.code != "model_said" or last:
                    raise
                continue
            self._forms[known] = number
            return reply
        raise AssertionError("unreachable")

    def _once(
        self,
        server: Server,
        order: Order,
        form: wire.Form,
        hear: Callable[[wire.Reply], None],
    ) -> wire.Reply:
        body = wire.chat(
            order.model,
            order.system,
            order.user,
            form=form,
            schema=order.schema,
            most_tokens=order.most_tokens,
        )
        reply = wire.Reply(server.host)
        address = server.at("chat/completions")
        with self._http().stream(
            address, json=body, key=server.key, deadline=_ANSWER_SECONDS
        ) as stream:
            if not 200 <= stream.status < 300:
                raise _failure(stream, stream.read(), server)
            if stream.content_type == "text/event-stream":
                self._listen(stream, reply, hear)
            else:
                reply.take(stream.read().decode("utf-8", "replace"))
                reply.done = True
        return reply

    def _listen(
        self, stream: "Stream", reply: wire.Reply, hear: Callable[[wire.Reply], None]
    ) -> None:
        letters = 0
        try:
            for data in stream.events():
                letters += len(reply.take(data))
                if reply.done or letters > _MOST_LETTERS:
                    return
                hear(reply)
        except AppError as error:
            # What was said before the line broke is kept; the reply says that it is not whole.
            if error.kind not in _BREAKS or not reply.text:
                raise
            reply.broken = error


def _failure(stream: "Stream", body: bytes, server: Server) -> AppError:
    text = body[:20_000].decode("utf-8", "replace")
    try:
        answer: object = json.loads(text)
    except (ValueError, RecursionError):
        answer = "" if "<" in text[:200] else text
    wait = stream.headers.get("retry-after", "").strip()
    seconds = float(wait[:6]) if wait.isascii() and wait.isdigit() else None
    return wire.failure(stream.status, answer, server.host, seconds)
