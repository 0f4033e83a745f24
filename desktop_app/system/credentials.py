"""Secrets in the keystore of the system, and nowhere else."""

import threading
from typing import Protocol


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
