"""Cancel tokens: set once, seen by the thread whose step they belong to."""

import threading
import time

import pytest

from desktop_app.core import cancel
from desktop_app.core.cancel import NEVER, CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind


def test_a_token_is_set_once() -> None:
    token = CancelToken()
    token.check()
    token.cancel()
    token.cancel()
    assert token.cancelled
    with pytest.raises(AppError) as caught:
        token.check()
    assert caught.value.kind is ErrorKind.CANCELLED


def test_without_a_step_nobody_can_cancel() -> None:
    assert cancel.current() is NEVER
    assert not NEVER.cancelled


def test_tokens_nest_and_come_back_after_an_error() -> None:
    outer, inner = CancelToken(), CancelToken()
    with cancelled_by(outer):
        with pytest.raises(ValueError), cancelled_by(inner):
            assert cancel.current() is inner
            raise ValueError
        assert cancel.current() is outer
    assert cancel.current() is NEVER


def test_a_token_belongs_to_its_thread() -> None:
    seen: list[CancelToken] = []
    with cancelled_by(CancelToken()):
        thread = threading.Thread(target=lambda: seen.append(cancel.current()))
        thread.start()
        thread.join()
    assert seen == [NEVER]


def test_waiting_ends_when_cancelled() -> None:
    token = CancelToken()
    assert not token.wait(0)
    timer = threading.Timer(0.02, token.cancel)
    timer.start()
    began = time.monotonic()
    assert token.wait(30)
    assert time.monotonic() - began < 20
    timer.join()
