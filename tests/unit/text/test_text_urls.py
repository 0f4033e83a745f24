"""Addresses: what they mean, and what they pretend."""

import pytest

from desktop_app.text.urls import clean_link, host_shown, is_web, join, normal, origin


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("HTTP://WWW.Example.ORG:80/a/?b=2&a=1#x", "http://example.org/a?a=1&b=2"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a?utm_source=x&fbclid=y&id=1", "https://example.org/a?id=1"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://пример.example/a", "https://xn--e1afmkfd.example/a"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("mailto:a@b.example", ""),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_normal(url: str, key: str) -> None:
    assert normal(url) == key


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://x.example/?utm_campaign=a&UTM_medium=b", "https://x.example/"),
        ("https://x.example/?a=1&gclid=2&b=%26", "https://x.example/?a=1&b=%26"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fy.example%2Fz&h=1", "https://y.example/z"),
        ("https://www.google.com/url?q=https://y.example/%3Futm_source%3Dx", "https://y.example/"),
        ("https://www.google.com/url?q=javascript:x", "https://www.google.com/url?q=javascript:x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://x.example/a;b?c", "https://x.example/a;b?c"),
    ],
)
def test_clean_link(url: str, link: str) -> None:
    assert clean_link(url) == link


@pytest.mark.parametrize(
    ("url", "joined"),
    [
        ("/b", "https://x.example/b"),
        ("c", "https://x.example/a/c"),
        ("?q", "https://x.example/a/b?q"),
        ("//y.example/z", "https://y.example/z"),
        (" https://y.example/a\n b ", "https://y.example/a%20b"),
        ("https:c", "https://x.example/a/c"),
        ('/"<>', "https://x.example/%22%3C%3E"),
        ("javascript:x", ""),
        ("data:x", ""),
        (":/x", ""),
        ("\\\\srv\\share", ""),
        ("file:///x", ""),
        ("http://", ""),
        ("http://[", ""),
        ("x" * 5000, ""),
        ("", ""),
    ],
)
def test_join(url: str, joined: str) -> None:
    assert join("https://x.example/a/b", url) == joined


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.org/a", "www.example.org"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("https://evil.example:8443/", "evil.example:8443"),
        ("https://xn--mgbh0fb.xn--kgbechtv/", "مثال.إختبار"),
        ("https://bücher.example/", "bücher.example"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://gооgle.com/", "xn--ggle-55da.com"),
        ("https://пример.рф/", "пример.рф"),
        ("https://日本語.example/", "日本語.example"),
        ("javascript:x", ""),
        ("https:// /", ""),
    ],
)
def test_host_shown(url: str, shown: str) -> None:
    assert host_shown(url) == shown


def test_origin_and_is_web() -> None:
    assert origin("HTTPS://A.example/x") == "https://a.example:443"
    assert origin("http://[::1]:8/x") == "http://[::1]:8"
    assert origin("ftp://a.example/") == ""
    assert is_web("https://a.example")
    for bad in ("https://", "http:///x", "a.example", "https://a\u0000b/", "https://a b/", "x:/y"):
        assert not is_web(bad)
