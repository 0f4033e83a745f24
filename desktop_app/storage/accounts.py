"""Accounts: who is signed in where. The secrets are in the keystore, never here."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import json
from dataclasses import replace
from typing import Any

from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account
from desktop_app.storage.database import Database
from desktop_app.storage.values import outside_text, outside_text_or_none, text_list

_COLUMNS = (
    "kind", "base_url", "login", "display_name", "remote_id", "secret_key", "avatar_url",
    "revoke_id", "roles", "verified_at", "needs_sign_in",
)  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_INSERT = f"""insert into account ({_NAMES}) values ({", ".join("?" * len(_COLUMNS))})
    returning id"""
_UPDATE = f"update account set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"


class AccountsTable:
    """The table of accounts; ids are never used twice. Every write is durable."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> tuple[Account, ...]:
        """Return all accounts, the first signed-in one first. READ."""
        return self._select("order by id")

    def get(self, account_id: AccountId) -> Account | None:
        """Return one account. READ."""
        found = self._select("where id = ?", account_id)
        return found[0] if found else None

    def for_site(self, kind: str, base_url: str) -> tuple[Account, ...]:
        """Return the accounts at one site. READ."""
        return self._select("where kind = ? and base_url = ? order by id", kind, base_url)

    def put(self, account: Account) -> Account:
        """Keep an account; id 0 makes a new one. Return it with its id. WRITE."""
        with self._db.write(durable=True) as connection:
            if account.id:
                connection.execute(_UPDATE, (*_row(account), account.id))
                return account
            row = connection.execute(_INSERT, _row(account)).fetchall()[0]
        return replace(account, id=AccountId(row[0]))

    def remove(self, account_id: AccountId) -> None:
        """Forget an account; its postings and drafts stay. WRITE."""
        with self._db.write(durable=True) as connection:
            connection.execute("delete from account where id = ?", (account_id,))

    def mark(self, account_id: AccountId, needs_sign_in: bool) -> None:
        """Note whether the server still takes the secret. WRITE."""
        with self._db.write(durable=True) as connection:
            connection.execute(
                "update account set needs_sign_in = ? where id = ?",
                (int(needs_sign_in), account_id),
            )

    def _select(self, rest: str, *values: object) -> tuple[Account, ...]:
        sql = f"select id, {_NAMES} from account {rest}"
        with self._db.read() as connection:
            return tuple(_account(row) for row in connection.execute(sql, values))


def _row(account: Account) -> tuple[Any, ...]:
    return (
        account.kind,
        account.base_url,
        outside_text(account.login),
        outside_text(account.display_name),
        account.remote_id,
        account.secret_key,
        outside_text_or_none(account.avatar_url),
        account.revoke_id,
        text_list(account.roles),
        account.verified_at,
        int(account.needs_sign_in),
    )


def _account(row: tuple[Any, ...]) -> Account:
    values: tuple[Any, ...] = (*row[:9], tuple(json.loads(row[9])), row[10], row[11] != 0)
    return Account(*values)
