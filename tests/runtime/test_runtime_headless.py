"""The command line drives the same Works over the same lanes, without Qt."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import CPU, NET, Work, gather, on
from desktop_app.runtime.engine import Engine
from desktop_app.runtime.headless import drive


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.stop(1.0)


def slow(number: int) -> Work[int]:
    yield on(NET, time.sleep, 0.1)
    return number


def test_what_is_gathered_runs_at_once(engine: Engine) -> None:
    def many() -> Work[list[int | AppError]]:
        return (yield gather([slow(each) for each in range(10)], limit=16))

    start = time.monotonic()
    assert drive(engine, many()) == list(range(10))
    assert time.monotonic() - start < 0.7
    assert engine.pending() == 0


def test_errors_and_bugs_come_up(engine: Engine) -> None:
    def fails() -> Work[None]:
        yield on(CPU, int)
        raise AppError(ErrorKind.GONE)

    def broken() -> Work[None]:
        yield on(CPU, lambda: 1 // 0)

    with pytest.raises(AppError) as caught:
        drive(engine, fails())
    assert caught.value.kind is ErrorKind.GONE
    with pytest.raises(ZeroDivisionError):
        drive(engine, broken())


def test_it_needs_no_qt() -> None:
    program = (
        "import sys, desktop_app.runtime.headless;"
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.strip() == "[]"
