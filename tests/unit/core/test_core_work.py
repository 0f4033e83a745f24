"""Work driven on one thread: results, errors thrown back in, many at once, cancelling."""

import pytest

from desktop_app.core import cancel
from desktop_app.core.cancel import CancelToken
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import (
    CPU,
    HEAVY,
    HEAVY_BYTES,
    NET,
    READ,
    Work,
    gather,
    on,
    parse_lane,
    pause,
    run_now,
)


def fail(kind: ErrorKind) -> int:
    raise AppError(kind)


def double(number: int) -> Work[int]:
    result: int = yield on(CPU, int.__mul__, number, 2)
    return result


def test_steps_give_their_results_back() -> None:
    def work() -> Work[str]:
        one: int = yield on(NET, max, 1, 2)
        two: int = yield from double(one)
        three: str = yield on(READ, "{a}".format, a=two)
        return three

    assert run_now(work()) == "4"


def test_work_without_steps_just_returns() -> None:
    def work() -> Work[int]:
        return 1
        yield on(CPU, int)

    assert run_now(work()) == 1


def test_an_error_is_thrown_back_in_at_its_step() -> None:
    def work() -> Work[str]:
        try:
            yield on(NET, fail, ErrorKind.DNS)
        except AppError as error:
            value: int = yield on(CPU, abs, -3)
            return f"{error.kind.value} {value}"
        return "nothing happened"

    assert run_now(work()) == "dns 3"


def test_an_error_that_nobody_takes_comes_out() -> None:
    def work() -> Work[int]:
        result: int = yield on(NET, fail, ErrorKind.TLS)
        return result

    with pytest.raises(AppError) as caught:
        run_now(work())
    assert caught.value.kind is ErrorKind.TLS


def test_a_bug_is_no_error_of_the_work() -> None:
    def work() -> Work[int]:
        try:
            result: int = yield on(CPU, int, "x")
        except AppError:
            return 0
        return result

    with pytest.raises(ValueError):
        run_now(work())


def test_one_bad_source_hides_no_other() -> None:
    def bad() -> Work[int]:
        result: int = yield on(NET, fail, ErrorKind.GONE)
        return result

    def work() -> Work[list[object]]:
        results: list[object] = yield gather([double(1), bad(), double(3)], limit=2)
        return results

    first, second, third = run_now(work())
    assert (first, third) == (2, 6)
    assert isinstance(second, AppError) and second.kind is ErrorKind.GONE


def test_nothing_gathered_is_an_empty_list() -> None:
    def work() -> Work[list[int]]:
        results: list[int] = yield gather(list[Work[int]]())
        return results

    assert run_now(work()) == []


def test_cancel_is_looked_at_between_steps() -> None:
    token = CancelToken()
    ran: list[str] = []

    def work() -> Work[None]:
        yield on(CPU, token.cancel)
        yield on(CPU, ran.append, "late")

    with pytest.raises(AppError) as caught:
        run_now(work(), token)
    assert caught.value.kind is ErrorKind.CANCELLED and ran == []


def test_a_step_sees_the_token_of_its_work() -> None:
    token = CancelToken()

    def work() -> Work[CancelToken]:
        seen: CancelToken = yield on(NET, cancel.current)
        return seen

    assert run_now(work(), token) is token


def test_a_pause_ends_when_cancelled() -> None:
    token = CancelToken()

    def work() -> Work[None]:
        yield pause(0)
        token.cancel()
        yield pause(60)

    with pytest.raises(AppError):
        run_now(work(), token)


def test_what_is_large_goes_to_the_child() -> None:
    assert parse_lane(HEAVY_BYTES) is CPU
    assert parse_lane(HEAVY_BYTES + 1) is HEAVY
