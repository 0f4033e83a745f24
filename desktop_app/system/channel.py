"""Where this build learns of newer versions: constants that whoever builds it fills in.

``resources/release/channel.json`` holds the address of the feed and two public keys, the present
one and the next: ``{"address": "https://…", "keys": ["<base64>", "<base64>"]}``. Without an
address nothing is looked for. A package whose system updates it puts a file ``managed`` beside the
program.
"""

import base64
import binascii
import json
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.system import resources
from desktop_app.text.urls import is_web

log = logging.getLogger("daily8.updates")

FILE = "release/channel.json"
MARKER = "managed"


@dataclass(frozen=True, slots=True)
class Channel:
    """``address`` "": no feed. ``managed``: the system that installed the program updates it."""

    address: str = ""
    keys: tuple[bytes, ...] = ()
    managed: bool = False

    @property
    def offered(self) -> bool:
        """Whether the program may look for newer versions itself."""
        return bool(self.address and self.keys) and not self.managed


def channel() -> Channel:
    """Return what this build was given. Reads small files; any thread."""
    address, keys = _constants()
    return Channel(address, keys, is_managed())


def is_managed() -> bool:
    """Return whether a package manager owns the program's files."""
    if Path("/.flatpak-info").exists() or os.environ.get("SNAP"):
        return True
    if not getattr(sys, "frozen", False):
        return False  # from source or a wheel: there is no installer of ours to point at
    return (Path(sys.executable).resolve().parent / MARKER).exists()


def _constants() -> tuple[str, tuple[bytes, ...]]:
    try:
        value = json.loads(resources.text(FILE))
        address, keys = str(value["address"]), tuple(map(_key, value["keys"]))
    except FileNotFoundError:
        return "", ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("the update channel cannot be read: %s", error)
        return "", ()
    return (address, keys) if is_web(address) else ("", ())


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    if len(key) != 32:
        raise ValueError("a public key has 32 bytes")
    return key
