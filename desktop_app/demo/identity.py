"""Who is asking: accounts, their passwords and application passwords."""

import base64
import binascii
import hashlib
import hmac
import secrets
import sqlite3
import string
import uuid
from dataclasses import dataclass

_CHARACTERS = string.ascii_letters + string.digits
_LENGTH = 24

MODERATORS = ("editor", "administrator")


@dataclass(frozen=True, slots=True)
class User:
    """An account."""

    id: int
    login: str
    email: str
    name: str
    role: str
    about: str
    since: int

    @property
    def moderates(self) -> bool:
        """Whether the account may change what others wrote."""
        return self.role in MODERATORS


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: nobody, or an account by one of its application passwords."""

    user: User | None = None
    uuid: str = ""

    @property
    def moderates(self) -> bool:
        """Whether the caller may change what others wrote."""
        return self.user is not None and self.user.moderates

    @property
    def id(self) -> int:
        """The account's id, 0 for a visitor."""
        return self.user.id if self.user else 0

    @property
    def refused(self) -> int:
        """The status that tells this caller "not you"."""
        return 403 if self.user else 401


def hash_password(password: str, *, cost: int = 2**14) -> str:
    """Return what is stored of an account's password. Takes some 50 ms at the usual cost."""
    salt = secrets.token_hex(16)
    return f"scrypt${cost}${salt}${_scrypt(password, salt, cost)}"


def check_password(password: str, stored: str) -> bool:
    """Say whether ``password`` is the one that was stored."""
    _, cost, salt, wanted = stored.split("$")
    return hmac.compare_digest(_scrypt(password, salt, int(cost)), wanted)


def _scrypt(password: str, salt: str, cost: int) -> str:
    return hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=cost, r=8, p=1, maxmem=2**26
    ).hex()


def fast_hash(password: str) -> str:
    """Return what is stored of an application password.

    It has 142 random bits, so nothing is gained by a slow hash, which each request would pay.
    """
    return hashlib.sha256(password.encode()).hexdigest()


def user_by_id(db: sqlite3.Connection, user_id: int) -> User | None:
    """Return an account."""
    return _user(db.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone())


def user_by_login(db: sqlite3.Connection, login: str) -> tuple[User, str] | None:
    """Return an account by name or e-mail address, with its stored password."""
    row = db.execute(
        "SELECT * FROM users WHERE login = ? COLLATE NOCASE OR email = ? COLLATE NOCASE",
        (login, login),
    ).fetchone()
    user = _user(row)
    return (user, row["password"]) if user else None


def _user(row: sqlite3.Row | None) -> User | None:
    if row is None:
        return None
    return User(*(row[name] for name in ("id", "login", "email", "name", "role", "about", "since")))


def caller_of(db: sqlite3.Connection, authorization: str, now: int) -> Caller:
    """Return who sends this header; a wrong password is passed over, as WordPress does."""
    kind, _, given = authorization.partition(" ")
    if kind.lower() != "basic":
        return Caller()
    try:
        login, _, password = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return Caller()
    found = user_by_login(db, login)
    kept = "".join(each for each in password if each in _CHARACTERS)  # blanks are for the eye
    if found is None or not kept:
        return Caller()
    row = db.execute(
        "SELECT uuid FROM passwords WHERE user = ? AND hash = ?", (found[0].id, fast_hash(kept))
    ).fetchone()
    if row is None:
        return Caller()
    db.execute("UPDATE passwords SET used = ? WHERE uuid = ?", (now, row["uuid"]))
    return Caller(found[0], row["uuid"])


def make_app_password(
    db: sqlite3.Connection, user_id: int, name: str, app_id: str, now: int
) -> tuple[str, str]:
    """Store a new application password; return it as it is shown, and its uuid."""
    password = "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))
    key = str(uuid.uuid4())
    db.execute(
        "INSERT INTO passwords VALUES (?, ?, ?, ?, ?, ?, NULL)",
        (key, user_id, app_id, name, fast_hash(password), now),
    )
    return " ".join(password[at : at + 4] for at in range(0, _LENGTH, 4)), key
