"""Signing in and out: several accounts a site, their secrets in the keystore and nowhere else."""

import logging
import platform
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.comments import Posting
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId, SourceId
from desktop_app.core.sources import Account, FoundSource, Secret, Source
from desktop_app.core.work import READ, SECRET, WRITE, Work, on
from desktop_app.services import outbox_rules as rules
from desktop_app.services.doors import Doors
from desktop_app.sources.base import SignedIn, SignInOffer, SignsIn
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.outbox import OutboxTable
from desktop_app.system.credentials import Credentials
from desktop_app.text.arrivals import RETURN_ADDRESS
from desktop_app.text.urls import origin

log = logging.getLogger("daily8.services")

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class KeyValue(Protocol):
    """Where the UUID of this installation is kept."""

    def get(self, key: str) -> str | None:
        """Return a value, None when there is none."""
        ...

    def set(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


class Accounts:
    """Who the reader is at which site. Methods are Works unless they say otherwise."""

    def __init__(
        self,
        database: Database,
        table: AccountsTable,
        outbox: OutboxTable,
        drafts: Drafts,
        doors: Doors,
        credentials: Credentials,
        meta: KeyValue,
        publish: Publish,
        clock: Clock,
        comes_back: Callable[[], bool] = lambda: False,
    ) -> None:
        self._comes_back = comes_back  # whether the system hands us RETURN_ADDRESS; reads files
        self._database = database
        self._table = table
        self._outbox = outbox
        self._drafts = drafts
        self._doors = doors
        self._credentials = credentials
        self._meta = meta
        self._publish = publish
        self._clock = clock

    @property
    def secrets_persist(self) -> bool:
        """Whether secrets outlive this run; the window says so when not. Any thread."""
        return self._credentials.persistent

    def all(self) -> Work[tuple[Account, ...]]:
        """Return every account."""
        accounts: tuple[Account, ...] = yield on(READ, self._table.all)
        return accounts

    def for_source(self, source_id: SourceId) -> Work[tuple[Account, ...]]:
        """Return who is signed in at a source. Raises NOT_FOUND."""
        source: Source = yield on(READ, self._doors.of_source, source_id)
        accounts: tuple[Account, ...] = yield on(
            READ, self._table.for_site, source.kind, source.base_url
        )
        return accounts

    def for_article(self, article_id: ArticleId) -> Work[tuple[Account, ...]]:
        """Return who is signed in where the article's thread lives. Raises NOT_FOUND."""
        accounts: tuple[Account, ...] = yield on(READ, self._at_article, article_id)
        return accounts

    def offer(
        self,
        source_id: SourceId,
        return_url: str | None = None,
        state: str | None = None,
        article_id: ArticleId | None = None,
    ) -> Work[SignInOffer]:
        """Return the page on which the reader approves this program.

        ``article_id`` asks for the site of that article's thread, which is another one than the
        source when a feed's article was upgraded. ``state`` is added to ``return_url``, and to
        the program's own address, for sites that do not take the first.
        Raises UNSUPPORTED when the source knows no accounts.
        """
        place: Source | FoundSource = yield on(READ, self._place, source_id, article_id)
        signer = self._signer(place)
        app_id: str = yield on(WRITE, self._app_id)
        comes_back: bool = yield on(READ, self._comes_back)
        ours = RETURN_ADDRESS if comes_back and state is not None else None
        first, second = _with_state(return_url, state), _with_state(ours, state)
        return (yield from signer.sign_in_offer(self._app_name(), app_id, first, second))

    def sign_in(
        self,
        source_id: SourceId,
        login: str,
        password: str,
        allow_insecure: bool = False,
        article_id: ArticleId | None = None,
    ) -> Work[Account]:
        """Verify at the server, then store. Nothing is stored when the server says no.

        The same person signing in again keeps the account and replaces its secret. Postings that
        were parked for it go on. Raises what ``SignsIn.verify`` and the keystore raise, INVALID
        with code ``empty``, UNSUPPORTED.
        """
        place: Source | FoundSource = yield on(READ, self._place, source_id, article_id)
        signer = self._signer(place)
        login, password = login.strip(), password.strip()
        if not login or not password:
            raise AppError(ErrorKind.INVALID, code="empty")
        secret = Secret(
            login,
            password,
            origin(place.base_url),
            plain_http_allowed=allow_insecure or _is_loopback(place.base_url),
        )
        who = yield from signer.verify(secret)
        key = f"{place.kind}|{place.base_url}|{login}"
        yield on(SECRET, self._credentials.set, key, password)
        before: tuple[Account, ...] = yield on(
            READ, self._table.for_site, place.kind, place.base_url
        )
        account: Account = yield on(WRITE, self._store, place, login, key, who)
        for old in before:
            if old.id == account.id and old.secret_key != key:
                yield on(SECRET, self._credentials.delete, old.secret_key)
        self._publish(ChangeSet(accounts=True, outbox=True))
        return account

    def sign_out(self, account_id: AccountId, even_if_not_revoked: bool = False) -> Work[None]:
        """Make the server forget the secret, then delete it here, then the account.

        What was written and not sent becomes a draft again. When the server cannot be asked,
        raises its error with nothing changed, unless ``even_if_not_revoked``.
        """
        account: Account | None = yield on(READ, self._table.get, account_id)
        if account is None:
            return
        try:
            yield from self._revoke(account)
        except AppError as error:
            if not even_if_not_revoked:
                raise
            log.info("signed out locally only: %s", error.kind.value)
        try:
            yield on(SECRET, self._credentials.delete, account.secret_key)
        except AppError as error:
            if not even_if_not_revoked:
                raise
            log.info("a secret stays in the keystore: %s", error.kind.value)
        yield on(WRITE, self._forget, account_id)
        self._publish(ChangeSet(accounts=True, outbox=True, sidebar=True))

    def secret(self, account: Account) -> Work[Secret]:
        """Return the secret of an account, bound to its origin.

        Raises AUTH_MISSING when the keystore has none, and what the keystore raises.
        """
        password: str | None = yield on(SECRET, self._credentials.get, account.secret_key)
        if password is None:
            raise AppError(ErrorKind.AUTH_MISSING, code="no_secret")
        # An account on plain http exists only because the reader said yes to it.
        plain = account.base_url.startswith("http://")
        return Secret(account.login, password, origin(account.base_url), plain_http_allowed=plain)

    def rejected(self, account_id: AccountId) -> Work[None]:
        """Mark an account whose secret the server no longer takes, and park its postings."""
        yield on(WRITE, self.reject, account_id)
        self._publish(ChangeSet(accounts=True, outbox=True))

    def reject(self, account_id: AccountId) -> None:
        """Do what ``rejected`` does, as a plain call on the WRITE lane."""
        with self._database.write(durable=True):
            self._table.mark(account_id, needs_sign_in=True)
            for posting in self._outbox.of_account(account_id):
                stopped = rules.parked(posting)
                if stopped is not posting:
                    self._outbox.update(stopped)

    def _revoke(self, account: Account) -> Work[None]:
        adapter: object = yield on(READ, self._doors.adapter_for, account)
        if isinstance(adapter, SignsIn):
            secret = yield from self.secret(account)
            yield from adapter.revoke(secret, account.revoke_id)

    def _place(self, source_id: SourceId, article_id: ArticleId | None) -> Source | FoundSource:
        if article_id is None:
            return self._doors.of_source(source_id)
        door = self._doors.of_article(article_id)
        return FoundSource(door.kind, door.base_url, "", door.base_url)

    def _at_article(self, article_id: ArticleId) -> tuple[Account, ...]:
        return self._doors.accounts(self._doors.of_article(article_id))

    def _signer(self, place: Source | FoundSource) -> SignsIn:
        adapter = self._doors.adapter(place)
        if not isinstance(adapter, SignsIn):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_accounts")
        return adapter

    def _app_id(self) -> str:
        known = self._meta.get("app_id")
        if known is None:
            known = str(uuid.uuid4())
            self._meta.set("app_id", known)
        return known

    def _app_name(self) -> str:
        """Return a name no earlier approval has: WordPress 6.1 refuses a second of the same."""
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self._clock.now()))
        return " · ".join(part for part in ("Daily8", platform.node(), when) if part)

    def _store(self, place: Source | FoundSource, login: str, key: str, who: SignedIn) -> Account:
        now = self._clock.now()
        with self._database.write(durable=True):
            known = self._table.for_site(place.kind, place.base_url)
            same = next((each for each in known if each.remote_id == who.remote_id), None)
            account = self._table.put(
                Account(
                    same.id if same is not None else AccountId(0),
                    place.kind,
                    place.base_url,
                    login,
                    who.display_name or who.login or login,
                    who.remote_id,
                    key,
                    who.avatar_url,
                    who.revoke_id,
                    who.roles,
                    now,
                )
            )
            for posting in self._outbox.of_account(account.id):
                again = rules.rearmed(posting, now)
                if again is not posting:
                    self._outbox.update(again)
        return account

    def _forget(self, account_id: AccountId) -> None:
        with self._database.write(durable=True):
            for posting in self._outbox.of_account(account_id):
                if not rules.is_settled(posting):
                    self._give_back(posting)
            self._table.remove(account_id)

    def _give_back(self, posting: Posting) -> None:
        key = rules.draft_key(posting)
        if key is not None:
            before = self._drafts.get(key)
            draft = rules.draft_again(key, posting, before, self._clock.now())
            self._drafts.put(replace(draft, account_id=None))
        self._outbox.remove(posting.id)


def _with_state(url: str | None, state: str | None) -> str | None:
    if url is None or state is None:
        return url
    mark = "&" if urlsplit(url).query else "?"
    return f"{url}{mark}{urlencode({'state': state})}"


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in _LOOPBACK
