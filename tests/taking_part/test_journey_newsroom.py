"""The whole way on the embedded newsroom: add, read to the end, be let in, write, leave."""

import re
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from desktop_app.app import build_services
from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.comment_tree import place
from desktop_app.core.comments import CommentState, DraftKey, DraftKind, Posting, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Account
from desktop_app.core.work import run_now
from desktop_app.demo.newsroom import Newsroom
from desktop_app.runtime.approval import ApprovalListener, Approved, Words
from desktop_app.services.bundle import Services
from desktop_app.services.taking_part import Pace
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import Settings
from desktop_app.text.clean import body_pictures
from tests.servers.newsroom import RESOURCES

S = PostingState


@dataclass
class Journey:
    newsroom: Newsroom
    services: Services
    source_id: SourceId

    def articles(self) -> tuple[Article, ...]:
        query = ListQuery(ListKind.SOURCE, source_id=self.source_id)
        while run_now(self.services.reading.older(query)):
            pass
        return run_now(self.services.reading.page(query)).items

    def article(self, title: str) -> Article:
        return next(each for each in self.articles() if title in each.title)

    def post(self, account: Account, text: str, title: str = "Welcome") -> Posting:
        key = DraftKey(self.article(title).id, DraftKind.COMMENT)
        posting = run_now(self.services.outbox.post(key, account.id, text))
        run_now(self.services.outbox.deliver_due())
        found = run_now(self.services.outbox.get(posting.id))
        assert found is not None
        return found


@pytest.fixture
def journey(tmp_path: Path) -> Iterator[Journey]:
    newsroom = Newsroom(tmp_path / "newsroom", RESOURCES)
    newsroom.start()
    newsroom.change_rules(flood_seconds=0.0)
    paths = profile_paths(tmp_path / "profile")
    services, backstage = build_services(
        paths,
        Settings(paths.settings_file),
        credentials=MemoryCredentials(),
        pace=Pace(undo=0, settle=1, min_interval=0.0),
    )
    found = run_now(services.subscribing.discover(newsroom.url))
    source_id = run_now(services.subscribing.add(found.candidates[0], frozenset()))
    assert run_now(services.subscribing.sidebar()).problems == ()  # else it is added without news
    yield Journey(newsroom, services, source_id)
    backstage.close()
    newsroom.stop()


def approve(url: str, choice: str = "approve") -> None:
    """Do what a reader does in the browser."""
    page = urllib.request.urlopen(url, timeout=10).read().decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    fields = {name: unescape(value) for name, value in hidden}
    fields |= {"login": "reader", "pwd": "reader", "choice": choice}
    where = url.partition("?")[0]
    urllib.request.urlopen(where, urlencode(fields).encode(), timeout=10).read()


def let_in(journey: Journey, choice: str = "approve") -> list[Approved | None]:
    answers: list[Approved | None] = []
    came = threading.Event()

    def on_answer(answer: Approved | None) -> None:
        answers.append(answer)
        came.set()

    listener = ApprovalListener(on_answer, Words("done", "refused"))
    offer = run_now(
        journey.services.accounts.offer(journey.source_id, listener.start(), listener.state)
    )
    assert offer.local
    assert offer.approve_url is not None
    approve(offer.approve_url, choice)
    assert came.wait(5)
    listener.cancel()
    return answers


def sign_in(journey: Journey) -> Account:
    [approved] = let_in(journey)
    assert approved is not None
    accounts = journey.services.accounts
    return run_now(accounts.sign_in(journey.source_id, approved.login, approved.password))


def test_every_article_is_read_with_all_its_pictures(journey: Journey) -> None:
    names = {each.name for each in (RESOURCES / "articles").iterdir()}
    articles = journey.articles()
    assert len(articles) == len(names)
    reading, images = journey.services.reading, journey.services.images
    for article in articles:
        assert article.picture is not None
        urls = {article.picture.url, article.picture.thumbnail_url}
        if "password" in article.title:
            opened = run_now(reading.unlock(article.id, "lantern"))
        else:
            opened = run_now(reading.open(article.id))
        assert opened.body is not None, article.title
        assert (opened.error, opened.more) == (None, False)
        urls |= {picture.url for picture in body_pictures(opened.body.html)}
        for url in urls:
            assert url is not None
            assert run_now(images.fetch(url)).is_file()


def test_every_thread_is_read_whole(journey: Journey) -> None:
    total, deepest = 0, 0
    for article in journey.articles():
        if "password" in article.title:
            continue
        view = run_now(journey.services.conversation.refresh(article.id))
        total += len(view.comments)
        placed = place(view.comments, key=lambda each: int(each.remote_id))
        deepest = max([deepest, *(each.depth for each in placed)])
    assert total > 280
    assert deepest >= 4


def test_sections_and_search_on_the_site(journey: Journey) -> None:
    sections = {
        each.title for each in run_now(journey.services.subscribing.sections(journey.source_id))
    }
    assert {"Handbook", "Schools & Libraries", "بالعربية", "בעברית"} <= sections
    found = run_now(journey.services.reading.search_site(journey.source_id, "olive press"))
    assert any("Olive harvest" in each.title for each in found)
    for word in ("bus", "الميناء", "לחם", "مكتبه", "סֵפֶר"):  # those of the handbook
        assert run_now(journey.services.reading.search(word)), word


def test_a_reader_is_let_in_writes_and_leaves(journey: Journey) -> None:
    account = sign_in(journey)
    assert (account.login, account.display_name) == ("reader", "Demo Reader")
    said = journey.post(account, "a < b & c \\ d, مرحبا")
    assert said.state is S.PUBLISHED
    assert journey.post(account, "I heard a rumour").state is S.HELD
    assert journey.post(account, "trashme").state is S.DISCARDED
    assert journey.post(account, "a < b & c \\ d, مرحبا").state is S.ALREADY_THERE
    for title in ("the square keeps its trees", "town clock is wound"):
        refused = journey.post(account, "Too late?", title)
        assert (refused.state, refused.error_kind) == (S.REFUSED, ErrorKind.CLOSED.value)
    view = run_now(journey.services.conversation.refresh(journey.article("Welcome").id))
    mine = {each.plain: each.state for each in view.comments if each.is_mine}
    assert mine["a < b & c \\ d, مرحبا"] is CommentState.VISIBLE
    assert mine["I heard a rumour"] is CommentState.HELD
    secret = run_now(journey.services.accounts.secret(account))
    run_now(journey.services.accounts.sign_out(account.id))
    with pytest.raises(AppError) as told:
        run_now(journey.services.accounts.sign_in(journey.source_id, "reader", secret.password))
    assert told.value.kind is ErrorKind.AUTH_INVALID  # it was taken back on the site too


def test_a_refusal_comes_back_as_one(journey: Journey) -> None:
    assert let_in(journey, "reject") == [None]
