"""A site as the contract suite sees it: live, recorded or our own newsroom."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from desktop_app.core.articles import Article, FoundArticle
from desktop_app.core.comments import Comment, FoundComment, Posting, PostingKind, PostingState
from desktop_app.core.ids import AccountId, ArticleId, CommentId, PostingId, SourceId
from desktop_app.core.sources import Secret, SyncState
from desktop_app.core.work import run_now
from desktop_app.network.http import Answer, Http
from desktop_app.sources.kinds import open_source
from desktop_app.sources.wordpress.find import find_wordpress
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.wordpress import WordPress

_KEPT_HEADERS = ("allow", "content-type", "date", "link", "x-wp-total", "x-wp-totalpages")


@dataclass
class Site:
    """What every site must offer to be tried: the same articles, readers and words."""

    name: str
    home: str  # an address as a reader would type it
    http: Any  # Http, or one that records or replays
    total: int  # articles
    long: int  # visible comments of the long thread
    posts: Mapping[str, int]  # long, empty, closed, locked (password "sesame")
    readers: Mapping[str, str]  # alice, bob: may only comment; mod: moderates; login to id
    passwords: Mapping[str, str]
    now: int  # Unix seconds
    tag: str  # makes texts of this run different from those of an earlier one
    unhurried: Callable[[], AbstractContextManager[None]] = field(default=nullcontext)
    """Inside it, comments may follow each other at once."""

    def secret(self, reader: str) -> Secret:
        """Return the secret of a reader."""
        parts = urlsplit(self.home)
        return Secret(reader, self.passwords[reader], f"{parts.scheme}://{parts.netloc}")

    def posting(
        self,
        text: str,
        parent: str | None = None,
        target: str | None = None,
        kind: PostingKind = PostingKind.COMMENT,
    ) -> Posting:
        """Return a posting as the outbox hands it over."""
        return Posting(
            id=PostingId("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            article_id=ArticleId(1),
            account_id=AccountId(1),
            kind=kind,
            text=f"{text} ({self.tag})" if text else "",
            parent_remote_id=parent,
            target_remote_id=target,
            state=PostingState.SENDING,
            created_at=self.now,
            first_sent_at=self.now,
        )


def live(wordpress: WordPress, http: Http) -> Site:
    """Return a running WordPress as a site."""
    now = int(time.time())
    return Site(
        name=f"WordPress {wordpress.version}",
        home=f"{wordpress.url}/",
        http=http,
        total=wordpress.total,
        long=wordpress.long,
        posts=wordpress.posts,
        readers={login: str(user.id) for login, user in wordpress.users.items()},
        passwords={login: user.app_password for login, user in wordpress.users.items()},
        now=now,
        tag=f"{time.time_ns():x}",
        unhurried=lambda: wordpress.switched(no_flood=True),
    )


def opened(site: Site) -> WordPressSource:
    """Return the adapter that the address of the site leads to."""
    found = run_now(find_wordpress(site.http.get(site.home), site.http))
    assert found is not None
    source = open_source(found, site.http)
    assert isinstance(source, WordPressSource)
    return source


def article(site: Site, source: WordPressSource, name: str) -> FoundArticle:
    """Return an article of the first page by what it is for."""
    newest = run_now(source.refresh(None, SyncState())).articles
    return next(each for each in newest if each.remote_id == str(site.posts[name]))


def stored(found: FoundArticle) -> Article:
    """Return an article as it comes out of the database."""
    return Article(
        id=ArticleId(1),
        source_id=SourceId(1),
        remote_id=found.remote_id,
        url=found.url,
        title=found.title,
        excerpt=found.excerpt,
        author=found.author,
        published_at=found.published_at or 0,
        updated_at=found.updated_at,
        seen_at=0,
        language=found.language,
        picture=found.picture,
        comment_count=found.comment_count,
        comments_state=found.comments_state,
        thread_key=found.thread_key,
        read=False,
        saved=False,
        body_state=found.body_state,
    )


def stored_comment(found: FoundComment) -> Comment:
    """Return a comment as it comes out of the database."""
    return Comment(
        id=CommentId(1),
        article_id=ArticleId(1),
        remote_id=found.remote_id,
        parent_remote_id=found.parent_remote_id,
        author_name=found.author_name,
        author_remote_id=found.author_remote_id,
        html=found.html,
        plain=found.plain,
        published_at=found.published_at or 0,
        state=found.state,
    )


class Recorder:
    """Passes requests on to ``Http`` and keeps each answer, without any secret."""

    def __init__(self, http: Http, origin: str) -> None:
        self._http = http
        self._origin = origin
        self.exchanges: list[dict[str, Any]] = []

    def get(self, url: str, **given: Any) -> Answer:
        """Ask and keep."""
        return self._kept("GET", url, None, self._http.get(url, **given))

    def head(self, url: str, **given: Any) -> Answer:
        """Ask and keep."""
        return self._kept("HEAD", url, None, self._http.head(url, **given))

    def send(self, method: str, url: str, **given: Any) -> Answer:
        """Send and keep."""
        answer = self._http.send(method, url, **given)
        return self._kept(method, url, given.get("json"), answer)

    def _kept(self, method: str, url: str, sent: Any, answer: Answer) -> Answer:
        self.exchanges.append(
            {
                "request": [method, url.replace(self._origin, ""), sent],
                "url": answer.url.replace(self._origin, ""),
                "status": answer.status,
                "headers": {k: v for k, v in answer.headers.items() if k in _KEPT_HEADERS},
                "with_secret": answer.with_secret,
                "body": answer.body.decode(),
            }
        )
        return answer


class Replayer:
    """Answers as the recorded site did; an unexpected request fails the test."""

    def __init__(self, origin: str, exchanges: list[dict[str, Any]]) -> None:
        self._origin = origin
        self._left = list(exchanges)

    def get(self, url: str, **given: Any) -> Answer:
        """Answer from the recording."""
        return self._answer("GET", url, None)

    def head(self, url: str, **given: Any) -> Answer:
        """Answer from the recording."""
        return self._answer("HEAD", url, None)

    def send(self, method: str, url: str, **given: Any) -> Answer:
        """Answer from the recording."""
        return self._answer(method, url, given.get("json"))

    def _answer(self, method: str, url: str, sent: Any) -> Answer:
        wanted = [method, url.replace(self._origin, ""), json.loads(json.dumps(sent))]
        for exchange in self._left:
            if exchange["request"] == wanted:
                self._left.remove(exchange)
                return Answer(
                    self._origin + exchange["url"],
                    exchange["status"],
                    exchange["headers"],
                    exchange["body"].encode(),
                    with_secret=exchange["with_secret"],
                )
        expected = [exchange["request"] for exchange in self._left[:3]]
        raise AssertionError(f"not recorded: {wanted}; left: {expected}")


def recorded_site(recording: Mapping[str, Any], test: str) -> Site:
    """Return the site that answers ``test`` from a recording."""
    about = recording["site"]
    bodies = recording["bodies"]
    exchanges = [{**each, "body": bodies[each["body"]]} for each in recording["tests"][test]]
    http = Replayer(about["origin"], exchanges)
    fields = {name: about[name] for name in _RECORDED_FIELDS}
    return Site(http=http, passwords=dict.fromkeys(about["readers"], "recorded"), **fields)


def recording_of(site: Site, tests: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return what to write down of a live site."""
    about = {name: getattr(site, name) for name in _RECORDED_FIELDS}
    parts = urlsplit(site.home)
    bodies = {_key(each["body"]): each["body"] for kept in tests.values() for each in kept}
    return {
        "site": {**about, "origin": f"{parts.scheme}://{parts.netloc}"},
        "tests": {
            test: [{**each, "body": _key(each["body"])} for each in kept]
            for test, kept in sorted(tests.items())
        },
        "bodies": bodies,
    }


def _key(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:12]


_RECORDED_FIELDS = ("name", "home", "total", "long", "posts", "readers", "now", "tag")


def write_recording(path: Path, recording: Mapping[str, Any]) -> None:
    """Write it as a file that ``recorded_site`` can read."""
    path.write_text(json.dumps(recording, ensure_ascii=False, indent=0) + "\n", "utf-8")
