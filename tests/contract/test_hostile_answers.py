"""What any server may answer: every source gives core objects or one AppError."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from desktop_app.core.articles import FoundArticle
from desktop_app.core.comment_tree import place
from desktop_app.core.comments import ThreadDelta
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import SyncState
from desktop_app.core.work import run_now
from desktop_app.network.http import Answer, Http, MemoryBackoff
from desktop_app.sources.base import ListsOlder
from tests.servers.dialects import DIALECTS, Dialect, Item
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour, Handler, HostileServer

T0 = 1_700_000_000


class Impatient(Http):
    """Waits a second in all, so that a drip need not be sat out."""

    def get(self, url: str, **given: Any) -> Answer:
        return super().get(url, **{**given, "deadline": 1.0})


@pytest.fixture
def http() -> Iterator[Http]:
    client = Impatient(MemoryBackoff(), user_agent="Daily8 tests", read_seconds=0.5)
    yield client
    client.close()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture(params=DIALECTS, ids=lambda each: each.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    chosen: Dialect = request.param
    return chosen


class Desk:
    """One source at one server, with the two things to ask of it."""

    def __init__(self, dialect: Dialect, server: HostileServer, http: Http) -> None:
        self.dialect, self.server = dialect, server
        self.source = dialect.source(server, http)

    def articles(self, items: list[Item]) -> tuple[FoundArticle, ...]:
        return self.list_from(self.dialect.articles(items))

    def list_from(self, *behaviours: Behaviour) -> tuple[FoundArticle, ...]:
        self.server.on(self.dialect.list_path, *behaviours)
        found: tuple[FoundArticle, ...] = run_now(self.source.refresh(None, SyncState())).articles
        return found

    def comments(self, items: list[Item]) -> ThreadDelta:
        return self.thread_from(self.dialect.comments(items))

    def thread_from(self, *behaviours: Behaviour) -> ThreadDelta:
        self.server.on(self.dialect.thread_path, *behaviours)
        delta: ThreadDelta = run_now(self.source.thread(self.dialect.article(self.server)))
        return delta

    def failures(self, *behaviours: Behaviour) -> list[AppError]:
        """Return what list and thread raise, each on a host that nobody is cross with."""
        told = []
        for ask in (self.list_from, self.thread_from):
            with pytest.raises(AppError) as failure:
                ask(*behaviours)
            told.append(failure.value)
        return told


@pytest.fixture
def desk(dialect: Dialect, server: HostileServer, http: Http) -> Desk:
    return Desk(dialect, server, http)


def entry(number: int, **more: Any) -> Item:
    return {
        "id": number,
        "link": f"http://127.0.0.1/{number}",
        "title": f"Title {number}",
        "html": f"<p>Text {number}</p>",
        "author": "Nadia",
        "published": T0 - 60 * number,
        **more,
    }


def remark(number: int, parent: int = 0, **more: Any) -> Item:
    return {
        "id": number,
        "parent": parent,
        "author": "Sami",
        "html": f"<p>Remark {number}</p>",
        "published": T0 + number,
        **more,
    }


def test_empty(desk: Desk) -> None:
    assert desk.articles([]) == ()
    assert desk.comments([]).comments == ()


def test_one(desk: Desk) -> None:
    (article,) = desk.articles([entry(1)])
    assert (article.title, article.author, article.plain) == ("Title 1", "Nadia", "Text 1")
    assert article.published_at == T0 - 60
    assert article.url == "http://127.0.0.1/1"
    (comment,) = desk.comments([remark(5)]).comments
    assert (comment.author_name, comment.plain) == ("Sami", "Remark 5")
    assert comment.published_at == T0 + 5


def test_many(desk: Desk) -> None:
    assert len({each.remote_id for each in desk.articles([entry(n) for n in range(1, 101)])}) == 100
    comments = desk.comments([remark(n) for n in range(1, 101)]).comments
    assert len({each.remote_id for each in comments}) == 100


def test_paged(desk: Desk) -> None:
    items = [entry(n, published=T0 - n // 3) for n in range(1, 251)]
    desk.server.on(desk.dialect.list_path, desk.dialect.articles(items))
    assert isinstance(desk.source, ListsOlder)
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        page = run_now(desk.source.older(None, cursor))
        seen += [each.remote_id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert cursor is None
    assert len(seen) == len(set(seen)) == 250


def test_missing_fields(desk: Desk) -> None:
    for name in entry(1):
        bare = {key: value for key, value in entry(1).items() if key != name}
        found = desk.articles([bare, entry(2)])
        assert "Title 2" in {each.title for each in found}
    assert {each.title for each in desk.articles([{}, {"id": 3}, entry(2)])} >= {"Title 2"}
    for name in remark(1):
        bare = {key: value for key, value in remark(1).items() if key != name}
        assert "Remark 2" in {each.plain for each in desk.comments([bare, remark(2)]).comments}


def test_extra_fields(desk: Desk) -> None:
    (article,) = desk.articles([entry(1, mood="odd", weather="<b>wet</b>")])
    assert article.title == "Title 1"
    (comment,) = desk.comments([remark(1, mood="odd")]).comments
    assert comment.plain == "Remark 1"


@pytest.mark.parametrize("value", [None, 7, -1.5, True, [], {}, [[None]], {"rendered": None}, "x"])
def test_null_and_other_wrong_types(desk: Desk, value: object) -> None:
    for name in entry(1):
        found = desk.articles([entry(1, **{name: value}), entry(2)])
        assert "Title 2" in {each.title for each in found}
        assert all(isinstance(each.title, str) for each in found)
    for name in remark(1):
        delta = desk.comments([remark(1, **{name: value}), remark(2)])
        assert "Remark 2" in {each.plain for each in delta.comments}


def test_html_in_the_title(desk: Desk) -> None:
    title = "<b>Bold</b> &amp; <i onclick='x()'>sly</i><script>alert(1)</script>"
    name = "<b>Sami</b> &amp; <img src=x>Co"
    (article,) = desk.articles([entry(1, title=title)])
    (comment,) = desk.comments([remark(1, author=name)]).comments
    html = desk.dialect.names_are_html
    assert article.title == ("Bold & sly" if html else title)
    assert comment.author_name == ("Sami & Co" if html else name)


def test_dangerous_bodies(desk: Desk) -> None:
    html = "<p onclick='x()'>Fine<script>alert(1)</script><a href='javascript:x()'>go</a></p>"
    (article,) = desk.articles([entry(1, html=html)])
    (comment,) = desk.comments([remark(1, html=html)]).comments
    for safe in (article.body or "", comment.html):
        assert "Fine" in safe
        assert "script" not in safe
        assert "onclick" not in safe


def test_emoji(desk: Desk) -> None:
    text = "🚢 🇯🇴 👨‍👩‍👧 café"
    (article,) = desk.articles([entry(1, title=text, html=f"<p>{text}</p>")])
    assert (article.title, article.plain) == (text, text)
    (comment,) = desk.comments([remark(1, html=text, author=text)]).comments
    assert (comment.plain, comment.author_name) == (text, text)


def test_right_to_left(desk: Desk) -> None:
    text = "وصلت السفينة إلى הנמל"
    (article,) = desk.articles([entry(1, title=f"\u202e{text}\u202c", html=f"<p>{text}</p>")])
    assert (article.title, article.plain) == (text, text)
    (comment,) = desk.comments([remark(1, html=text)]).comments
    assert comment.plain == text


def test_huge_ids(desk: Desk) -> None:
    first, second = 2**63 + 5, 2**90
    found = desk.articles([entry(1, id=first), entry(2, id=second)])
    assert len({each.remote_id for each in found}) == 2
    comments = desk.comments([remark(1, id=first), remark(2, id=second, parent=first)]).comments
    assert len({each.remote_id for each in comments}) == 2


def test_duplicate_ids(desk: Desk) -> None:
    found = desk.articles([entry(1), entry(1, title="Again"), entry(2)])
    assert len({each.remote_id for each in found}) == len(found)


def test_odd_dates(desk: Desk) -> None:
    wrong = ["0000-00-00T00:00:00", "yesterday", "9999-99-99", "", "1234567890123456789"]
    items = [entry(n, published=value) for n, value in enumerate(wrong, start=1)]
    items += [entry(8, published=-86_400), entry(9, published=5_000_000_000)]
    found = desk.articles(items)
    assert len(found) == len(items)
    assert all(each.published_at is None or each.published_at < 4_102_444_800 for each in found)


def test_a_title_without_end(desk: Desk) -> None:
    (article,) = desk.articles([entry(1, title="word " * 10_000)])
    assert len(article.title) <= 1000


def test_deleted_comment(desk: Desk) -> None:
    before = desk.comments([remark(1), remark(2, parent=1), remark(3, parent=2)])
    after = desk.comments([remark(1), remark(3, parent=2)])
    assert len(before.comments) == 3
    assert [each.plain for each in after.comments if "2" in each.plain] == []
    assert after.complete is desk.dialect.whole_threads
    rows = place(after.comments, key=lambda each: each.published_at or 0)
    assert len(rows) == 2


def test_cycle_in_parents(desk: Desk) -> None:
    items = [remark(1, parent=2), remark(2, parent=1), remark(3, parent=3), remark(4, parent=99)]
    delta = desk.comments(items)
    rows = place(delta.comments, key=lambda each: each.published_at or 0)
    assert sorted(row.comment.plain for row in rows) == [f"Remark {n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ErrorKind.AUTH_MISSING),
        (403, ErrorKind.FORBIDDEN),
        (404, ErrorKind.NOT_FOUND),
        (410, ErrorKind.GONE),
        (500, ErrorKind.SERVER),
        (503, ErrorKind.SERVER),
    ],
)
@pytest.mark.parametrize("content", [b"", b"<html><h1>No</h1></html>", b'{"code":'])
def test_refusals(desk: Desk, status: int, kind: ErrorKind, content: bytes) -> None:
    with pytest.raises(AppError) as failure:
        desk.list_from(does.status(status, content))
    assert (failure.value.kind, failure.value.host) == (kind, "127.0.0.1")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, ErrorKind.AUTH_MISSING),
        (403, ErrorKind.FORBIDDEN),
        (404, ErrorKind.NOT_FOUND),
        (410, ErrorKind.GONE),
        (500, ErrorKind.SERVER),
    ],
)
def test_refused_threads(desk: Desk, status: int, kind: ErrorKind) -> None:
    with pytest.raises(AppError) as failure:
        desk.thread_from(does.status(status))
    assert failure.value.kind is kind


def test_too_many_requests(desk: Desk) -> None:
    with pytest.raises(AppError) as failure:
        desk.list_from(does.status(429, Retry_After="70"))
    assert (failure.value.kind, failure.value.retry_after) == (ErrorKind.RATE_LIMITED, 70)
    asked = len(desk.server.log)
    with pytest.raises(AppError) as failure:
        desk.thread_from(desk.dialect.comments([]))
    assert failure.value.kind is ErrorKind.RATE_LIMITED
    assert len(desk.server.log) == asked  # the host is left alone


def captured(behaviour: Behaviour) -> bytes:
    """Return the body that a behaviour would send."""

    class Catcher:
        path = "/?per_page=100"
        sent = b""

        def answer(self, status: int, content: bytes, headers: object) -> None:
            self.sent = content

    catcher: Any = Catcher()
    behaviour(catcher)
    sent: bytes = catcher.sent
    return sent


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_truncated(desk: Desk, share: float) -> None:
    """A cut answer is an error, or the items before the cut and none by halves."""
    items = [entry(n) for n in range(1, 6)]
    whole = captured(desk.dialect.articles(items))
    cut = does.body(whole[: int(len(whole) * share)], Content_Type="application/octet-stream")
    try:
        found = desk.list_from(cut)
    except AppError as error:
        assert error.kind is ErrorKind.BAD_ANSWER
    else:
        complete = desk.articles(items)
        assert set(found) <= set(complete)
    lost = does.cut(whole[: len(whole) // 2], len(whole))
    assert {each.kind for each in desk.failures(lost)} == {ErrorKind.BAD_ANSWER}


def test_html_instead_of_data(desk: Desk) -> None:
    assert {each.kind for each in desk.failures(does.page())} == {ErrorKind.BAD_ANSWER}


@pytest.mark.parametrize("value", [None, 7, "text", True, {}, {"code": "odd"}, [1], [[]], [None]])
def test_other_json_instead_of_data(desk: Desk, value: object) -> None:
    def odd(handler: Handler) -> None:
        handler.answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    for ask in (desk.list_from, desk.thread_from):
        try:
            found = ask(odd)
        except AppError as error:
            assert error.kind is ErrorKind.BAD_ANSWER
        else:
            assert (found.comments if isinstance(found, ThreadDelta) else found) == ()


def test_slow_drip(desk: Desk) -> None:
    drip = does.drip(b" " * 500, pause=0.05)
    assert {each.kind for each in desk.failures(drip)} == {ErrorKind.TIMEOUT}


def test_silence(desk: Desk) -> None:
    assert {each.kind for each in desk.failures(does.silent())} == {ErrorKind.TIMEOUT}


def test_reset(desk: Desk) -> None:
    assert {each.kind for each in desk.failures(does.reset())} == {ErrorKind.OFFLINE}


def test_bomb(desk: Desk) -> None:
    assert {each.kind for each in desk.failures(does.bomb(30))} == {ErrorKind.TOO_LARGE}


def test_redirect_loop(desk: Desk) -> None:
    loops = [does.redirect(desk.server.url(f"/loop?{n}")) for n in range(2)]
    desk.server.on("/loop", does.redirect(desk.server.url("/loop?0")))
    assert {each.kind for each in desk.failures(*loops)} == {ErrorKind.REDIRECT_LOOP}
