"""Signing in and out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.comments import DraftKey, DraftKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, SourceId
from desktop_app.core.work import Work, run_now
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.meta import Meta
from desktop_app.system.credentials import MemoryCredentials
from tests.support.reader import Reader
from tests.support.small_site import BASE, KIND, SmallSite, StandingClock


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    people = {
        "alice": ("right", "2"),
        "alice@example.test": ("right", "2"),
        "bob": ("good", "3"),
    }
    site = SmallSite(StandingClock(), logins=people)
    made = Reader.start(tmp_path / "profile", site, MemoryCredentials())
    yield made
    made.database.close()


def test_an_offer_names_the_program_and_keeps_its_id(reader: Reader) -> None:
    accounts = reader.part.accounts
    back = "http://127.0.0.1:4711/approved"
    offer = run_now(accounts.offer(reader.source.id, back, "s t&te"))
    assert offer.approve_url == f"{BASE}approve?to={back}?state=s+t%26te"
    run_now(accounts.offer(reader.source.id))
    app_id = Meta(reader.database).get("app_id")
    assert app_id is not None
    assert [request.endswith(app_id) for request in reader.site.requests] == [True, True]
    assert "Daily8" in reader.site.requests[0]


def test_the_secret_goes_to_the_keystore_and_nowhere_else(reader: Reader) -> None:
    account = reader.sign_in("alice", " right ")
    assert (account.login, account.remote_id, account.revoke_id) == ("alice", "2", "uuid 2")
    assert account.secret_key == f"{KIND}|{BASE}|alice"
    assert reader.credentials.get(account.secret_key) == "right"
    assert reader.changes[-1].accounts
    for file in reader.database.path.parent.iterdir():
        assert b"right" not in file.read_bytes()
    secret = run_now(reader.part.accounts.secret(account))
    assert (secret.login, secret.password) == ("alice", "right")
    assert secret.origin.startswith("https://small.example")
    assert not secret.plain_http_allowed


@pytest.mark.parametrize(
    ("login", "password", "kind"),
    [
        ("alice", "wrong", ErrorKind.AUTH_INVALID),
        ("", "right", ErrorKind.INVALID),
        ("alice", "  ", ErrorKind.INVALID),
    ],
)
def test_nothing_is_stored_when_the_server_says_no(
    reader: Reader, login: str, password: str, kind: ErrorKind
) -> None:
    with pytest.raises(AppError) as raised:
        reader.sign_in(login, password)
    assert raised.value.kind is kind
    assert run_now(reader.part.accounts.all()) == ()
    assert reader.credentials.get(f"{KIND}|{BASE}|{login}") is None


def test_several_accounts_at_one_site(reader: Reader) -> None:
    alice, bob = reader.sign_in(), reader.sign_in("bob", "good")
    assert run_now(reader.part.accounts.for_source(reader.source.id)) == (alice, bob)
    assert run_now(reader.part.accounts.for_article(reader.article_id)) == (alice, bob)


def test_the_same_person_by_another_name_stays_one_account(reader: Reader) -> None:
    first = reader.sign_in("alice", "right")
    again = reader.sign_in("alice@example.test", "right")
    assert again.id == first.id
    assert run_now(reader.part.accounts.all()) == (again,)
    assert reader.credentials.get(first.secret_key) is None
    assert reader.credentials.get(again.secret_key) == "right"


def test_signing_out_revokes_first(reader: Reader) -> None:
    account = reader.sign_in()
    run_now(reader.part.accounts.sign_out(account.id))
    assert reader.site.revoked == ["uuid 2"]
    assert reader.credentials.get(account.secret_key) is None
    assert run_now(reader.part.accounts.all()) == ()
    run_now(reader.part.accounts.sign_out(account.id))


def test_offline_signing_out_changes_nothing_unless_wanted(reader: Reader) -> None:
    account = reader.sign_in()
    reader.site.failures = [AppError(ErrorKind.OFFLINE)] * 2
    with pytest.raises(AppError):
        run_now(reader.part.accounts.sign_out(account.id))
    assert run_now(reader.part.accounts.all()) == (account,)
    assert reader.credentials.get(account.secret_key) == "right"
    run_now(reader.part.accounts.sign_out(account.id, even_if_not_revoked=True))
    assert run_now(reader.part.accounts.all()) == ()
    assert reader.credentials.get(account.secret_key) is None


def test_what_was_not_sent_becomes_a_draft_again(reader: Reader) -> None:
    account = reader.sign_in()
    reader.write("not yet", account.id)
    run_now(reader.part.accounts.sign_out(account.id))
    draft = Drafts(reader.database).get(DraftKey(reader.article_id, DraftKind.COMMENT))
    assert draft is not None
    assert (draft.text, draft.account_id) == ("not yet", None)
    assert reader.postings() == ()


def test_a_rejected_account_is_marked_and_signing_in_again_clears_it(reader: Reader) -> None:
    account = reader.sign_in()
    reader.write("waits", account.id)
    run_now(reader.part.accounts.rejected(account.id))
    (marked,) = run_now(reader.part.accounts.all())
    assert marked.needs_sign_in
    assert reader.states() == [PostingState.PARKED]
    assert reader.sign_in() == replace(account, verified_at=reader.clock.now())
    assert reader.states() == [PostingState.WAITING]


def test_a_locked_keystore_leaves_no_half_account(reader: Reader) -> None:
    class Locked(MemoryCredentials):
        def set(self, key: str, secret: str) -> None:
            raise AppError(ErrorKind.KEYSTORE_LOCKED)

    reader.part.accounts._credentials = Locked()
    with pytest.raises(AppError) as raised:
        reader.sign_in()
    assert raised.value.kind is ErrorKind.KEYSTORE_LOCKED
    assert run_now(reader.part.accounts.all()) == ()


def test_plain_http_is_remembered_by_the_address(reader: Reader) -> None:
    account = reader.sign_in()
    table = AccountsTable(reader.database)
    plain = table.put(replace(account, id=AccountId(0), base_url="http://plain.example/wp-json/"))
    assert run_now(reader.part.accounts.secret(plain)).plain_http_allowed


def test_a_source_that_is_not_there(reader: Reader) -> None:
    with pytest.raises(AppError) as raised:
        run_now(reader.part.accounts.offer(SourceId(99)))
    assert raised.value.kind is ErrorKind.NOT_FOUND


def test_the_state_stands_in_both_ways_back(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = reader.part.accounts
    asked: list[tuple[str | None, str | None]] = []
    signer = type(accounts._signer(accounts._place(reader.source.id, None)))

    def offer(
        _self: object, _name: str, _id: str, back: str | None, other: str | None = None
    ) -> Work[None]:
        asked.append((back, other))
        return
        yield

    monkeypatch.setattr(signer, "sign_in_offer", offer)
    back = "http://127.0.0.1:4711/approved"
    run_now(accounts.offer(reader.source.id, back, "a b"))
    monkeypatch.setattr(accounts, "_comes_back", lambda: True)
    run_now(accounts.offer(reader.source.id, back, "a b"))
    run_now(accounts.offer(reader.source.id, back))
    assert asked == [
        (f"{back}?state=a+b", None),
        (f"{back}?state=a+b", "daily8://approved?state=a+b"),
        (back, None),
    ]
