"""Lists of subscriptions, as other readers write them."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.text.opml import OpmlOutline, read_opml, write_opml

LIST = """<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
<outline text="News"><outline text="World &amp;amp; more">
<outline type="rss" text="A" title="The A" XMLURL="https://a.example/feed" htmlUrl="https://a.example"/>
</outline><outline xmlUrl="feed://b.example/rss" text=""/></outline>
<outline title="C" xmlurl="http://c.example/"/>
<outline title="again" xmlUrl="https://a.example/feed"/>
<outline title="bad" xmlUrl="javascript:alert(1)"/><outline title="empty" xmlUrl=""/>
</body></opml>"""


def test_folders_and_any_case_of_letters() -> None:
    assert read_opml(LIST.encode()) == (
        OpmlOutline(
            "The A", "https://a.example/feed", "https://a.example", ("News", "World & more")
        ),
        OpmlOutline("b.example", "http://b.example/rss", "", ("News",)),
        OpmlOutline("C", "http://c.example/"),
    )


def test_encodings() -> None:
    text = LIST.replace('version="1.0"?', 'version="1.0" encoding="iso-8859-1"?', 1)
    text = text.replace("The A", "Thé A")
    assert read_opml(text.encode("latin-1"))[0].title == "Thé A"
    assert read_opml(LIST.encode("utf-16"))[0].title == "The A"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<html><body/></html>",
        LIST.encode()[:300],
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>',
        b'<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml/>',
        b'<?xml version="1.0" encoding="nonsense"?><opml/>',
        b"\xff\xfe\x00",
        b"<opml>" + b" " * 10_000_001 + b"</opml>",
    ],
)
def test_bad_files_are_told(data: bytes) -> None:
    with pytest.raises(AppError) as caught:
        read_opml(data)
    assert caught.value.kind is ErrorKind.BAD_FILE


def test_writing_shares_folders_and_escapes() -> None:
    outlines = (
        OpmlOutline('A & "B" <c>', "https://a.example/?a=1&b=2", "", ("F", "G")),
        OpmlOutline("D", "https://d.example/", "https://d.example/", ("F",)),
        OpmlOutline("E\x00\x1f", "https://e.example/"),
    )
    text = write_opml("My <list>", outlines, 1_700_000_000)
    assert text.count('<outline text="F"') == 1
    assert "<dateCreated>Tue, 14 Nov 2023 22:13:20 GMT</dateCreated>" in text
    back = read_opml(text.encode())
    assert [each.url for each in back] == [each.url for each in outlines]
    assert [each.folders for each in back] == [("F", "G"), ("F",), ()]
    assert back[2].title == "E"


def test_very_deep_folders() -> None:
    deep = (
        '<outline text="f">' * 5000 + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 5000
    )
    (found,) = read_opml(f"<opml><body>{deep}</body></opml>".encode())
    assert found.folders == ("f",) * 20
