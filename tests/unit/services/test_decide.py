"""What to make of what came: dates, doubles, and when to look again."""

import pytest

from desktop_app.core.articles import FoundArticle
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import FoundSource, Problem, Source
from desktop_app.services import decide

NOW = 1_760_000_000
HOUR, DAY = 3600, 86_400
SOURCE = Source(SourceId(1), "kind", "https://a.example/", "Title", "")


def found(remote_id: str = "1", title: str = "A", at: int | None = NOW) -> FoundArticle:
    return FoundArticle(remote_id, "", title, published_at=at, updated_at=at)


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (None, None),
        (NOW, NOW),
        (0, None),
        (-(10**12), None),
        (decide.EARLIEST - 1, None),
        (decide.EARLIEST, decide.EARLIEST),
        (NOW + DAY, NOW + DAY),
        (NOW + DAY + 1, None),
        (4_200_000_000, None),  # after 2100
    ],
)
def test_a_date_that_cannot_be_true_is_none(at: int | None, kept: int | None) -> None:
    (article,) = decide.to_store([found(at=at)], NOW)
    assert article.published_at == kept
    assert article.updated_at == kept


def test_doubles_and_what_cannot_be_read_are_dropped() -> None:
    items = [found("1", "first"), found("1", "second"), found("", "x"), found("2", "")]
    assert [each.title for each in decide.to_store(items, NOW)] == ["first"]
    address_only = FoundArticle("3", "https://a.example/3", "")
    assert decide.to_store([address_only], NOW) == (address_only,)


def test_the_oldest_is_the_oldest_with_a_date() -> None:
    items = [found("1", at=NOW), found("2", at=None), found("3", at=NOW - 5)]
    oldest = decide.oldest(items)
    assert oldest is not None
    assert oldest.remote_id == "3"
    assert decide.oldest([found(at=None)]) is None


def test_sources_drift_apart_by_a_tenth() -> None:
    times = {decide.due_after_success(SourceId(each), NOW, 30) - NOW for each in range(100)}
    assert len(times) > 10
    assert min(times) >= 27 * 60
    assert max(times) <= 33 * 60


def test_waiting_grows_with_the_time_of_failing_up_to_a_day() -> None:
    error = AppError(ErrorKind.SERVER)
    waits = [
        decide.due_after_failure(error, Problem(error.kind, "", NOW - since), NOW, 30) - NOW
        for since in (0, HOUR, 5 * HOUR, 30 * DAY)
    ]
    assert waits == [1800, HOUR, 5 * HOUR, DAY]


def test_our_own_network_is_tried_again_soon_and_a_server_obeyed() -> None:
    problem = Problem(ErrorKind.OFFLINE, "", NOW - DAY)
    assert decide.due_after_failure(AppError(ErrorKind.OFFLINE), problem, NOW, 30) == NOW + 300
    limited = AppError(ErrorKind.RATE_LIMITED, retry_after=7200.5)
    fresh = Problem(ErrorKind.RATE_LIMITED, "", NOW)
    assert decide.due_after_failure(limited, fresh, NOW, 30) == NOW + 7201
    endless = AppError(ErrorKind.RATE_LIMITED, retry_after=float("inf"))
    assert decide.due_after_failure(endless, fresh, NOW, 30) == NOW + 1800


def test_a_problem_keeps_its_beginning() -> None:
    error = AppError(ErrorKind.NOT_FOUND, code="rest_no_route")
    first = decide.problem_of(error, None, NOW)
    assert first == Problem(ErrorKind.NOT_FOUND, "rest_no_route", NOW)
    assert decide.problem_of(error, first, NOW + 50).since == NOW


@pytest.mark.parametrize(
    ("source", "due"),
    [
        (Source(SourceId(1), "k", "b", "t", "", due_at=NOW + 5), NOW + 5),
        # the reader has shortened the time between two looks since
        (
            Source(SourceId(1), "k", "b", "t", "", refreshed_at=NOW - 60, due_at=NOW + DAY),
            NOW - 60 + 5 * 66,
        ),
        # refreshed under a clock that went wrong
        (
            Source(SourceId(1), "k", "b", "t", "", refreshed_at=NOW + 9 * DAY, due_at=NOW * 2),
            NOW,
        ),
        # failing: the growing pause counts
        (
            Source(
                SourceId(1),
                "k",
                "b",
                "t",
                "",
                refreshed_at=NOW - DAY,
                due_at=NOW + HOUR,
                problem=Problem(ErrorKind.SERVER, "", NOW),
            ),
            NOW + HOUR,
        ),
    ],
)
def test_when_a_source_is_due(source: Source, due: int) -> None:
    assert decide.due_at(source, NOW, 5) == due


def test_an_answer_completes_a_source_and_never_renames_it() -> None:
    info = FoundSource("k", "b", "New title", "https://a.example/", "https://a.example/i", "ar")
    assert decide.changed_info(SOURCE, info) == {
        "home_url": "https://a.example/",
        "icon_url": "https://a.example/i",
        "language": "ar",
    }
    unnamed = Source(SourceId(1), "k", "https://a.example/", "https://a.example/", "h")
    assert decide.changed_info(unnamed, info)["title"] == "New title"
    assert decide.changed_info(SOURCE, None) == {}
