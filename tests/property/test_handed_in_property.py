"""Whatever is handed in from outside, it is read as something known or refused, never a crash."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.runtime.instance import addresses_of, asks_to_leave
from desktop_app.system import releases
from desktop_app.system.ed25519 import verify
from desktop_app.system.releases import Release, is_newer
from desktop_app.text.arrivals import Approval, File, Place, read
from tests.support.signing import feed, signer

NOW = 1_780_000_000
MAKERS = signer()
WHOLE = feed(MAKERS, NOW)
ADDRESSES = st.one_of(
    st.text(max_size=200),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            ["daily8://", "daily8:", "daily8://approved?", "daily8://add?url=", "feed:", "file://"]
        ),
        st.text(max_size=200),
    ),
)


@given(ADDRESSES)
def test_any_address_is_read(address: str) -> None:
    arrival = read(address)
    assert arrival is None or isinstance(arrival, Approval | Place | File)
    if isinstance(arrival, Place) and arrival.from_page:
        assert arrival.address.lower().startswith(("http://", "https://"))
    if isinstance(arrival, File):
        assert arrival.path.is_absolute()


@given(st.one_of(st.binary(max_size=400), st.binary(max_size=200).map(WHOLE[:120].__add__)))
def test_any_feed_is_refused(data: bytes) -> None:
    try:
        releases.read(data, [MAKERS.public], NOW)
    except AppError:
        return
    raise AssertionError("nobody signed this")


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_feed_with_one_other_byte_is_refused(at: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[at] ^= change
    try:
        found = releases.read(bytes(data), [MAKERS.public], NOW)
    except AppError:
        return
    assert isinstance(found, Release)
    raise AssertionError(f"byte {at} may be changed")


@given(st.binary(max_size=40), st.binary(max_size=64), st.binary(max_size=80))
def test_no_bytes_break_the_check(key: bytes, message: bytes, signature: bytes) -> None:
    assert verify(key, message, signature) is False


@given(st.binary(max_size=300))
def test_any_message_of_a_later_start_is_read(message: bytes) -> None:
    addresses = addresses_of(message)
    assert addresses is None or all(isinstance(each, str) for each in addresses)
    assert asks_to_leave(message) in (True, False)


@given(st.text(max_size=30), st.text(max_size=30))
def test_versions_are_compared_whatever_they_are(one: str, other: str) -> None:
    assert not (is_newer(one, other) and is_newer(other, one))
