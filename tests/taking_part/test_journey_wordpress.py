"""Sign in, post, be held, be refused, recover, sign out: the whole way on a real WordPress."""

import io
import json
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.app import build_services
from desktop_app.cli import DONE, FAILED, NOT_YET, main
from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.comments import (
    Allowed,
    CommentState,
    DraftKey,
    DraftKind,
    Posting,
    PostingState,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Account
from desktop_app.core.work import run_now
from desktop_app.network.http import Http
from desktop_app.services.bundle import Services
from desktop_app.services.taking_part import Pace
from desktop_app.system import credentials as keystore
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import Paths, profile_paths
from desktop_app.system.settings import Settings
from tests.servers.wordpress import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.timeout(300)]

S = PostingState
PACE = Pace(undo=0, settle=1, min_interval=0.0)


@dataclass
class Journey:
    site: WordPress
    services: Services
    paths: Paths
    source_id: SourceId
    token: str

    def article(self, name: str) -> Article:
        """Return one of the articles that the site's seed made."""
        post = self.site.request("GET", f"wp/v2/posts/{self.site.posts[name]}?_fields=link")
        found = run_now(self.services.reading.article_by_url(post["link"]))
        if found is None:
            query = ListQuery(ListKind.SOURCE, source_id=self.source_id)
            while run_now(self.services.reading.older(query)):
                pass
            found = run_now(self.services.reading.article_by_url(post["link"]))
        assert found is not None
        return found

    def sign_in(self, login: str = "alice") -> Account:
        user = self.site.users[login]
        accounts = self.services.accounts
        return run_now(accounts.sign_in(self.source_id, login, user.app_password))

    def post(self, account: Account, text: str, article: str = "empty", **key: object) -> Posting:
        place = DraftKey(self.article(article).id, DraftKind.COMMENT, **key)  # type: ignore[arg-type]
        posting = run_now(self.services.outbox.post(place, account.id, f"{text} {self.token}"))
        run_now(self.services.outbox.deliver_due())
        return self.now(posting)

    def now(self, posting: Posting) -> Posting:
        found = run_now(self.services.outbox.get(posting.id))
        assert found is not None
        return found

    def settle(self, posting: Posting) -> Posting:
        for _ in range(20):
            if self.now(posting).state not in (S.UNSURE, S.WAITING, S.SENDING):
                break
            time.sleep(0.5)
            run_now(self.services.outbox.deliver_due())
        return self.now(posting)

    def standing(self) -> list[str]:
        """Return what of this journey stands on the server, for its moderators."""
        texts: list[str] = []
        for status in ("approve", "hold"):
            query = f"search={self.token}&status={status}&context=edit&per_page=100"
            found = self.site.request("GET", f"wp/v2/comments?{query}")
            texts.extend(each["content"]["raw"] for each in found)
        return sorted(text.removesuffix(f" {self.token}") for text in texts)


@pytest.fixture
def journey(wordpress: WordPress, tmp_path: Path) -> Iterator[Journey]:
    paths = profile_paths(tmp_path / "profile")
    settings = Settings(paths.settings_file)
    services, backstage = build_services(
        paths, settings, credentials=MemoryCredentials(), pace=PACE
    )
    found = run_now(services.subscribing.discover(wordpress.url))
    source_id = run_now(services.subscribing.add(found.candidates[0], frozenset()))
    with wordpress.switched(no_flood=True):
        yield Journey(wordpress, services, paths, source_id, f"t{time.time_ns():x}")
    backstage.close()


def test_each_outcome(journey: Journey) -> None:
    alice = journey.sign_in()
    assert journey.post(alice, "plain & <simple>").state is S.PUBLISHED
    held = journey.post(alice, "holdme please")
    assert held.state is S.HELD
    assert journey.post(alice, "trashme").state is S.DISCARDED
    assert journey.post(alice, "plain & <simple>").state is S.ALREADY_THERE
    refused = journey.post(alice, "too late", "closed")
    assert (refused.state, refused.text) == (S.REFUSED, f"too late {journey.token}")
    assert journey.standing() == ["holdme please", "plain &amp; &lt;simple&gt;"]
    view = run_now(journey.services.conversation.open(journey.article("closed").id))
    assert view.closed


def test_a_held_comment_is_approved_and_another_thrown_away(journey: Journey) -> None:
    alice = journey.sign_in()
    good = journey.post(alice, "holdme good")
    bad = journey.post(alice, "holdme bad")
    article_id = journey.article("empty").id
    conversation = journey.services.conversation
    view = run_now(conversation.refresh(article_id))
    states = {each.remote_id: each.state for each in view.comments}
    assert states[str(good.comment_remote_id)] is CommentState.HELD
    journey.site.request("POST", f"wp/v2/comments/{good.comment_remote_id}", {"status": "approved"})
    journey.site.request("DELETE", f"wp/v2/comments/{bad.comment_remote_id}?force=true")
    view = run_now(conversation.refresh(article_id))
    states = {each.remote_id: each.state for each in view.comments}
    assert states[str(good.comment_remote_id)] is CommentState.VISIBLE
    assert str(bad.comment_remote_id) not in states
    assert journey.now(good).state is S.PUBLISHED
    assert journey.now(bad).state is S.DISCARDED
    assert [each.id for each in view.postings] == [bad.id]


@pytest.mark.parametrize("text", ["seen by all", "holdme unseen", "a < b & c > d \\ &#92;"])
def test_a_time_out_after_the_insert(
    journey: Journey, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server stores the comment and stalls; the answer is not waited for."""
    alice = journey.sign_in()
    send = Http.send

    def impatient(self: Http, *arguments: object, **options: object) -> object:
        return send(self, *arguments, **{**options, "deadline": 1.0})  # type: ignore[arg-type]

    with journey.site.switched(no_flood=True, stall_ms=2500):
        monkeypatch.setattr(Http, "send", impatient)
        posting = journey.post(alice, text)
        assert posting.state is S.UNSURE
        monkeypatch.undo()
    settled = journey.settle(posting)
    assert settled.state is (S.HELD if "holdme" in text else S.PUBLISHED)
    assert len(journey.standing()) == 1


def test_the_flood_check_waits_and_goes_on(journey: Journey) -> None:
    carol = journey.sign_in("carol")  # nobody else here writes as Carol
    with journey.site.switched(no_flood=False):
        assert journey.post(carol, "one").state is S.PUBLISHED
        waiting = journey.post(carol, "two")
        assert (waiting.state, waiting.error_kind) == (S.WAITING, "rate_limited")
        assert 10 <= waiting.next_try_at - time.time() <= 16
    with journey.site.switched(no_flood=True):
        run_now(journey.services.outbox.retry(waiting.id))
        assert journey.settle(waiting).state is S.PUBLISHED
    assert journey.standing() == ["one", "two"]


def test_reply_edit_and_delete_where_the_server_allows_it(journey: Journey) -> None:
    alice, mod = journey.sign_in("alice"), journey.sign_in("mod")
    article_id = journey.article("empty").id
    first = journey.post(alice, "frist")
    target = str(first.comment_remote_id)
    place = DraftKey(article_id, DraftKind.REPLY, target)
    outbox, conversation = journey.services.outbox, journey.services.conversation
    reply = run_now(outbox.post(place, alice.id, f"reply {journey.token}"))
    run_now(outbox.deliver_due())
    assert journey.now(reply).state is S.PUBLISHED
    run_now(conversation.refresh(article_id))
    assert run_now(conversation.allowed(article_id, target, alice.id)) == Allowed()
    assert run_now(conversation.allowed(article_id, target, mod.id)) == Allowed(True, True)
    text = run_now(conversation.source_text(article_id, target, mod.id))
    assert text == f"frist {journey.token}"
    edit = DraftKey(article_id, DraftKind.EDIT, target)
    run_now(outbox.post(edit, mod.id, text.replace("frist", "first")))
    run_now(outbox.deliver_due())
    assert journey.standing() == ["first", "reply"]
    run_now(outbox.delete_comment(article_id, target, mod.id))
    run_now(outbox.deliver_due())
    assert journey.standing() == ["reply"]
    view = run_now(conversation.refresh(article_id))
    assert target not in {each.remote_id for each in view.comments}


def test_a_revoked_password_parks_and_a_new_one_goes_on(journey: Journey) -> None:
    dora = journey.site.users["dora"]
    password, uuid = new_password(journey.site, "dora", "To be revoked")
    accounts = journey.services.accounts
    account = run_now(accounts.sign_in(journey.source_id, "dora", password))
    assert account.revoke_id == uuid
    journey.site.request("DELETE", f"wp/v2/users/{dora.id}/application-passwords/{uuid}")
    assert journey.post(account, "parked").state is S.PARKED
    assert run_now(accounts.all())[0].needs_sign_in
    with pytest.raises(AppError) as raised:
        run_now(accounts.sign_in(journey.source_id, "dora", password))
    assert (raised.value.kind, raised.value.code) == (ErrorKind.AUTH_INVALID, "not_taken")
    run_now(accounts.sign_in(journey.source_id, "dora", dora.app_password))
    run_now(journey.services.outbox.deliver_due())
    assert journey.standing() == ["parked"]


def test_signing_out_revokes_on_the_server(journey: Journey) -> None:
    password, uuid = new_password(journey.site, "dora", "Signed out")
    accounts = journey.services.accounts
    account = run_now(accounts.sign_in(journey.source_id, "dora@example.test", password))
    run_now(accounts.sign_out(account.id))
    left = journey.site.request(
        "GET", f"wp/v2/users/{journey.site.users['dora'].id}/application-passwords"
    )
    assert uuid not in {each["uuid"] for each in left}
    assert run_now(accounts.all()) == ()
    with pytest.raises(AppError):
        run_now(accounts.sign_in(journey.source_id, "dora", password))


def test_the_offer_opens_the_page_that_the_site_names(journey: Journey) -> None:
    back = "http://127.0.0.1:4711/approved"
    offer = run_now(journey.services.accounts.offer(journey.source_id, back, "abc"))
    assert offer.local
    assert offer.approve_url is not None
    assert offer.approve_url.startswith(f"{journey.site.url}/wp-admin/authorize-application.php?")
    assert "state%3Dabc" in offer.approve_url


def test_an_article_of_the_feed_gets_the_thread_of_the_site(journey: Journey) -> None:
    found = run_now(journey.services.subscribing.discover(f"{journey.site.url}/feed/"))
    feed = next(each for each in found.candidates if each.found.kind == "feed")
    feed_id = run_now(journey.services.subscribing.add(feed, frozenset()))
    query = ListQuery(ListKind.SOURCE, source_id=feed_id)
    newest = run_now(journey.services.reading.page(query)).items[0]
    conversation, accounts = journey.services.conversation, journey.services.accounts
    view = run_now(conversation.refresh(newest.id))
    assert view.can_sign_in
    alice = run_now(
        accounts.sign_in(
            feed_id, "alice", journey.site.users["alice"].app_password, article_id=newest.id
        )
    )
    key = DraftKey(newest.id, DraftKind.COMMENT)
    run_now(journey.services.outbox.post(key, alice.id, f"by the feed {journey.token}"))
    run_now(journey.services.outbox.deliver_due())
    assert journey.standing() == ["by the feed"]
    view = run_now(conversation.refresh(newest.id))
    assert any(journey.token in each.plain and each.is_mine for each in view.comments)


def test_the_same_from_the_command_line(
    wordpress: WordPress,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = MemoryCredentials()
    monkeypatch.setattr(keystore, "KeyringCredentials", lambda: kept)
    token = f"c{time.time_ns():x}"

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(["--profile", str(tmp_path / "p"), "--language", "en", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert run("add", wordpress.url)[0] == DONE
    assert run("refresh", "--all")[0] == DONE
    rows = json.loads(run("list", "--json", "--limit", "0")[1])
    assert len(rows) == wordpress.total
    link = wordpress.request("GET", f"wp/v2/posts/{wordpress.posts['empty']}?_fields=link")["link"]
    article = str(next(row["id"] for row in rows if row["link"] == link))
    assert run("post", article, typed="nobody yet")[0] == FAILED
    password = wordpress.users["bob"].app_password
    assert run("sign-in", "1", "bob", typed="wrong\n")[0] == FAILED
    assert run("sign-in", "1", "bob", typed=f"{password}\n")[0] == DONE
    with wordpress.switched(no_flood=True):
        code, out, _err = run("post", article, typed=f"from the shell {token}\n")
    assert (code, "Published" in out) == (DONE, True)
    assert f"from the shell {token}" in run("comments", article)[1]
    code, out, _err = run("post", article, typed=f"again {token}\n")
    assert code == NOT_YET  # the site's fifteen seconds
    assert run("outbox", "--withdraw", out.split("\t")[0])[0] == DONE


def new_password(site: WordPress, login: str, name: str) -> tuple[str, str]:
    """Return a fresh application password of a user, and its uuid."""
    user = site.users[login]
    pair = b64encode(f"{login}:{user.app_password}".encode()).decode()
    asked = urllib.request.Request(
        f"{site.api}wp/v2/users/me/application-passwords",
        method="POST",
        data=json.dumps({"name": f"{name} {time.time_ns()}"}).encode(),
        headers={"Authorization": f"Basic {pair}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        made = json.load(answer)
    return made["password"], made["uuid"]
