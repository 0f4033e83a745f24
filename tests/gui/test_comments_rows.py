"""Rows of a thread: joined, placed, collapsed, compared."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.comments import PostingKind, PostingState
from desktop_app.ui.comments import words
from desktop_app.ui.comments.model import ThreadModel
from desktop_app.ui.comments.rows import (
    Sort,
    ancestor_row,
    ancestors_of,
    difference,
    nodes_of,
    placed,
    rows_of,
)
from desktop_app.ui.comments.thread_state import ThreadState
from tests.gui.reading_fakes import HOUR, NOW, comment, thread


def rows(
    view: Any = None, collapsed: frozenset[str] = frozenset(), sort: Sort = Sort.OLDEST
) -> Any:
    view = view or thread()
    order = placed(nodes_of(view.comments, view.postings), sort)
    return rows_of(order, collapsed, view.info.visited_at)


def test_own_postings_stand_in_the_thread() -> None:
    shown = rows()
    assert [row.key for row in shown] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "posting:p0"]
    assert [row.depth for row in shown] == [0, 1, 2, 1, 2, 3, 3, 2, 0, 0]


def test_a_posting_whose_comment_is_there_stands_there_once() -> None:
    view = thread()
    posting = replace(view.postings[0], state=PostingState.HELD, comment_remote_id="9")
    shown = rows(replace(view, postings=(posting,)))
    assert [row.key for row in shown].count("9") == 1
    assert not any(row.key.startswith("posting:") for row in shown)
    assert next(row for row in shown if row.key == "9").node.posting is posting


def test_an_edit_shows_the_new_words_at_the_old_place() -> None:
    view = thread()
    edit = replace(
        view.postings[0], kind=PostingKind.EDIT, target_remote_id="3", text="It will be lit."
    )
    shown = rows(replace(view, postings=(edit,)))
    assert next(row for row in shown if row.key == "3").node.plain == "It will be lit."
    assert len(shown) == 9


def test_a_collapsed_branch_counts_what_it_hides() -> None:
    shown = rows(collapsed=frozenset({"4"}))
    assert [row.key for row in shown] == ["1", "2", "3", "4", "9", "posting:p0"]
    assert shown[3].hidden == 4


def test_deep_replies_are_flattened() -> None:
    chain = tuple(
        comment(str(n), "a", "x", 100 - n, parent_remote_id=str(n - 1) if n > 1 else None)
        for n in range(1, 13)
    )
    shown = rows(replace(thread(), comments=chain, postings=()))
    assert [row.depth for row in shown] == list(range(12))
    assert max(row.level for row in shown) == 8


def test_orphans_say_what_they_are() -> None:
    view = replace(thread(), comments=(comment("5", "a", "x", 5, parent_remote_id="99"),))
    shown = rows(view)
    assert shown[0].orphan
    assert "Reply to a hidden comment" in words.sentence(shown[0], NOW)


def test_only_others_comments_are_new() -> None:
    view = thread()
    mine = comment("30", "You", "mine", 1, is_mine=True)
    shown = rows(replace(view, comments=(*view.comments, mine)))
    assert [row.key for row in shown if row.new] == ["9"]
    never = replace(view, info=replace(view.info, visited_at=None))
    assert not any(row.new for row in rows(never))


def test_orders() -> None:
    scored = tuple(
        comment(str(n), "a", "x", 10 - n, score=score) for n, score in ((1, 3), (2, 9), (3, 5))
    )
    view = replace(thread(), comments=scored, postings=())
    assert [row.key for row in rows(view, sort=Sort.OLDEST)] == ["1", "2", "3"]
    assert [row.key for row in rows(view, sort=Sort.NEWEST)] == ["3", "2", "1"]
    assert [row.key for row in rows(view, sort=Sort.BEST)] == ["2", "3", "1"]


def test_the_row_behind_a_thread_line() -> None:
    shown = rows()
    six = [row.key for row in shown].index("6")
    assert [shown[ancestor_row(shown, six, level)].key for level in (0, 1, 2)] == ["1", "4", "5"]
    assert ancestor_row(shown, 0, 0) is None


def test_ancestors_end_in_a_cycle() -> None:
    nodes = nodes_of(
        (
            comment("1", "a", "x", 2, parent_remote_id="2"),
            comment("2", "b", "y", 1, parent_remote_id="1"),
        ),
        (),
    )
    assert ancestors_of(nodes, "1") == ("2", "1")


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_a_difference_leads_from_one_list_to_the_other(old: list[int], new: list[int]) -> None:
    before, after = [str(n) for n in old], [str(n) for n in new]
    change = difference(before, after)
    if change is None:
        assert [k for k in before if k in after] != [k for k in after if k in before]
        return
    for first, last in change.removed:
        del before[first : last + 1]
    for first, last in change.inserted:
        before[first:first] = after[first : last + 1]
    assert before == after


@given(st.lists(st.tuples(st.integers(1, 25), st.integers(0, 25)), max_size=40))
def test_the_model_survives_any_change(qapp: Any, steps: list[tuple[int, int]]) -> None:
    model = ThreadModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    comments: dict[str, Any] = {}
    for number, parent in steps:
        key = str(number)
        if key in comments:
            del comments[key]
        else:
            above = str(parent) if parent else None
            comments[key] = comment(key, "a", "x", 100 - number, parent_remote_id=above)
        view = replace(thread(), comments=tuple(comments.values()), postings=())
        shown = rows(view)
        model.show(shown)
        assert model.rows == tuple(shown)
        assert all(model.rows[model.place_of(row.key)] == row for row in shown)
    assert tester is not None


def test_equal_rows_stay_the_same_objects(qapp: Any) -> None:
    model = ThreadModel()
    model.show(rows())
    before = model.rows
    view = thread()
    later = replace(view.comments[0], plain="other", html="<p>other</p>")
    changed = model.show(rows(replace(view, comments=(later, *view.comments[1:]))))
    assert changed == {"1"}
    assert all(one is other for one, other in zip(before[1:], model.rows[1:], strict=True))


def test_the_sentence_for_a_screen_reader() -> None:
    shown = rows(collapsed=frozenset({"4"}))
    by_key = {row.key: words.sentence(row, NOW) for row in shown}
    assert by_key["2"] == (
        "level 2, Omar Saleh, Author, 1 h, We walked it at night before we drew it. "
        "Tell your mother the shelter comes in January."
    )
    assert by_key["4"].endswith("but it beats walking., 4 replies hidden")
    assert by_key["9"].startswith("level 1, Nour, new, 25 min, ")
    assert by_key["posting:p0"].startswith("level 1, You, now, ")
    assert by_key["posting:p0"].endswith("Waiting for the network")


def test_every_state_has_words() -> None:
    for state in PostingState:
        posting = replace(thread().postings[0], state=state, error_kind="invalid")
        text, _ = words.state_of(nodes_of((), (posting,))[0], NOW)
        assert bool(text) == (state is not PostingState.PUBLISHED), state


def test_a_refusal_says_why() -> None:
    posting = replace(
        thread().postings[0], state=PostingState.REFUSED, error_detail="Too many links."
    )
    node = nodes_of((), (posting,))[0]
    assert words.state_of(node, NOW) == ("The site refused this: Too many links.", "err")
    assert words.remedy_of(node, NOW) == ("Edit and send again", "withdraw")


def test_countdowns() -> None:
    base = thread().postings[0]
    undo = nodes_of((), (replace(base, undo_until=NOW + 4),))[0]
    assert words.state_of(undo, NOW)[0] == "Goes out in 4 seconds"
    assert words.ticks(undo, NOW) and not words.ticks(undo, NOW + 5)
    flood = replace(base, error_kind="rate_limited", next_try_at=NOW + 15)
    text = words.state_of(nodes_of((), (flood,))[0], NOW)[0]
    assert text == "The site asks for a pause; goes out in 15 seconds"


def test_what_would_push_visible_rows_apart_waits() -> None:
    view = thread(postings=())
    state = ThreadState(view, Sort.OLDEST)
    shown = {row.key: place for place, row in enumerate(state.rows())}
    inside = comment("50", "new", "reply to the first", 0, parent_remote_id="2")
    below = comment("51", "new", "at the end", 0)
    fresh = state.update(replace(view, comments=(*view.comments, inside, below)))
    assert fresh == {"50", "51"}
    state.hold_back(fresh, shown, 0, 4)
    assert state.waiting == {"50"}
    assert "50" not in [row.key for row in state.rows()]
    assert "51" in [row.key for row in state.rows()]
    state.release()
    assert "50" in [row.key for row in state.rows()]


def test_search_ignores_case_and_marks() -> None:
    state = ThreadState(thread(), Sort.OLDEST)
    assert state.find("THANK you") == ("1",)
    assert state.find("ايضا") == ("9",)
    assert state.find("omar") == ("2",)
    assert state.find(" ") == ()


def test_what_is_found_comes_out_of_collapsed_branches() -> None:
    state = ThreadState(thread(), Sort.OLDEST)
    state.toggle("4")
    state.toggle("1")
    state.reveal("6")
    assert "6" in [row.key for row in state.rows()]


def test_new_since() -> None:
    assert words.new_words(12, NOW - 24 * HOUR, NOW) == "12 new since yesterday"
