"""The table of what becomes of a posting."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.comments import (
    AlreadyThere,
    CommentState,
    Discarded,
    Draft,
    DraftKey,
    DraftKind,
    FoundComment,
    Held,
    Outcome,
    Posting,
    PostingKind,
    PostingState,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId, PostingId
from desktop_app.core.sources import SafeHtml
from desktop_app.services import outbox_rules as rules

NOW = 1_700_000_000
S = PostingState
COMMENT = FoundComment("7", None, "Alice", "2", SafeHtml("<p>x</p>"), "x", NOW)


def posting(state: PostingState = S.WAITING, **fields: object) -> Posting:
    plain = Posting(
        PostingId("p"), ArticleId(1), AccountId(1), PostingKind.COMMENT, "x", None, None, state, NOW
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def sent() -> Posting:
    return rules.sending(posting(), NOW)


def unsure() -> Posting:
    return rules.interrupted(sent(), NOW)


def test_sending_is_remembered_before_a_byte_goes_out() -> None:
    first = sent()
    assert (first.state, first.first_sent_at, first.attempts) == (S.SENDING, NOW, 1)
    assert rules.sending(first, NOW + 9).first_sent_at == NOW


@pytest.mark.parametrize(
    ("result", "state", "remote_id"),
    [
        (Published(COMMENT), S.PUBLISHED, "7"),
        (Held(COMMENT), S.HELD, "7"),
        (Held(None), S.HELD, None),
        (Discarded(), S.DISCARDED, None),
        (AlreadyThere(None), S.ALREADY_THERE, None),
        (AlreadyThere(COMMENT), S.ALREADY_THERE, "7"),
        (Refused(AppError(ErrorKind.CLOSED)), S.REFUSED, None),
        (Refused(AppError(ErrorKind.INVALID)), S.REFUSED, None),
        (Unsure(NOW + 30), S.UNSURE, None),
    ],
)
@pytest.mark.parametrize("before", [sent(), unsure()])
def test_an_outcome_is_told_as_it_is(
    before: Posting, result: Outcome, state: PostingState, remote_id: str | None
) -> None:
    after = rules.after(before, result, NOW)
    assert (after.state, after.comment_remote_id, after.text) == (state, remote_id, "x")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ErrorKind.OFFLINE, S.WAITING),
        (ErrorKind.DNS, S.WAITING),
        (ErrorKind.TIMEOUT, S.WAITING),
        (ErrorKind.CANCELLED, S.WAITING),
        (ErrorKind.KEYSTORE_LOCKED, S.WAITING),
        (ErrorKind.RATE_LIMITED, S.WAITING),
        (ErrorKind.AUTH_INVALID, S.PARKED),
        (ErrorKind.AUTH_MISSING, S.PARKED),
        (ErrorKind.NOT_FOUND, S.REFUSED),
        (ErrorKind.INSECURE, S.REFUSED),
    ],
)
def test_an_error_that_proves_nothing_went_out_forgets_the_sending(
    kind: ErrorKind, state: PostingState
) -> None:
    after = rules.after(sent(), AppError(kind), NOW)
    assert (after.state, after.first_sent_at, after.error_kind) == (state, None, kind.value)


def test_what_may_have_arrived_is_never_simply_sent_again() -> None:
    after = rules.after(sent(), AppError(ErrorKind.TIMEOUT, maybe_sent=True), NOW)
    assert (after.state, after.first_sent_at) == (S.UNSURE, NOW)
    assert after.next_try_at == NOW + rules.SETTLE_SECONDS


@pytest.mark.parametrize("kind", list(ErrorKind))
def test_an_error_while_asking_keeps_the_doubt(kind: ErrorKind) -> None:
    after = rules.after(rules.asking(unsure(), NOW), AppError(kind), NOW)
    assert after.first_sent_at == NOW
    assert after.state in (S.UNSURE, S.PARKED, S.REFUSED)
    again = rules.rearmed(rules.retried(after, NOW), NOW)
    assert again.state is S.UNSURE


def test_a_flood_waits_as_long_as_the_site_wants() -> None:
    flood = Refused(AppError(ErrorKind.RATE_LIMITED, code="comment_flood"))
    assert rules.after(sent(), flood, NOW).next_try_at == NOW + 15
    told = AppError(ErrorKind.RATE_LIMITED, retry_after=61.2)
    assert rules.after(sent(), told, NOW).next_try_at == NOW + 62
    mad = AppError(ErrorKind.RATE_LIMITED, retry_after=1e9)
    assert rules.after(sent(), mad, NOW).next_try_at == NOW + rules.LONGEST_PAUSE


def test_waits_grow_and_end_somewhere() -> None:
    waits = [rules.backoff(attempts) for attempts in range(1, 12)]
    assert waits[:3] == [5, 10, 20]
    assert waits == sorted(waits)
    assert rules.backoff(10_000) == rules.LONGEST_WAIT


def test_parking_and_signing_in_again() -> None:
    assert rules.parked(posting()).state is S.PARKED
    assert rules.parked(sent()).state is S.SENDING
    assert rules.rearmed(rules.parked(posting()), NOW).state is S.WAITING
    assert rules.rearmed(rules.parked(unsure()), NOW).state is S.UNSURE


def test_asking_again_at_once_leaves_the_server_time_to_finish() -> None:
    late = replace(unsure(), next_try_at=NOW + 600)
    assert rules.retried(late, NOW).next_try_at == NOW + rules.SETTLE_SECONDS
    assert rules.interrupted(late, NOW).next_try_at == NOW + 600
    assert rules.interrupted(unsure(), NOW + 9).next_try_at == NOW + 9 + rules.SETTLE_SECONDS


def test_the_network_coming_back_wakes_what_waited_for_it() -> None:
    offline = rules.after(sent(), AppError(ErrorKind.OFFLINE), NOW)
    assert rules.network_is_back(offline, NOW).next_try_at == NOW
    busy = rules.after(sent(), AppError(ErrorKind.RATE_LIMITED), NOW)
    assert rules.network_is_back(busy, NOW) == busy
    lost = rules.after(sent(), AppError(ErrorKind.TIMEOUT, maybe_sent=True), NOW)
    assert rules.network_is_back(lost, NOW).next_try_at == NOW + rules.SETTLE_SECONDS


def test_postings_of_an_account_go_out_in_their_order() -> None:
    first = posting(id=PostingId("a"), created_at=NOW, next_try_at=NOW + 9)
    second = posting(id=PostingId("b"), created_at=NOW + 1, next_try_at=NOW)
    assert rules.pick([second, first], NOW + 1) is None
    assert rules.pick([second, first], NOW + 9) == first


def test_an_unsure_comment_lets_others_pass_but_a_change_does_not() -> None:
    doubtful = replace(unsure(), next_try_at=NOW + 99)
    second = posting(id=PostingId("b"), created_at=NOW + 1)
    assert rules.pick([doubtful, second], NOW + 1) == second
    edit = replace(doubtful, kind=PostingKind.EDIT, target_remote_id="7")
    assert rules.pick([edit, second], NOW + 1) is None


def test_a_time_set_under_a_wrong_clock_does_not_wait_for_years() -> None:
    assert rules.is_due(posting(next_try_at=NOW + 10**9), NOW)
    assert not rules.is_due(posting(next_try_at=NOW + 60), NOW)


def test_the_interval_of_the_site() -> None:
    assert rules.earliest(None, 15.0, NOW) == NOW
    assert rules.earliest(NOW - 5, 15.0, NOW) == NOW + 10
    assert rules.earliest(NOW + 500, 15.0, NOW) == NOW  # the clock was put back


def test_when_something_is_due() -> None:
    assert rules.next_due([], NOW) is None
    assert rules.next_due([posting(S.REFUSED), posting(S.PARKED)], NOW) is None
    first, behind = posting(next_try_at=NOW + 5), posting(created_at=NOW + 1, next_try_at=NOW)
    assert rules.next_due([behind, first], NOW) == NOW + 5  # what stands behind is not due before
    other = replace(behind, account_id=AccountId(2), next_try_at=NOW + 3)
    assert rules.next_due([first, behind, other], NOW) == NOW + 3
    assert rules.next_due([sent()], NOW) == 0


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, DraftKey(ArticleId(1), DraftKind.COMMENT)),
        ({"parent_remote_id": "3"}, DraftKey(ArticleId(1), DraftKind.REPLY, "3")),
        (
            {"kind": PostingKind.EDIT, "target_remote_id": "4"},
            DraftKey(ArticleId(1), DraftKind.EDIT, "4"),
        ),
        ({"kind": PostingKind.DELETE, "target_remote_id": "4"}, None),
    ],
)
def test_where_a_withdrawn_text_goes(fields: dict[str, object], key: DraftKey | None) -> None:
    assert rules.draft_key(posting(**fields)) == key


def test_a_withdrawn_text_does_not_push_out_what_is_being_typed() -> None:
    key = DraftKey(ArticleId(1), DraftKind.COMMENT)
    assert rules.draft_again(key, posting(), None, NOW).text == "x"
    assert rules.draft_again(key, posting(), Draft(key, "new", NOW), NOW).text == "x\n\nnew"
    assert rules.draft_again(key, posting(), Draft(key, "x", NOW), NOW).text == "x"


def test_what_the_thread_shows_by_the_comment_itself() -> None:
    assert rules.is_settled(posting(S.PUBLISHED))
    assert rules.is_settled(posting(S.HELD, comment_remote_id="7"))
    assert not rules.is_settled(posting(S.HELD))
    assert not rules.is_settled(posting(S.DISCARDED))


def test_a_deletion_that_finds_nothing_left_is_done() -> None:
    wanted = replace(sent(), kind=PostingKind.DELETE, target_remote_id="7")
    assert rules.after(wanted, Discarded(), NOW).state is S.PUBLISHED


_errors = st.builds(
    AppError,
    st.sampled_from(list(ErrorKind)),
    retry_after=st.none() | st.floats(-10, 1e7),
    maybe_sent=st.booleans(),
)
_found = st.just(COMMENT) | st.just(replace(COMMENT, state=CommentState.HELD))
_results = st.one_of(
    _errors,
    st.builds(Refused, _errors),
    st.builds(Published, _found),
    st.builds(Held, st.none() | _found),
    st.builds(AlreadyThere, st.none() | _found),
    st.just(Discarded()),
    st.builds(Unsure, st.integers(0, NOW * 2)),
)


@given(st.lists(_results, min_size=1, max_size=20))
def test_no_text_is_ever_lost_and_no_doubt_forgotten(results: list[Outcome | AppError]) -> None:
    """Whatever happens in whatever order, a row that is not due later is told to the person."""
    row, now = posting(), NOW
    doubt = False
    for result in results:
        row = rules.retried(rules.rearmed(row, now), now)
        now = max(now, row.next_try_at)
        chosen = rules.pick([row], now)
        if chosen is None:
            break
        asked = chosen.state is S.UNSURE
        assert asked or not doubt
        claimed = rules.asking(chosen, now) if asked else rules.sending(chosen, now)
        row = rules.after(claimed, result, now)
        doubt = row.first_sent_at is not None
        assert row.text == "x"
        assert row.state is not S.SENDING
        if row.state in (S.WAITING, S.UNSURE):
            assert row.next_try_at > now
