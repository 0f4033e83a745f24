"""The comment tree, whatever a server sends: nothing lost, nothing twice, no recursion."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.comment_tree import Placed, place


@dataclass(frozen=True)
class Item:
    remote_id: str
    parent_remote_id: str | None
    time: int


NAMES = st.sampled_from([str(number) for number in range(12)])
ITEMS = st.lists(st.builds(Item, NAMES, st.none() | NAMES, st.integers(0, 5)), max_size=30)


def by_time(item: Item) -> tuple[int, str]:
    return (item.time, item.remote_id)


def first_of_each(items: list[Item]) -> dict[str, Item]:
    kept: dict[str, Item] = {}
    for item in items:
        kept.setdefault(item.remote_id, item)
    return kept


def above(rows: tuple[Placed[Item], ...], index: int) -> Placed[Item] | None:
    for row in reversed(rows[:index]):
        if row.depth < rows[index].depth:
            return row
    return None


@given(ITEMS)
def test_every_comment_stands_there_exactly_once(items: list[Item]) -> None:
    rows = place(items, by_time)
    assert sorted(row.comment.remote_id for row in rows) == sorted(first_of_each(items))
    kept = first_of_each(items)
    assert all(row.comment is kept[row.comment.remote_id] for row in rows)


@given(ITEMS)
def test_an_answer_stands_below_what_it_answers(items: list[Item]) -> None:
    rows = place(items, by_time)
    for index, row in enumerate(rows):
        parent = above(rows, index)
        if row.depth == 0:
            assert parent is None
        else:
            assert parent is not None
            assert parent.depth == row.depth - 1
            assert parent.comment.remote_id == row.comment.parent_remote_id


@given(ITEMS)
def test_only_missing_parents_and_cycles_make_orphans(items: list[Item]) -> None:
    kept = first_of_each(items)
    for row in place(items, by_time):
        if row.orphan:
            assert row.depth == 0 and row.comment.parent_remote_id is not None
        if row.depth == 0 and row.comment.parent_remote_id in kept:
            assert row.orphan and in_a_cycle(row.comment, kept)


def in_a_cycle(item: Item, kept: dict[str, Item]) -> bool:
    seen = set()
    at: Item | None = item
    while at is not None and at.remote_id not in seen:
        seen.add(at.remote_id)
        at = kept.get(at.parent_remote_id or "")
    return at is item


@given(ITEMS)
def test_descendants_are_the_rows_below(items: list[Item]) -> None:
    rows = place(items, by_time)
    for index, row in enumerate(rows):
        below = 0
        for later in rows[index + 1 :]:
            if later.depth <= row.depth:
                break
            below += 1
        assert row.descendants == below


@given(ITEMS)
def test_siblings_are_sorted(items: list[Item]) -> None:
    rows = place(items, by_time)
    last: dict[tuple[int, str | None], tuple[int, str]] = {}
    for index, row in enumerate(rows):
        parent = above(rows, index)
        family = (row.depth, parent.comment.remote_id if parent else None)
        key = by_time(row.comment)
        assert last.get(family, key) <= key
        last[family] = key


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(items: list[Item], random: object) -> None:
    unique = list(first_of_each(items).values())
    mixed = list(unique)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert place(unique, by_time) == place(mixed, by_time)


def test_a_chain_of_fifty_thousand_is_no_recursion() -> None:
    items = [Item(str(n), str(n - 1) if n else None, n) for n in range(50_000)]
    rows = place(items, by_time)
    assert rows[-1].depth == 49_999 and rows[0].descendants == 49_999


def test_a_cycle_of_fifty_thousand_is_no_recursion() -> None:
    items = [Item(str(n), str((n - 1) % 50_000), n) for n in range(50_000)]
    rows = place(items, by_time)
    assert len(rows) == 50_000 and rows[0].orphan and rows[0].comment.remote_id == "0"
