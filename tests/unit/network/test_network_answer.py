"""What an answer becomes: text, JSON, an error."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import addresses
from desktop_app.network.answer import Answer


def answer(
    body: bytes = b"",
    content_type: str = "application/json",
    status: int = 200,
    with_secret: bool = False,
) -> Answer:
    headers = {"content-type": content_type, "retry-after": "7"}
    return Answer("https://a.example/x", status, headers, body, with_secret=with_secret)


@pytest.mark.parametrize(
    ("content", "content_type", "text"),
    [
        ("שלום".encode(), "text/html", "שלום"),
        ("שלום".encode("cp1255"), "text/html; charset=windows-1255", "שלום"),
        ("é".encode("latin-1"), 'text/html; charset="ISO-8859-1"', "é"),
        (b"\xef\xbb\xbfx", "text/html; charset=latin-1", "x"),
        ("x".encode("utf-16"), "text/plain", "x"),
        (b'<meta charset="windows-1251"><p>\xcf', "text/html", '<meta charset="windows-1251"><p>П'),
        (b"\xff", "text/html", "\ufffd"),
        (b"x", "text/html; charset=rot13", "x"),
        (b"x", "text/html; charset=no-such", "x"),
        (b"x", "", "x"),
    ],
)
def test_text(content: bytes, content_type: str, text: str) -> None:
    assert answer(content, content_type).text() == text


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": [1, null]}', {"a": [1, None]}),
        (b"\xef\xbb\xbf[]", []),
        ('"x"'.encode("utf-16"), "x"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'{"\\ud800": ["\\udc00x"]}', {"\ufffd": ["\ufffdx"]}),
        (b'"\xff"', "\ufffd"),
        (b"9223372036854775808", 2**63),
    ],
)
def test_json(content: bytes, value: object) -> None:
    assert answer(content).json() == value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b'{"a": ', "not_json"),
        (b"  <html>", "html"),
        (b"NaN", "not_json"),
        (b"[-Infinity]", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"1" * 5_000, "not_json"),
        (b"\x00\x01\x02", "not_json"),
    ],
)
def test_what_is_no_json(content: bytes, code: str) -> None:
    with pytest.raises(AppError) as caught:
        answer(content).json()
    assert (caught.value.kind, caught.value.code) == (ErrorKind.BAD_ANSWER, code)
    assert caught.value.host == "a.example"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, ErrorKind.BAD_ANSWER),
        (400, ErrorKind.INVALID),
        (401, ErrorKind.AUTH_MISSING),
        (403, ErrorKind.FORBIDDEN),
        (404, ErrorKind.NOT_FOUND),
        (407, ErrorKind.OFFLINE),
        (408, ErrorKind.TIMEOUT),
        (410, ErrorKind.GONE),
        (418, ErrorKind.BAD_ANSWER),
        (429, ErrorKind.RATE_LIMITED),
        (500, ErrorKind.SERVER),
        (503, ErrorKind.SERVER),
        (511, ErrorKind.CAPTIVE_PORTAL),
    ],
)
def test_a_status_becomes_a_kind(status: int, kind: ErrorKind) -> None:
    with pytest.raises(AppError) as caught:
        answer(status=status).raise_for_status()
    assert caught.value.kind is kind
    assert caught.value.retry_after == (7 if status in (429, 503) else None)


def test_success_and_unchanged_pass() -> None:
    for status in (200, 201, 204, 304):
        answer(status=status).raise_for_status()


def test_a_secret_that_is_not_taken_is_invalid() -> None:
    with pytest.raises(AppError) as caught:
        answer(status=401, with_secret=True).raise_for_status()
    assert caught.value.kind is ErrorKind.AUTH_INVALID


def test_the_body_is_not_in_the_repr() -> None:
    assert "long text" not in repr(answer(b"long text"))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("HTTPS://Example.ORG/x", "https://example.org:443"),
        ("http://example.org.:8080", "http://example.org:8080"),
        ("http://bücher.example/", "http://xn--bcher-kva.example:80"),
        ("http://user:pw@[::1]:80/", "http://[::1]:80"),
    ],
)
def test_origins(url: str, origin: str) -> None:
    assert addresses.origin(url) == origin


def test_checked_keeps_what_counts() -> None:
    assert addresses.checked("HTTP://u:p@bücher.example:8080?q=1#top") == (
        "http://xn--bcher-kva.example:8080/?q=1"
    )


@pytest.mark.parametrize("url", ["http://localhost/", "http://127.9.9.9/", "http://[::1]/"])
def test_loopback(url: str) -> None:
    assert addresses.is_loopback(url) and addresses.is_inside(url)


def test_inside_and_outside() -> None:
    assert addresses.is_inside("http://192.168.0.1/") and addresses.is_inside("http://0.0.0.0/")
    assert not addresses.is_inside("http://93.184.216.34/")
    assert not addresses.is_loopback("http://localhost.example/")


def test_a_page_outside_cannot_send_us_inside() -> None:
    from desktop_app.network import redirects

    outside = Answer("https://news.example/", 302, {"location": "http://192.168.0.1/admin"}, b"")
    with pytest.raises(AppError) as caught:
        redirects.target(outside)
    assert (caught.value.kind, caught.value.code) == (ErrorKind.BLOCKED_ADDRESS, "inside")


def test_a_downgrade_is_not_remembered() -> None:
    from desktop_app.network import redirects

    trail = redirects.Trail("https://a.example/")
    trail.step(Answer("https://a.example/", 301, {}, b""), "http://a.example/")
    assert trail.moved_to is None
