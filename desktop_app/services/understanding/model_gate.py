"""The one way out to the language model: what has to hold before a byte goes, and what it cost.

Everything passes ``Gate.ask``, which looks at the switch, the reader's agreement, the sources that
are kept out and the day's limits, in that order.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.work import NET, READ, SECRET, WRITE, Work, on, pause
from desktop_app.insight import prompt
from desktop_app.services.understanding import model_choice as choices
from desktop_app.services.understanding.model_choice import Choice
from desktop_app.services.understanding.model_client import ModelClient, Order, Server
from desktop_app.services.understanding.model_wire import Reply
from desktop_app.storage.model import ModelTables, Use
from desktop_app.system.settings import INSIGHT, Settings

if TYPE_CHECKING:
    from desktop_app.network.http import Http
    from desktop_app.system.credentials import Credentials

LOADING_TRIES = 60
"""While the server loads its model; with the pause between two of them that is two minutes."""
AGAIN_SECONDS = 2.0


class Gate:
    """Holds the choice, the agreement and the key; sends."""

    def __init__(
        self,
        tables: ModelTables,
        http: "Callable[[], Http]",
        credentials: "Credentials",
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._tables, self._credentials = tables, credentials
        self._settings, self._clock = settings, clock
        self.client = ModelClient(http)
        self._agreed: set[str] = set()  # origins elsewhere, for this run

    @property
    def choice(self) -> Choice:
        """What is chosen now. Any thread."""
        return choices.read(self._settings)

    def is_agreed(self, choice: Choice) -> bool:
        """Return whether the reader agreed to this address: elsewhere it is asked in each run."""
        if choice.on_this_computer:
            return bool(choice.address) and self.choice.agreed == choice.origin
        return choice.origin in self._agreed

    def agree(self, choice: Choice) -> None:
        """Note that the reader saw what is sent where, and wants it."""
        self._agreed.add(choice.origin)
        choices.write(self._settings, replace(self.choice, agreed=choice.origin))

    def ask(
        self,
        choice: Choice,
        order: Order,
        sources: frozenset[SourceId] | None,
        listen: Callable[[Reply], None],
        waits: Callable[[bool], None] | None = None,
    ) -> Work[Reply]:
        """Send an order; ``listen`` hears the reply grow, on the thread of the answer.

        ``sources``: whose texts go out; None for a test, which holds no text of anybody. ``waits``
        is told before each try, True when the server was still loading its model. Raises what the
        network and ``model_wire`` do, the keystore's errors, FORBIDDEN (``model_off``,
        ``model_not_agreed``, ``model_barred``), AUTH_MISSING and RATE_LIMITED (``model_cap``).
        """
        if not self._settings.get(INSIGHT) or not choice.usable:
            raise AppError(ErrorKind.FORBIDDEN, code="model_off")
        if sources is not None:
            if not self.is_agreed(choice):
                raise AppError(ErrorKind.FORBIDDEN, host=choice.host, code="model_not_agreed")
            barred = yield on(READ, self._tables.barred)
            if not sources or sources & barred:
                raise AppError(ErrorKind.FORBIDDEN, code="model_barred")
        server = yield from self.server(choice)
        for attempt in range(LOADING_TRIES + 1):
            use = yield on(READ, self._tables.used, self.today())
            _check_limits(use, self.choice)
            if waits is not None:
                waits(attempt > 0)
            # Counted before it goes out: what is cancelled was sent all the same.
            expected = Use(1, prompt.tokens(order.system + order.user))
            yield on(WRITE, self._tables.add_use, self.today(), expected)
            counter = _Counter()
            try:
                reply: Reply = yield on(NET, self.client.chat, server, order, listen, counter)
            except AppError as error:
                loading = error.code == "model_loading"
                spent = Use() if loading else Use(max(1, counter.count), expected.tokens_in)
                yield on(WRITE, self._tables.add_use, self.today(), _less(spent, expected))
                if not loading or attempt == LOADING_TRIES:
                    raise
                yield pause(AGAIN_SECONDS)
                continue
            spent = _spent(expected, reply, counter.count)
            yield on(WRITE, self._tables.add_use, self.today(), _less(spent, expected))
            return reply
        raise AssertionError("unreachable")

    def server(self, choice: Choice) -> Work[Server]:
        """Return where to send, with the key. Raises the keystore's errors and AUTH_MISSING."""
        key: str | None = None
        if choice.where is choices.Where.SERVICE:
            key = yield on(SECRET, self._credentials.get, choices.key_name(choice.origin))
            if not key:
                raise AppError(ErrorKind.AUTH_MISSING, host=choice.host, code="model_no_key")
        return Server(choice.address, choice.host, key or "")

    def today(self) -> str:
        """Return the reader's day."""
        return time.strftime("%Y-%m-%d", time.localtime(self._clock.now()))


class _Counter:
    """Counts the requests that go out."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def _check_limits(use: Use, choice: Choice) -> None:
    requests = choice.requests_a_day and use.requests >= choice.requests_a_day
    if requests or (choice.tokens_a_day and use.tokens >= choice.tokens_a_day):
        raise AppError(ErrorKind.RATE_LIMITED, code="model_cap")


def _spent(expected: Use, reply: Reply, requests: int) -> Use:
    """Return what a reply cost, estimated where the server does not say."""
    return Use(
        max(1, requests),
        reply.tokens_in or expected.tokens_in,
        reply.tokens_out or prompt.tokens(reply.text),
    )


def _less(one: Use, other: Use) -> Use:
    return Use(
        one.requests - other.requests,
        one.tokens_in - other.tokens_in,
        one.tokens_out - other.tokens_out,
    )
