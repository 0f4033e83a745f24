"""Signs as RFC 8032 says, slowly and not in secret: for feeds that only tests believe."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from desktop_app.system import ed25519, releases

_L = 2**252 + 27742317777372353535851937790883648493


@dataclass(frozen=True)
class Signer:
    """One key pair, made from a seed."""

    seed: bytes

    @property
    def public(self) -> bytes:
        return _encoded(ed25519._times(self._halves()[0], ed25519._BASE))

    @property
    def public_text(self) -> str:
        return base64.b64encode(self.public).decode()

    def sign(self, message: bytes) -> bytes:
        scalar, prefix = self._halves()
        once = _number(prefix + message)
        commitment = _encoded(ed25519._times(once, ed25519._BASE))
        challenge = _number(commitment + self.public + message)
        return commitment + ((once + challenge * scalar) % _L).to_bytes(32, "little")

    def _halves(self) -> tuple[int, bytes]:
        digest = hashlib.sha512(self.seed).digest()
        scalar = int.from_bytes(digest[:32], "little") & ~7 & ((1 << 254) - 1) | (1 << 254)
        return scalar, digest[32:]


def signer(name: str = "makers") -> Signer:
    return Signer(hashlib.sha256(name.encode()).digest())


def feed(by: Signer, now: int, version: str = "9.0.0", **changes: Any) -> bytes:
    """Return a feed as the makers publish it."""
    notice = {
        "version": version,
        "date": now - 3600,
        "expires": now + 90 * 86_400,
        "notes": {"en": "Faster.\nQuieter.", "ar": "أسرع."},
        "page": "https://daily8.example/download",
    }
    return releases.write({**notice, **changes}, by.sign)


def _encoded(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], ed25519._P - 2, ed25519._P)
    x, y = point[0] * inverse % ed25519._P, point[1] * inverse % ed25519._P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % _L
