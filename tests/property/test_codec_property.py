"""What goes to the worker comes back the same; foreign bytes become a CodecError."""

import io
import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.articles import BodyState, FoundArticle, Picture
from desktop_app.core.codec import CodecError, decode, encode
from desktop_app.core.comments import CommentState, FoundComment, ThreadDelta
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.frames import FrameError, read_frame, write_frame
from desktop_app.core.sources import Page, SafeHtml, SyncState

TEXT = st.text(st.characters(codec=None), max_size=40) | st.integers(1_000, 1_100).map(
    lambda length: "\u0639x" * length
)
PICTURES = st.builds(Picture, url=TEXT, width=st.integers(), alt=TEXT)
ARTICLES = st.builds(
    FoundArticle,
    remote_id=TEXT,
    url=TEXT,
    title=TEXT,
    published_at=st.none() | st.integers(),
    picture=st.none() | PICTURES,
    body=st.none() | TEXT.map(SafeHtml),
    body_state=st.sampled_from(BodyState),
    section_ids=st.lists(TEXT, max_size=3).map(tuple),
)
COMMENTS = st.builds(
    FoundComment,
    remote_id=TEXT,
    parent_remote_id=st.none() | TEXT,
    author_name=TEXT,
    author_remote_id=st.none(),
    html=TEXT.map(SafeHtml),
    plain=TEXT,
    published_at=st.none(),
    state=st.sampled_from(CommentState),
)
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT | st.binary()
HASHABLE = st.integers() | TEXT | st.sampled_from(ErrorKind) | st.tuples(TEXT, st.integers())
VALUES = st.recursive(
    SIMPLE
    | ARTICLES
    | COMMENTS
    | st.sampled_from(ErrorKind)
    | st.builds(SyncState, st.dictionaries(TEXT, TEXT, max_size=3)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXT | st.just("$c"), inner, max_size=4)
        | st.dictionaries(HASHABLE, inner, max_size=4)
        | st.frozensets(HASHABLE, max_size=4)
        | st.builds(Page, st.lists(inner, max_size=3).map(tuple), st.none() | TEXT)
    ),
    max_leaves=12,
)


def shape(value: object) -> object:
    """Tell True from 1 and a tuple from a list, which equality does not inside of others."""
    if isinstance(value, list | tuple):
        return type(value), [shape(each) for each in value]
    if isinstance(value, dict):
        return [(shape(key), shape(each)) for key, each in value.items()]
    return type(value)


@given(VALUES)
def test_a_value_comes_back_the_same(value: object) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, encode(value))
    pipe.seek(0)
    parts = read_frame(pipe)
    assert parts is not None
    assert decode(parts) == value
    assert shape(decode(parts)) == shape(value)


@given(st.sampled_from(ErrorKind), TEXT, st.none() | st.floats(0, 1e9), st.booleans())
def test_an_error_comes_back(kind: ErrorKind, text: str, wait: float | None, sent: bool) -> None:
    error = AppError(kind, host=text, code=text, detail=text, retry_after=wait, maybe_sent=sent)
    back = decode(encode([error]))[0]
    assert (back.kind, back.args) == (kind, error.args)
    assert (back.retry_after, back.maybe_sent) == (wait, sent)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_foreign_bytes_are_told(data: bytes) -> None:
    try:
        decode([data])
    except CodecError:
        return


MARKED = st.recursive(
    st.none() | st.integers(-2, 3) | st.sampled_from(["desktop_app.core.errors:ErrorKind", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$b", "$l", "$t", "$f", "$s", "$d", "$e", "$c", "$x", "$z", "n", "f"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(MARKED)
def test_wrongly_marked_values_are_told(value: object) -> None:
    try:
        decode([json.dumps(value).encode(), b"part"])
    except CodecError:
        return


@given(st.binary(max_size=64))
def test_foreign_frames_are_told(data: bytes) -> None:
    try:
        read_frame(io.BytesIO(data), most=1_000)
    except FrameError:
        return


@dataclass(frozen=True)
class Stranger:
    value: int


@pytest.mark.parametrize("value", [object(), Stranger(1), {1, object()}, lambda: 1, ErrorKind, 1j])
def test_strangers_are_not_coded(value: object) -> None:
    with pytest.raises(CodecError):
        encode(value)


def test_what_contains_itself_is_told() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(CodecError):
        encode(value)


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "desktop_app.core.errors:AppError",
        "desktop_app.core.codec:encode",
        "desktop_app.core.codec:json.JSONDecoder",
        "desktop_app.not_loaded:X",
        "desktop_app.core.articles:Missing",
        "",
    ],
)
@pytest.mark.parametrize("mark", ["$c", "$e"])
def test_only_our_own_loaded_classes_are_made(name: str, mark: str) -> None:
    with pytest.raises(CodecError):
        decode([json.dumps({mark: name, "f": [], "n": "X"}).encode()])


def test_long_texts_stay_out_of_the_json() -> None:
    delta = ThreadDelta((), None, complete=True)
    parts = encode([delta, "x" * 100_000, b"y" * 100_000])
    assert len(parts) == 3 and len(parts[0]) < 200


def test_a_frame_over_the_limit_is_refused_before_it_is_read() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, [b"x" * 100])
    pipe.seek(0)
    with pytest.raises(FrameError):
        read_frame(pipe, most=99)
    assert pipe.tell() == 8


def test_a_closed_pipe_is_the_end() -> None:
    assert read_frame(io.BytesIO()) is None
