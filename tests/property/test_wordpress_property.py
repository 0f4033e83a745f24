"""Any JSON and any bytes in: core objects or an AppError out, and texts that survive the way."""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.codec import decode as unpacked
from desktop_app.core.codec import encode as packed
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.answer import Answer
from desktop_app.sources.wordpress import mapping, wire
from desktop_app.sources.wordpress.encode import decode, encode
from desktop_app.sources.wordpress.errors import error_of
from desktop_app.sources.wordpress.find import article_of, links_of
from desktop_app.sources.wordpress.signin import approval_page

ROOT = "https://news.example/wp-json/"

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
markup = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "&amp;",
            "&#60;",
            "<script>",
            "</script>",
            "<img src=x>",
            "\u202e",
            "<a href='javascript:x'>",
            "]]>",
            "<!--",
            "text",
            " ",
            "🚢",
            "مرحبا",
            chr(0xD800),
            "<",
            ">",
        ]
    ),
    max_size=12,
).map("".join)
urls = st.sampled_from(
    ["https://news.example/1", "/x", "javascript:x", "file:///etc", "http://[", "//a", "qrc:/x", ""]
)
rendered = st.fixed_dictionaries({"rendered": markup | anything}, optional={"protected": anything})
ids = st.integers(-1, 9) | st.integers(2**62, 2**66) | st.sampled_from(["7", "x", "", None, True])


def fields_of(**known: Any) -> st.SearchStrategy[Any]:
    """Objects with known fields that are mostly of the right type, and sometimes of any."""
    return st.fixed_dictionaries(
        {}, optional={name: strategy | anything for name, strategy in known.items()}
    )


size = fields_of(source_url=urls, width=st.integers(-5, 5000), height=st.integers(-5, 5000))
media = fields_of(
    source_url=urls,
    media_type=st.just("image"),
    alt_text=markup,
    caption=rendered,
    media_details=fields_of(
        width=st.integers(0, 5000),
        height=st.integers(0, 5000),
        sizes=st.dictionaries(st.text(max_size=5), size, max_size=4),
    ),
)
post = fields_of(
    id=ids,
    link=urls,
    title=rendered,
    excerpt=rendered,
    content=rendered,
    author=ids,
    date_gmt=st.datetimes().map(str) | st.text(max_size=25),
    modified_gmt=st.datetimes().map(str),
    categories=st.lists(ids, max_size=5),
    comment_status=st.sampled_from(["open", "closed", "odd"]),
    jetpack_featured_media_url=urls,
    _embedded=fields_of(
        **{
            "author": st.lists(fields_of(name=markup), max_size=2),
            "wp:featuredmedia": st.lists(media, max_size=2),
            "wp:term": st.lists(
                st.lists(fields_of(name=markup, taxonomy=st.just("post_tag")), max_size=3),
                max_size=2,
            ),
        }
    ),
)
comment = fields_of(
    id=ids,
    parent=ids,
    author=ids,
    author_name=markup,
    author_avatar_urls=st.dictionaries(st.sampled_from(["48", "96"]), urls),
    date_gmt=st.datetimes().map(str),
    content=fields_of(rendered=markup, raw=markup),
    status=st.sampled_from(["approved", "hold", "trash", "spam", "odd"]),
    link=urls,
)
term = fields_of(id=ids, parent=ids, name=markup, count=st.integers(-5, 50))


def taken(read: Callable[[bytes], Any], body: bytes) -> Any:
    """Read ``body``; what comes out must pass the pipe to the child process unchanged."""
    try:
        found = read(body)
    except AppError as error:
        assert error.kind is ErrorKind.BAD_ANSWER
        return None
    assert unpacked(packed(found)) == found
    return found


READERS: tuple[Callable[[bytes], Any], ...] = (
    lambda body: mapping.posts(body, ROOT, language="ar"),
    lambda body: mapping.single(body, ROOT),
    lambda body: mapping.sections((body,)),
    lambda body: mapping.comments(body, ROOT, "2"),
    lambda body: mapping.comment(body, ROOT),
)


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    for read in READERS:
        taken(read, body)


@given(anything)
def test_any_json(value: Any) -> None:
    for read in READERS:
        taken(read, json.dumps(value).encode())


@given(st.lists(post, max_size=4))
def test_posts_that_are_nearly_right(items: list[Any]) -> None:
    found = taken(READERS[0], json.dumps(items).encode())
    assert len({each.remote_id for each in found}) == len(found)
    for each in found:
        assert each.remote_id
        assert each.url == "" or re.match("https?://", each.url)
        assert "\u202e" not in each.title
        assert each.picture is None or re.match("https?://", each.picture.url)
        assert "<script" not in (each.body or "")
    for item in items:
        taken(READERS[1], json.dumps(item).encode())


@given(st.lists(comment, max_size=5))
def test_comments_that_are_nearly_right(items: list[Any]) -> None:
    for each in taken(READERS[3], json.dumps(items).encode()):
        assert each.remote_id
        assert "<script" not in each.html
        assert each.parent_remote_id != ""


@given(st.lists(term, max_size=8))
def test_sections_that_are_nearly_right(items: list[Any]) -> None:
    known: set[str] = set()
    for each in taken(READERS[2], json.dumps(items).encode()):
        assert each.parent_remote_id is None or each.parent_remote_id in known
        known.add(each.remote_id)


@given(
    st.integers(300, 599), st.binary(max_size=80) | anything.map(lambda v: json.dumps(v).encode())
)
def test_any_refusal_is_an_error(status: int, body: bytes) -> None:
    answer = Answer("https://news.example/x", status, {"retry-after": "soon"}, body)
    for writing in (True, False):
        error = error_of(answer, writing=writing)
        assert isinstance(error.kind, ErrorKind)
        assert len(error.code) <= 80


@given(anything)
def test_any_index_offers_a_page_or_none(value: Any) -> None:
    page = approval_page({"authentication": value})
    assert page == "" or page.startswith("http")


words = st.sampled_from(
    [
        '<link rel="https://api.w.org/" href="',
        "<link ",
        '">',
        "<html lang=",
        "wp-content/",
        "('https:",
        "<a>; rel=",
        '"https://api.w.org/"',
        ",",
        "<http://[>",
        "http://news.example/wp-json/",
        "{",
        '"namespaces"',
        " ",
        "=",
        "'",
        "<",
        "/wp/v2/posts/7",
        "WordPress",
        "<meta name=generator",
    ]
)


@given(st.lists(words, max_size=20).map("".join), st.lists(words, max_size=20).map("".join))
def test_any_page_and_header(page: str, header: str) -> None:
    links = links_of(Answer("https://news.example/a", 200, {"link": header}, page.encode()))
    assert all(re.match("https?://", each) for each in (*links.roots, *links.posts))
    article_of(links)


nasty = st.lists(
    st.sampled_from(
        ["&", "#", "&#", ";", "<", ">", "\\", "0", "amp;", "\r\n", "\n", "\0", "x", " "]
    )
    | st.text(max_size=3),
    max_size=20,
).map("".join)


@given(nasty)
def test_an_encoded_comment_holds_nothing_that_the_filter_rewrites(text: str) -> None:
    sent = encode(text)
    assert not set("<>\\\0\r") & set(sent)
    for found in re.finditer("&[^;]*;?", sent):
        assert found.group() in ("&amp;", "&lt;", "&gt;", "&#092;", "&#035;")
    assert encode(decode(sent)) == sent
    sent.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=60))
def test_what_is_encoded_can_be_read_back(text: str) -> None:
    assert decode(encode(text)) == text.strip()


@given(anything)
def test_typed_fields_have_their_types(value: Any) -> None:
    assert isinstance(wire.text_of(value), str)
    assert isinstance(wire.id_of(value), str)
    assert 0 <= wire.number_of(value) < 2**31
    assert wire.gmt_of(value) is None or isinstance(wire.gmt_of(value), int)
