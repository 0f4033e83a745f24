"""The canonical form of a comment, and its way back."""

import pytest

from desktop_app.sources.wordpress.encode import decode, encode


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("plain words", "plain words"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("C:\\new", "C:&#092;new"),
        ("&#92; stays", "&amp;&#035;92; stays"),
        ("&amp; stays", "&amp;amp; stays"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("  one\r\ntwo\rthree \n", "one\ntwo\nthree"),
        ("nul\x00 bell\x07 half\ud800", "nul bell half"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_what_is_sent(text: str, sent: str) -> None:
    assert encode(text) == sent


def test_what_was_sent_can_be_edited() -> None:
    text = "a < b & c > d \\ &#92; &amp; <i>\n\nnext “line”"
    assert decode(encode(text)) == text


def test_what_others_wrote_loses_its_tags_only() -> None:
    assert decode("<p>One<br />\ntwo</p>\n<p><b>three</b> &amp; four</p>") == (
        "One\ntwo\n\nthree & four"
    )
