"""What only a real WordPress can show: stalls, other doors to the same site, hostile texts."""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from desktop_app.core.articles import Article
from desktop_app.core.comments import (
    AlreadyThere,
    Discarded,
    Held,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSource, Secret, SyncState
from desktop_app.core.work import run_now
from desktop_app.network.http import Answer, Http, MemoryBackoff
from desktop_app.sources.kinds import WORDPRESS, open_source
from desktop_app.sources.wordpress.find import find_wordpress, thread_of
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.site import Site, article, live, opened, stored
from tests.servers.wordpress import WordPress

pytestmark = pytest.mark.wordpress


class Hasty(Http):
    """Gives up on a posting after a moment, as a reader's network may."""

    def send(self, method: str, url: str, **given: Any) -> Answer:
        return super().send(method, url, **{**given, "deadline": 0.4})


@pytest.fixture
def real(wordpress: WordPress, http: Http) -> Iterator[Site]:
    with ExitStack() as stack:
        site = live(wordpress, http)
        stack.enter_context(site.unhurried())
        yield site


def place_of(site: Site, source: WordPressSource, name: str = "empty") -> Article:
    return stored(article(site, source, name))


def found_at(url: str, http: Http) -> FoundSource:
    found = run_now(find_wordpress(http.get(url), http))
    assert found is not None
    return found


def secret_for(wordpress: WordPress, login: str, url: str) -> Secret:
    return Secret(login, wordpress.users[login].app_password, url)


@pytest.mark.parametrize("word", ["fine", "holdme"])
def test_a_posting_that_timed_out_after_the_insert_is_found_again(
    wordpress: WordPress, real: Site, word: str
) -> None:
    patient = opened(real)
    place = place_of(real, patient)
    posting = real.posting(f"{word} & stalled < \\ once")
    me, secret = real.readers["bob"], real.secret("bob")
    before = run_now(patient.thread(place)).total or 0
    with wordpress.switched(no_flood=True, stall_ms=1500):
        hasty = Hasty(MemoryBackoff(), user_agent="Daily8 tests")
        source = open_source(found_at(real.home, hasty), hasty)
        assert isinstance(source, WordPressSource)
        lost = run_now(source.post(posting, place, secret))
        hasty.close()
    assert isinstance(lost, Unsure)
    outcome = run_now(patient.recover(posting, place, secret, me))
    assert isinstance(outcome, Held if word == "holdme" else Published)
    after = run_now(patient.thread(place)).total or 0
    assert after - before == (0 if word == "holdme" else 1)


def test_nasty_texts_arrive_whole_and_once(wordpress: WordPress, real: Site) -> None:
    """Each is sent twice: the second time the site itself must see that it has it."""
    source = opened(real)
    place = place_of(real, source, "played")
    secret = real.secret("mod")
    pieces = [
        "<", ">", "&", "\\", "&amp;", "&#92;", "&#x26;", "&lt;b&gt;", "<b>", "</p>", "<!--", "'",
        '"', "\\0", "\\\\", "\u00a0", "\t", "\n\n", "\r\n", "🚢", "é", "e\u0301", "مرحبا", "%s",
        "{}", "[caption]", "$1", "https://example.test/?a=1&b=2", "a@example.test", ":-)", "--",
        "...", "\x07", "\x00", "`", "~~", "<script>x</script>", "&&", "&#", "1 < 2 > 0", "C:\\new",
    ]  # fmt: skip
    chance = random.Random(1)
    for number in range(60):
        chosen = chance.choices(pieces, k=chance.randint(1, 8))
        text = f"{number} " + " ".join(chosen) if number % 2 else f"{number}" + "".join(chosen)
        posting = real.posting(text)
        first = run_now(source.post(posting, place, secret))
        assert isinstance(first, Published | Held | Discarded), (text, first)
        again = run_now(source.post(posting, place, secret))
        assert isinstance(again, AlreadyThere), (text, again)
        if isinstance(first, Published):
            kept = run_now(source.source_text(_comment(first), secret))
            assert kept == _sendable(posting.text), text


def _comment(outcome: Published) -> Any:
    from tests.servers.site import stored_comment

    return stored_comment(outcome.comment)


def _sendable(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x07", "").replace("\x00", "").strip()


def test_a_text_that_is_too_long_is_refused(real: Site) -> None:
    source = opened(real)
    posting = real.posting("x" * 66_000)
    outcome = run_now(source.post(posting, place_of(real, source), real.secret("alice")))
    assert isinstance(outcome, Refused)
    assert (outcome.error.kind, outcome.error.code) == (
        ErrorKind.INVALID,
        "comment_content_column_length",
    )


def test_plain_permalinks_in_a_sub_directory(wordpress: WordPress, http: Http) -> None:
    with wordpress.another_door("/news", PLAIN_LINKS="1") as url:
        found = found_at(url, http)
        assert found.base_url == f"{url}/index.php?rest_route=/"
        source = open_source(found, http)
        assert isinstance(source, WordPressSource)
        first = run_now(source.refresh(None, SyncState()))
        assert len(first.articles) == 100
        assert run_now(source.refresh(None, first.state)).articles
        long = stored(
            next(x for x in first.articles if x.remote_id == str(wordpress.posts["long"]))
        )
        assert len(run_now(source.thread(long)).comments) == wordpress.long
        assert run_now(source.comment_total(long)) == wordpress.long
        assert run_now(source.body(long)).plain
        assert run_now(source.sections())
        assert run_now(source.search("ferry")).items
        thread = run_now(thread_of(long.url, http))
        assert thread is not None
        assert (thread.root, thread.post_id) == (found.base_url, long.remote_id)
        secret = secret_for(wordpress, "alice", url)
        assert run_now(source.verify(secret)).login == "alice"
        offer = run_now(source.sign_in_offer("Daily8", "an-id", "http://127.0.0.1:9/?state=s"))
        assert offer.approve_url is not None
        assert offer.approve_url.startswith(f"{url}/wp-admin/authorize-application.php?app_name=")
        assert "success_url=http%3A%2F%2F127.0.0.1%3A9%2F%3Fstate%3Ds" in offer.approve_url


def test_pretty_permalinks_in_a_sub_directory(wordpress: WordPress, http: Http) -> None:
    with wordpress.another_door("/news") as url:
        assert found_at(url, http).base_url == f"{url}/wp-json/"
        assert found_at(f"{url}/wp-json/", http).home_url == url
        assert found_at(f"{url}/feed/", http).base_url == f"{url}/wp-json/"


def test_a_site_that_keeps_its_news_in_a_type_of_its_own(wordpress: WordPress, http: Http) -> None:
    with wordpress.another_door(NEWS_TYPE="1") as url:
        found = found_at(url, http)
        assert found.options["route"] == "wp/v2/stories"
        source = open_source(found, http)
        assert isinstance(source, WordPressSource)
        assert {each.title for each in run_now(source.sections())} == {"Desk 0", "Desk 1", "Desk 2"}
        stories = run_now(source.refresh(None, SyncState())).articles
        assert [each.title for each in stories] == [
            "Story of the bell", "Story of the rope", "Story of the buoy",
        ]  # fmt: skip
        assert run_now(source.body(stored(stories[0]))) == stories[0]
        desk = stories[0].section_ids[0]
        assert len(run_now(source.older(desk, None)).items) == 1
        thread = run_now(thread_of(stories[0].url, http))
        assert thread is not None
        assert thread.route == "wp/v2/stories"
        assert run_now(source.thread(stored(stories[0]))).complete


def test_a_site_without_application_passwords_says_so(wordpress: WordPress, http: Http) -> None:
    with wordpress.another_door(ENVIRONMENT="production") as url:
        source = open_source(found_at(url, http), http)
        assert isinstance(source, WordPressSource)
        assert run_now(source.sign_in_offer("Daily8", "id", None)).approve_url is None
        with pytest.raises(AppError) as told:
            run_now(source.verify(secret_for(wordpress, "alice", url)))
        assert told.value.kind is ErrorKind.AUTH_UNAVAILABLE
        assert told.value.code == "disabled"


def test_a_host_that_drops_the_header_looks_like_a_wrong_password(
    wordpress: WordPress, http: Http
) -> None:
    with wordpress.another_door(STRIP_AUTHORIZATION="1") as url:
        source = open_source(found_at(url, http), http)
        assert isinstance(source, WordPressSource)
        with pytest.raises(AppError) as told:
            run_now(source.verify(secret_for(wordpress, "alice", url)))
        assert (told.value.kind, told.value.code) == (ErrorKind.AUTH_INVALID, "not_taken")


def test_signing_out_revokes_the_password(wordpress: WordPress, real: Site) -> None:
    made = wordpress.request(
        "POST",
        f"wp/v2/users/{wordpress.users['dora'].id}/application-passwords",
        {"name": f"Daily8 {time.time_ns()}", "app_id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
    )
    source = opened(real)
    secret = Secret("dora", made["password"], wordpress.url)
    me = run_now(source.verify(secret))
    assert me.revoke_id == made["uuid"]
    run_now(source.revoke(secret, me.revoke_id))
    with pytest.raises(AppError) as told:
        run_now(source.verify(secret))
    assert told.value.code == "not_taken"
    run_now(source.revoke(secret, me.revoke_id))
    run_now(source.revoke(secret, None))


def test_an_email_address_signs_in_too(wordpress: WordPress, real: Site) -> None:
    password = wordpress.users["alice"].app_password.replace(" ", "")
    me = run_now(opened(real).verify(Secret("alice@example.test", password, wordpress.url)))
    assert me.login == "alice"


def test_a_change_and_a_late_publication_are_seen(wordpress: WordPress, real: Site) -> None:
    source = opened(real)
    state = run_now(source.refresh(None, SyncState())).state
    old = str(wordpress.request("GET", "wp/v2/posts?per_page=1&order=asc&orderby=date")[0]["id"])
    wordpress.request("POST", f"wp/v2/posts/{old}", {"title": f"Put right {real.tag}"})
    late = wordpress.request(
        "POST", "wp/v2/posts", {"title": f"Late {real.tag}", "status": "publish"}
    )
    try:
        found = {
            each.remote_id: each.title for each in run_now(source.refresh(None, state)).articles
        }
        assert found[old] == f"Put right {real.tag}"
        assert found[str(late["id"])] == f"Late {real.tag}"
    finally:
        wordpress.request("DELETE", f"wp/v2/posts/{late['id']}?force=true")


def test_a_long_absence_is_caught_up(wordpress: WordPress, real: Site) -> None:
    source = opened(real)
    long_ago = SyncState({"modified_after": "1000000000"})
    found = run_now(source.refresh(None, long_ago)).articles
    assert len({each.remote_id for each in found}) == wordpress.total


def test_a_page_that_is_no_wordpress_is_none(real: Site, http: Http) -> None:
    picture = next(x.picture for x in run_now(opened(real).older(None, None)).items if x.picture)
    lone = FoundSource(WORDPRESS, f"{real.home}nowhere/", "", real.home)
    with pytest.raises(AppError) as told:
        run_now(open_source(lone, http).refresh(None, SyncState()))  # type: ignore[attr-defined]
    assert told.value.kind is ErrorKind.NOT_FOUND
    assert run_now(thread_of(picture.url, http)) is None
