"""Secrets in the keystore of the system, and nowhere else."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from desktop_app.core import cancel
from desktop_app.core.errors import AppError, ErrorKind

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger("daily8.credentials")

T = TypeVar("T")

SERVICE = "daily8"
_SLICE_SECONDS = 0.05


class Credentials(Protocol):
    """Keeps secrets by key. Call on the SECRET lane: a keystore may ask the person first."""

    @property
    def persistent(self) -> bool:
        """Whether secrets outlive this run."""
        ...

    @property
    def where(self) -> str:
        """The name of the keystore, for the settings window and the self-test."""
        ...

    def get(self, key: str) -> str | None:
        """Return the secret, None when there is none.

        Raises KEYSTORE_LOCKED, KEYSTORE_TIMEOUT, NO_KEYSTORE.
        """
        ...

    def set(self, key: str, secret: str) -> None:
        """Store the secret. Raises as ``get`` does."""
        ...

    def delete(self, key: str) -> None:
        """Forget the secret; not having it is no error. Raises as ``get`` does."""
        ...


class MemoryCredentials:
    """Keeps secrets until the program ends. Any thread."""

    persistent = False
    where = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """Return the secret, None when there is none."""
        with self._lock:
            return self._secrets.get(key)

    def set(self, key: str, secret: str) -> None:
        """Store the secret."""
        with self._lock:
            self._secrets[key] = secret

    def delete(self, key: str) -> None:
        """Forget the secret."""
        with self._lock:
            self._secrets.pop(key, None)


class KeyringCredentials:
    """Keeps secrets in the keystore of the system, through keyring; in memory where there is none.

    A call that takes longer than ``timeout`` seconds (a keystore that asks for its password, or
    hangs) is abandoned on its daemon thread; until that one answers, the others fail at once.
    Only keystores of the system are used: never a file, whatever keyring is configured to.
    """

    def __init__(self, timeout: float = 5.0) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._stuck: threading.Thread | None = None
        self._backend: KeyringBackend | None = None
        self._memory: MemoryCredentials | None = None

    @property
    def persistent(self) -> bool:
        """Whether secrets outlive this run; true until the first call found no keystore."""
        return self._memory is None

    @property
    def where(self) -> str:
        """The name of the keystore, "memory" without one, "" before the first call."""
        if self._memory is not None:
            return self._memory.where
        return "" if self._backend is None else str(self._backend.name)

    def probe(self) -> None:
        """Find the keystore, without reading a secret. Raises KEYSTORE_TIMEOUT."""
        self._call(lambda _backend: None)

    def get(self, key: str) -> str | None:
        """Return the secret, None when there is none.

        Raises KEYSTORE_LOCKED, KEYSTORE_TIMEOUT, NO_KEYSTORE.
        """
        found = self._call(lambda backend: backend.get_password(SERVICE, key))
        return self._memory.get(key) if self._memory is not None else found

    def set(self, key: str, secret: str) -> None:
        """Store the secret. Raises as ``get`` does."""
        self._call(lambda backend: backend.set_password(SERVICE, key, secret))
        if self._memory is not None:
            self._memory.set(key, secret)

    def delete(self, key: str) -> None:
        """Forget the secret; not having it is no error. Raises as ``get`` does."""
        self._call(lambda backend: _delete(backend, key))
        if self._memory is not None:
            self._memory.delete(key)

    def _call(self, use: Callable[["KeyringBackend"], T]) -> T | None:
        """Run ``use`` on a thread of its own; None when secrets are kept in memory."""
        if self._memory is not None:
            return None
        with self._lock:
            if self._stuck is not None and self._stuck.is_alive():
                raise AppError(ErrorKind.KEYSTORE_TIMEOUT, code="busy")
            call = _Call(self._backend, use)
            self._wait(call)
        if call.error is not None:
            raise _translated(call.error) from call.error
        self._backend = call.backend
        if call.backend is None:
            log.info("no keystore: secrets are kept for this run only")
            self._memory = MemoryCredentials()
        return call.result

    def _wait(self, call: "_Call[T]") -> None:
        token = cancel.current()
        end = time.monotonic() + self._timeout
        while call.is_alive():
            call.join(_SLICE_SECONDS)
            if not call.is_alive():
                break
            if token.cancelled or time.monotonic() >= end:
                self._stuck = call
                token.check()
                raise AppError(ErrorKind.KEYSTORE_TIMEOUT)
        self._stuck = None


class _Call(threading.Thread, Generic[T]):
    """One call of the keystore; started at once."""

    def __init__(
        self, backend: "KeyringBackend | None", use: Callable[["KeyringBackend"], T]
    ) -> None:
        super().__init__(name="daily8-keystore", daemon=True)
        self.backend = backend
        self.result: T | None = None
        self.error: Exception | None = None
        self._use = use
        self.start()

    def run(self) -> None:
        """Find the keystore if need be, then use it."""
        try:
            if self.backend is None:
                self.backend = _system_keystore()
            if self.backend is not None:
                self.result = self._use(self.backend)
        except Exception as error:  # noqa: BLE001 - each system's keystore raises what it likes
            self.error = error


def _system_keystore() -> "KeyringBackend | None":
    """Return the keystore that this system has and that answers, None when there is none."""
    for kind in _kinds():
        try:
            _ = kind.priority  # raises where the keystore cannot be used
        except (RuntimeError, OSError, KeyError, ValueError) as error:
            log.info("%s: %s", kind.__module__, error)
            continue
        return kind()
    return None


def _kinds() -> Sequence["type[KeyringBackend]"]:
    # Named one by one: a bundle finds them, and no configured file backend slips in.
    if sys.platform == "win32":
        from keyring.backends import Windows

        return (Windows.WinVaultKeyring,)
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return (macOS.Keyring,)
    from keyring.backends import SecretService, kwallet

    return (SecretService.Keyring, kwallet.DBusKeyring)


def _delete(backend: "KeyringBackend", key: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        backend.delete_password(SERVICE, key)
    except PasswordDeleteError:
        if backend.get_password(SERVICE, key) is not None:
            raise


def _translated(error: Exception) -> AppError:
    from keyring.errors import KeyringLocked

    name = type(error).__name__
    log.info("the keystore failed: %s", name)
    locked = isinstance(error, KeyringLocked) or "Lock" in name or "Dismissed" in name
    if locked or "unlock" in str(error).lower() or "dismissed" in str(error).lower():
        return AppError(ErrorKind.KEYSTORE_LOCKED)
    return AppError(ErrorKind.NO_KEYSTORE, code=name)
