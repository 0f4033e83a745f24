"""What the system hands over is read for what it is, and nothing else."""

from pathlib import Path

import pytest

from desktop_app.text.arrivals import Approval, Arrival, File, Place, read


@pytest.mark.parametrize(
    ("address", "arrival"),
    [
        ("https://example.org/feed", Place("https://example.org/feed")),
        ("example.org", Place("example.org")),
        ("feed:https://example.org/a.xml", Place("https://example.org/a.xml", True)),
        ("feed://example.org/a.xml", Place("https://example.org/a.xml", True)),
        ("FEED://example.org/a.xml", Place("https://example.org/a.xml", True)),
        (
            "daily8://add?url=https%3A%2F%2Fexample.org%2F%3Fa%3D1",
            Place("https://example.org/?a=1", True),
        ),
        ("daily8://add?url=feed%3A%2F%2Fexample.org", Place("https://example.org", True)),
        ("file:///home/me/my%20feeds.opml", File(Path("/home/me/my feeds.opml"))),
        ("file://localhost/home/me/a.xml", File(Path("/home/me/a.xml"))),
        ("daily8://approved?state=s&success=false", Approval("s", "", "")),
        ("daily8://approved?state=s&user_login=ann", Approval("s", "", "")),
        (
            "daily8://approved?state=s&site_url=https://x.example&user_login=ann&password=a+b%20c",
            Approval("s", "ann", "a b c"),
        ),
    ],
)
def test_each_address_is_read(address: str, arrival: Arrival) -> None:
    assert read(address) == arrival


@pytest.mark.parametrize(
    "address",
    [
        "",
        "  ",
        "daily8:",
        "daily8://",
        "daily8://add",
        "daily8://add?url=file%3A%2F%2F%2Fetc%2Fpasswd",
        "daily8://add?url=daily8%3A%2F%2Fapproved%3Fstate%3Ds",
        "daily8://add?url=javascript%3Aalert(1)",
        "daily8://add?url=example.org",
        "daily8://approved",
        "daily8://approved?user_login=ann&password=x",
        f"daily8://approved?state={'s' * 300}&user_login=a&password=b",
        "daily8://elsewhere?state=s",
        "daily8://[broken",
        "feed:javascript:alert(1)",
        "feed:",
        "file://server/share/a.opml",
        "file://",
        "https://example.org/\0",
        "https://example.org/" + "a" * 5000,
    ],
)
def test_anything_else_is_nothing(address: str) -> None:
    assert read(address) is None


def test_an_approval_shows_nothing_of_itself() -> None:
    assert "secret" not in repr(read("daily8://approved?state=s&user_login=ann&password=secret"))
