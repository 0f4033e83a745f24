"""The worker process: what it returns, and what happens when it dies, hangs, floods or babbles."""

import ast
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import Any

import pytest

from desktop_app import worker
from desktop_app.core.articles import FoundArticle, Picture
from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.child import Child, WorkerBugError, worker_command
from tests.support import hostile_worker

ROOT = Path(worker.__file__).parents[1]
SOURCES = ROOT / "desktop_app" / "sources"
COMMAND = [sys.executable, "-P", "-m", "tests.support.hostile_worker"]


@pytest.fixture
def child() -> Iterator[Child]:
    running = Child(command=COMMAND, timeout=20, answer_bytes=1_000_000)
    yield running
    running.close()


def failure(call: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def test_arguments_go_and_results_come(child: Child) -> None:
    args = (b"\x00\xff", "\u05e9\u05dc\u05d5\u05dd" * 1000, (1, None), [True], {"a": 2.5})
    assert child.call(hostile_worker.echo, *args, key=ErrorKind.DNS) == (
        args,
        {"key": ErrorKind.DNS},
    )
    assert child.call(hostile_worker.article, "t") == FoundArticle(
        "1", "https://a.example/", "t", picture=Picture("https://a.example/p")
    )


def test_one_process_serves_many_calls(child: Child) -> None:
    assert child.pid is None
    pids = {child.call(hostile_worker.own_pid) for _ in range(3)}
    assert pids == {child.pid}


def test_an_app_error_comes_out_here(child: Child) -> None:
    error = failure(lambda: child.call(hostile_worker.refuse))
    assert (error.kind, error.host, error.detail, error.retry_after) == (
        ErrorKind.PROTECTED,
        "a.example",
        "no",
        2.5,
    )


def test_a_bug_comes_out_as_a_bug(child: Child) -> None:
    with pytest.raises(WorkerBugError, match="ZeroDivisionError: a bug"):
        child.call(hostile_worker.fail)
    with pytest.raises(WorkerBugError, match="cannot be coded"):
        child.call(hostile_worker.strange)
    assert child.call(hostile_worker.echo) == ((), {})


def test_only_the_table_is_run(child: Child) -> None:
    with pytest.raises(WorkerBugError, match="not in the worker's table"):
        child.call(os.getpid)


def test_a_death_is_told_and_the_next_call_works(child: Child) -> None:
    error = failure(lambda: child.call(hostile_worker.die))
    assert (error.kind, error.code) == (ErrorKind.BAD_ANSWER, "worker_died")
    assert failure(lambda: child.call(hostile_worker.leave)).code == "worker_died"
    assert child.call(hostile_worker.own_pid) == child.pid


def test_killed_from_outside_in_the_middle(child: Child) -> None:
    child.call(hostile_worker.echo)
    pid = child.pid
    assert pid is not None
    timer = threading.Timer(0.1, os.kill, (pid, signal.SIGKILL))
    timer.start()
    assert failure(lambda: child.call(hostile_worker.sleep, 60)).code == "worker_died"
    timer.join()
    assert child.call(hostile_worker.own_pid) != pid


def test_killed_from_outside_between_two_calls(child: Child) -> None:
    pid = child.call(hostile_worker.own_pid)
    os.kill(pid, signal.SIGKILL)
    while child.pid is not None:
        time.sleep(0.01)
    assert child.call(hostile_worker.own_pid) != pid


def test_a_hang_ends_at_the_time_out() -> None:
    child = Child(command=COMMAND, timeout=20)
    pid = child.call(hostile_worker.own_pid)
    child._timeout = 0.3
    error = failure(lambda: child.call(hostile_worker.sleep, 60))
    assert (error.kind, error.code) == (ErrorKind.TIMEOUT, "worker")
    assert child.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    child.close()


def test_a_stopped_process_that_reads_nothing_ends_at_the_time_out() -> None:
    child = Child(command=COMMAND, timeout=20)
    os.kill(child.call(hostile_worker.own_pid), signal.SIGSTOP)
    child._timeout = 0.3
    large = bytes(5_000_000)  # more than a pipe holds
    assert failure(lambda: child.call(hostile_worker.echo, large)).kind is ErrorKind.TIMEOUT
    child.close()


def test_cancel_ends_the_process(child: Child) -> None:
    child.call(hostile_worker.echo)
    token = CancelToken()
    timer = threading.Timer(0.1, token.cancel)
    timer.start()
    with cancelled_by(token):
        error = failure(lambda: child.call(hostile_worker.sleep, 60))
    assert error.kind is ErrorKind.CANCELLED and child.pid is None
    timer.join()


def test_a_flood_is_cut_off(child: Child) -> None:
    error = failure(lambda: child.call(hostile_worker.flood, 50_000_000))
    assert error.kind is ErrorKind.TOO_LARGE
    assert child.call(hostile_worker.flood, 1000) == bytes(1000)


def test_what_a_library_prints_does_no_harm(child: Child) -> None:
    assert child.call(hostile_worker.prattle, "hello\n") == "hello\n"


def test_nonsense_on_the_pipe_is_a_bad_answer(child: Child) -> None:
    error = failure(lambda: child.call(hostile_worker.babble))
    assert error.kind is ErrorKind.BAD_ANSWER


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_memory_has_an_end(child: Child) -> None:
    assert failure(lambda: child.call(hostile_worker.hog)).code == "memory"
    assert child.call(hostile_worker.echo) == ((), {})


def test_the_session_bus_is_out_of_reach(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert "DBUS_SESSION_BUS_ADDRESS" not in child.call(hostile_worker.secret_names)


def test_an_idle_process_goes_and_comes_back() -> None:
    child = Child(command=COMMAND, idle=0.05)
    first = child.call(hostile_worker.own_pid)
    while child.pid is not None:
        time.sleep(0.01)
    assert child.call(hostile_worker.own_pid) != first
    child.close()


def test_close_ends_a_call_that_is_under_way(child: Child) -> None:
    child.call(hostile_worker.echo)
    failures: list[AppError] = []
    thread = threading.Thread(
        target=lambda: failures.append(failure(lambda: child.call(hostile_worker.sleep, 60)))
    )
    thread.start()
    while not child._lock.locked():
        time.sleep(0.01)
    child.close()
    thread.join(10)
    assert [error.kind for error in failures] == [ErrorKind.CANCELLED]
    assert child.pid is None
    assert failure(lambda: child.call(hostile_worker.echo)).kind is ErrorKind.CANCELLED


def test_several_threads_take_turns(child: Child) -> None:
    results: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(child.call(hostile_worker.echo, n)))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(result[0][0] for result in results) == list(range(6))


def test_a_program_that_cannot_start_is_told() -> None:
    child = Child(command=["/no/such/program"])
    assert failure(lambda: child.call(hostile_worker.echo)).code == "worker_start"
    child.close()


def test_the_command_does_not_import_from_where_we_stand() -> None:
    assert worker_command()[1:] == ["-P", "-m", "desktop_app", "--worker"]


@pytest.mark.parametrize("name", sorted(worker.TABLE))
def test_the_table_names_functions(name: str) -> None:
    assert isfunction(worker.find(worker.TABLE[name]))


def heavy_functions(file: Path) -> Iterator[str]:
    """Find what ``on(parse_lane(…), function, …)`` and ``on(HEAVY, …)`` may send to the child."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known = vars(import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))).copy()
    for node in ast.walk(tree):  # imports inside of functions too
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("desktop_app"):
            exec(ast.unparse(node), known)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        if not isinstance(node.func, ast.Name) or node.func.id != "on":
            continue
        lane = node.args[0]
        if isinstance(lane, ast.Name) and lane.id.isupper() and lane.id != "HEAVY":
            continue
        function = eval(compile(ast.Expression(node.args[1]), str(file), "eval"), known)
        yield f"{function.__module__}:{function.__qualname__}"


@pytest.mark.parametrize("file", sorted(SOURCES.rglob("*.py")), ids=lambda file: file.stem)
def test_what_may_be_heavy_is_in_the_table(file: Path) -> None:
    assert set(heavy_functions(file)) <= set(worker.TABLE.values())


def test_the_real_worker_parses_a_feed() -> None:
    from desktop_app.sources.feed.parse import parse_feed

    feed = (
        b'<rss version="2.0"><channel><title>News</title><link>https://a.example/</link>'
        b"<item><title>One</title><link>https://a.example/1</link></item></channel></rss>"
    )
    child = Child(command=[sys.executable, "-P", "-m", "desktop_app.worker"])
    parsed = child.call(parse_feed, feed, "application/rss+xml", "https://a.example/feed")
    assert parsed == parse_feed(feed, "application/rss+xml", "https://a.example/feed")
    child.close()
