"""What panes start: a Work under the name of a slot, its result back on the main thread."""

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from desktop_app.core.cancel import CancelToken
from desktop_app.core.errors import AppError
from desktop_app.core.work import Lane, Work
from desktop_app.runtime import heap
from desktop_app.runtime.courtesy import Courtesy
from desktop_app.runtime.engine import Engine, Heavy
from desktop_app.runtime.hub import Hub

log = logging.getLogger("daily8.runtime")

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Order:
    """Who waits for the result of a Work."""

    slot: str | None
    done: Callable[[Any], None] | None
    failed: Callable[[AppError], None] | None
    token: CancelToken | None = None


class Tasks(QObject):
    """Runs Works for the window. All methods belong to the main thread.

    ``done`` and ``failed`` are called on the main thread, never from inside ``start``. A bug (any
    exception but AppError) goes to ``sys.excepthook``; an AppError nobody waits for is logged.
    """

    def __init__(
        self,
        hub: Hub,
        *,
        heavy: Heavy | None = None,
        interrupters: Mapping[Lane, Callable[[], None]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        heap.bound()  # no thread of ours has started yet
        self._hub = hub
        self._courtesy = Courtesy(self)
        precedence = self._courtesy.wait
        self._engine = Engine(heavy=heavy, interrupters=interrupters, precedence=precedence)
        self._slots: dict[str, CancelToken] = {}
        self._home = threading.get_ident()
        self._orders: set[_Order] = set()

    def start(
        self,
        slot: str,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> CancelToken:
        """Start ``work`` in ``slot``; what ran there is cancelled and its result never shown."""
        self.cancel(slot)
        token = self._launch(work, _Order(slot, done, failed), urgent=True)
        self._slots[slot] = token
        return token

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> CancelToken:
        """Start ``work`` in no slot: nothing supersedes it, and it waits for what slots want."""
        return self._launch(work, _Order(None, done, failed), urgent=False)

    def cancel(self, slot: str) -> None:
        """Cancel what runs in ``slot``, if anything does."""
        assert threading.get_ident() == self._home, "not on the main thread"
        token = self._slots.pop(slot, None)
        if token is not None:
            token.cancel()

    def busy(self, slot: str) -> bool:
        """Return whether the result of ``slot`` is still to come."""
        return slot in self._slots

    def quiet(self) -> bool:
        """Return whether nothing is under way and every result has been handed over."""
        return not self._orders and self._engine.pending() == 0 and self._hub.is_empty()

    def stop(self, timeout: float = 2.0, also: object = None) -> bool:
        """End everything; what is on its way to the database gets ``timeout`` seconds.

        Results are no longer delivered. While a call hangs, ``also`` lives on with all that the
        results were meant for. Return whether all of it arrived.
        """
        self._courtesy.stop()
        arrived = self._engine.stop(timeout)
        self._slots.clear()
        self._hub.close()
        _let_go()
        if not self._engine.has_ended():
            _LEFT.append((self, also))
        return arrived

    def _launch(self, work: Work[Any], order: _Order, *, urgent: bool) -> CancelToken:
        assert threading.get_ident() == self._home, "not on the main thread"
        _let_go()
        self._orders.add(order)
        order.token = self._engine.launch(work, partial(self._on_finished, order), urgent=urgent)
        return order.token

    def _on_finished(self, order: _Order, result: Any, error: BaseException | None) -> None:
        self._hub.post(partial(self._deliver, order, result, error))

    def _deliver(self, order: _Order, result: Any, error: BaseException | None) -> None:
        self._orders.discard(order)
        token = order.token
        assert token is not None  # the main thread is back in the loop, so ``launch`` returned
        if order.slot is not None and self._slots.get(order.slot) is token:
            del self._slots[order.slot]
        # A lane may hold the order a moment longer; it must not be the last to know a pane.
        done, failed = order.done, order.failed
        order.done = order.failed = None
        if error is not None and not isinstance(error, AppError):
            sys.excepthook(type(error), error, error.__traceback__)
        elif token.cancelled:
            return
        elif error is None:
            if done is not None and _is_alive(done):
                done(result)
        elif failed is not None:
            if _is_alive(failed):
                failed(error)
        else:
            log.info("%s: %s", order.slot or "a task", error)


_LEFT: list[tuple[Tasks, object]] = []
"""What stopped while a call hung. The call still holds some of it, and must not be the last one to:
what Qt made on the main thread would be destroyed on the call's thread."""


def _let_go() -> None:
    _LEFT[:] = [each for each in _LEFT if not each[0]._engine.has_ended()]


def _is_alive(callback: Callable[..., None]) -> bool:
    """Return whether the pane whose method this is still exists."""
    if isinstance(callback, partial):
        return _is_alive(callback.func)
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or bool(shiboken6.isValid(owner))
