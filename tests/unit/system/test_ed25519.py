"""The signature check, against RFC 8032's own examples and against another implementation."""

import random
import time

import pytest

from desktop_app.system.ed25519 import verify

# RFC 8032, section 7.1: public key, message, signature.
EXAMPLES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
        "1d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
        "c6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]


@pytest.mark.parametrize(("key", "message", "signature"), EXAMPLES)
def test_the_examples_of_the_rfc(key: str, message: str, signature: str) -> None:
    public, text, signed = map(bytes.fromhex, (key, message, signature))
    assert verify(public, text, signed)
    assert not verify(public, text + b"x", signed)
    # The same signature written with a larger number, as some implementations take it.
    larger = int.from_bytes(signed[32:], "little") + ORDER
    assert not verify(public, text, signed[:32] + larger.to_bytes(32, "little"))
    for at in range(0, 64, 7):
        bent = bytearray(signed)
        bent[at] ^= 1 << (at % 8)
        assert not verify(public, text, bytes(bent))


@pytest.mark.parametrize("key", SMALL)
def test_a_key_by_which_anything_is_signed_is_none(key: str) -> None:
    for signed in (b"\1" + bytes(63), bytes(64), bytes.fromhex(key) + bytes(32)):
        assert not verify(bytes.fromhex(key), b"anything", signed)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_wrong_sizes_are_no_errors(size: int) -> None:
    assert not verify(bytes(size), b"", bytes(64))
    assert not verify(bytes.fromhex(EXAMPLES[0][0]), b"", bytes(size - 1 if size == 64 else size))


def test_it_agrees_with_another_implementation() -> None:
    signing = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    chance = random.Random(8032)
    for _ in range(60):
        private = signing.Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public = private.public_key().public_bytes_raw()
        message = chance.randbytes(chance.randrange(400))
        signed = private.sign(message)
        assert verify(public, message, signed)
        bent = bytearray(signed + message)
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
        assert not verify(public, bytes(bent[64:]), bytes(bent[:64]))
        assert not verify(chance.randbytes(32), message, signed)


def test_it_is_done_in_no_time() -> None:
    public, text, signed = map(bytes.fromhex, EXAMPLES[2])
    began = time.process_time()
    for _ in range(10):
        verify(public, text, signed)
    assert (time.process_time() - began) / 10 < 0.05
