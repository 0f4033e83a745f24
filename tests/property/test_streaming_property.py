"""Server-sent events, in whatever pieces they come."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.streaming import Events

_END = st.sampled_from(["\n", "\r\n", "\r"])
_VALUE = st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=("Cs",)))


def parsed(pieces: list[bytes]) -> list[str]:
    events = Events()
    found = [data for piece in pieces for data in events.feed(piece)]
    return found + events.end()


def cut(body: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(body), *(place % (len(body) + 1) for place in places)})
    return [body[first:last] for first, last in itertools.pairwise(edges)]


@given(st.binary(max_size=400), st.lists(st.integers(0, 400)))
def test_pieces_make_no_difference(body: bytes, places: list[int]) -> None:
    assert parsed(cut(body, places)) == parsed([body])


@given(
    st.lists(st.lists(_VALUE, min_size=1, max_size=3), max_size=6),
    _END,
    st.lists(st.integers(0, 400)),
    st.booleans(),
)
def test_what_was_sent_arrives(
    messages: list[list[str]], end: str, places: list[int], mark: bool
) -> None:
    text = "\ufeff" if mark else ""
    for number, lines in enumerate(messages):
        text += f": ping{end}id: {number}{end}event: message{end}"
        text += "".join(f"data: {line}{end}" for line in lines) + end
    sent = ["\n".join(lines) for lines in messages]
    assert parsed(cut(text.encode(), places)) == sent


@given(st.lists(st.sampled_from(["\r", "\n", "data:a", ":", "data", "\r\n"]), max_size=30))
def test_every_single_byte(parts: list[str]) -> None:
    body = "".join(parts).encode()
    assert parsed([body[at : at + 1] for at in range(len(body))]) == parsed([body])


def test_the_last_event_needs_no_blank_line() -> None:
    assert parsed([b"data: one\n\ndata: two"]) == ["one", "two"]


def test_an_endless_event_is_too_large() -> None:
    events = Events()
    events.feed(b"data: ")
    try:
        for _ in range(10):
            events.feed(b"x" * 60_000)
    except AppError as error:
        assert error.kind is ErrorKind.TOO_LARGE
    else:
        raise AssertionError("it was taken")
