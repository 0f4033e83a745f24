"""What every source with accounts must do."""

import pytest

from desktop_app.core.comments import (
    Allowed,
    AlreadyThere,
    CommentState,
    Discarded,
    FoundComment,
    Held,
    PostingKind,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import run_now
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.site import Site, article, opened, stored, stored_comment

WEIRD = "a < b & c > d \\ C:\\new &amp; &#169; <b>bold</b> “quoted” 🚢 مرحبا"


def posted(site: Site, source: WordPressSource, reader: str, text: str) -> FoundComment:
    place = stored(article(site, source, "empty"))
    outcome = run_now(source.post(site.posting(text), place, site.secret(reader)))
    assert isinstance(outcome, Published), outcome
    return outcome.comment


def test_the_site_says_who_i_am(site: Site) -> None:
    me = run_now(opened(site).verify(site.secret("alice")))
    assert (me.remote_id, me.login) == (site.readers["alice"], "alice")
    assert (me.display_name, me.roles) == ("Alice", ("subscriber",))
    assert me.revoke_id


def test_a_wrong_password_is_not_taken(site: Site) -> None:
    source = opened(site)
    good = site.secret("alice")
    for login in ("alice", "nobody"):
        with pytest.raises(AppError) as told:
            run_now(source.verify(Secret(login, "abcd EFGH", good.origin)))
        assert (told.value.kind, told.value.code) == (ErrorKind.AUTH_INVALID, "not_taken")


def test_the_site_offers_its_approval_page(site: Site) -> None:
    offer = run_now(
        opened(site).sign_in_offer(
            "Daily8 on a desk", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "daily8://back?state=x"
        )
    )
    assert offer.approve_url is not None
    assert "app_name=Daily8+on+a+desk" in offer.approve_url
    assert "success_url=daily8%3A%2F%2Fback%3Fstate%3Dx" in offer.approve_url
    assert (offer.local, offer.insecure) == (True, False)


def test_a_comment_is_published_as_it_was_written(site: Site) -> None:
    source = opened(site)
    comment = posted(site, source, "alice", WEIRD)
    assert comment.plain == f"{WEIRD} ({site.tag})"
    assert comment.author_remote_id == site.readers["alice"]
    listed = run_now(source.thread(stored(article(site, source, "empty"))))
    assert comment.remote_id in {each.remote_id for each in listed.comments}


def test_a_reply_stands_below_its_parent(site: Site) -> None:
    source = opened(site)
    above = posted(site, source, "bob", "Who was there?")
    posting = site.posting("I was.", parent=above.remote_id)
    place = stored(article(site, source, "empty"))
    outcome = run_now(source.post(posting, place, site.secret("alice")))
    assert isinstance(outcome, Published)
    assert outcome.comment.parent_remote_id == above.remote_id


def test_the_same_text_again_is_already_there(site: Site) -> None:
    source = opened(site)
    text = f"Twice & <never> \\ {WEIRD}"
    first = posted(site, source, "alice", text)
    place = stored(article(site, source, "empty"))
    outcome = run_now(source.post(site.posting(text), place, site.secret("alice")))
    assert isinstance(outcome, AlreadyThere)
    assert outcome.comment is not None
    assert outcome.comment.remote_id == first.remote_id


def test_a_held_comment_is_seen_by_its_writer_alone(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    secret = site.secret("alice")
    outcome = run_now(source.post(site.posting("please holdme a while"), place, secret))
    assert isinstance(outcome, Held)
    assert outcome.comment is not None
    mine = run_now(source.comment_state(place, outcome.comment.remote_id, secret))
    assert mine is not None
    assert mine.state is CommentState.HELD
    for other in (None, site.secret("bob")):
        with pytest.raises(AppError) as told:
            run_now(source.comment_state(place, outcome.comment.remote_id, other))
        assert told.value.kind in (ErrorKind.AUTH_MISSING, ErrorKind.FORBIDDEN)


def test_a_discarded_comment_is_called_so(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    outcome = run_now(source.post(site.posting("trashme"), place, site.secret("alice")))
    assert outcome == Discarded()


@pytest.mark.parametrize(
    ("name", "text", "kind", "code"),
    [
        ("closed", "Too late", ErrorKind.CLOSED, "rest_comment_closed"),
        ("empty", "", ErrorKind.INVALID, "rest_comment_content_invalid"),
    ],
)
def test_refusals_say_why(site: Site, name: str, text: str, kind: ErrorKind, code: str) -> None:
    source = opened(site)
    place = stored(article(site, source, name))
    outcome = run_now(source.post(site.posting(text), place, site.secret("alice")))
    assert isinstance(outcome, Refused)
    assert (outcome.error.kind, outcome.error.code) == (kind, code)
    assert outcome.error.detail


def test_a_flood_is_asked_to_wait(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    outcomes = [
        run_now(source.post(site.posting(f"Quick {number}"), place, site.secret("dora")))
        for number in range(2)
    ]
    refused = outcomes[1]
    assert isinstance(refused, Refused)
    assert (refused.error.kind, refused.error.code) == (ErrorKind.RATE_LIMITED, "comment_flood")
    assert refused.error.retry_after == source.min_interval == 15


def test_a_secret_that_is_not_taken_parks_the_posting(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    revoked = Secret("alice", "abcd efgh", site.secret("alice").origin)
    with pytest.raises(AppError) as told:
        run_now(source.post(site.posting("Not me"), place, revoked))
    assert told.value.kind is ErrorKind.AUTH_INVALID


def test_recovery_finds_what_had_arrived(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    first = posted(site, source, "alice", f"Arrived, unheard: {WEIRD}")
    posting = site.posting(f"Arrived, unheard: {WEIRD}")
    me = site.readers["alice"]
    assert run_now(source.recover(posting, place, site.secret("alice"), me)) == Published(first)


def test_recovery_finds_a_held_comment(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    posting, secret = site.posting("holdme & lose the answer"), site.secret("alice")
    assert isinstance(run_now(source.post(posting, place, secret)), Held)
    assert run_now(source.recover(posting, place, secret, site.readers["alice"])) == Held(None)


def test_recovery_sends_what_never_arrived_once(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    posting, secret, me = site.posting("Never sent"), site.secret("bob"), site.readers["bob"]
    first = run_now(source.recover(posting, place, secret, me))
    assert isinstance(first, Published)
    assert run_now(source.recover(posting, place, secret, me)) == first


def test_recovery_waits_out_a_flood(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    secret, me = site.secret("carol"), site.readers["carol"]
    run_now(source.post(site.posting("Quick, before the time-out"), place, secret))
    outcome = run_now(source.recover(site.posting("Lost on the way"), place, secret, me))
    assert isinstance(outcome, Unsure)
    assert outcome.next_check_at > site.now


def test_a_reader_may_change_nothing_and_a_moderator_may(site: Site) -> None:
    source = opened(site)
    comment = stored_comment(posted(site, source, "alice", f"Change me: {WEIRD}"))
    assert run_now(source.allowed(comment, site.secret("alice"))) == Allowed()
    assert run_now(source.source_text(comment, site.secret("alice"))) == comment.plain
    moderator = site.secret("mod")
    assert run_now(source.allowed(comment, moderator)) == Allowed(edit=True, delete=True)
    assert run_now(source.source_text(comment, moderator)) == f"Change me: {WEIRD} ({site.tag})"


def test_an_edit_may_be_repeated(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    comment = posted(site, source, "alice", "Before the edit")
    edit = site.posting(f"After & <the> edit {WEIRD}", target=comment.remote_id)
    refused = run_now(source.edit(edit, place, site.secret("alice")))
    assert isinstance(refused, Refused)
    assert refused.error.kind is ErrorKind.FORBIDDEN
    for _ in range(2):
        outcome = run_now(source.edit(edit, place, site.secret("mod")))
        assert isinstance(outcome, Published)
        assert outcome.comment.plain == edit.text


def test_a_deletion_may_be_repeated(site: Site) -> None:
    source = opened(site)
    place = stored(article(site, source, "empty"))
    comment = posted(site, source, "alice", "Delete me")
    deletion = site.posting("", target=comment.remote_id, kind=PostingKind.DELETE)
    refused = run_now(source.delete(deletion, place, site.secret("alice")))
    assert isinstance(refused, Refused)
    for _ in range(2):
        assert run_now(source.delete(deletion, place, site.secret("mod"))) == Discarded()
    listed = run_now(source.thread(place))
    assert comment.remote_id not in {each.remote_id for each in listed.comments}
