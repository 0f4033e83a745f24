"""The command line drives the same Works over the same lanes, without Qt."""

import subprocess
import sys
import threading
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


def test_what_is_gathered_runs_at_once(engine: Engine) -> None:
    asked = threading.Barrier(10)

    def slow(number: int) -> Work[int]:
        yield on(NET, asked.wait, 10)  # nobody comes back before all are there
        return number

    def many() -> Work[list[int | AppError]]:
        return (yield gather([slow(each) for each in range(10)], limit=16))

    assert drive(engine, many()) == list(range(10))
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
