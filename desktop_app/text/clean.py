"""The one way from outside HTML to ``SafeHtml``.

What comes out is a small dialect that Qt's rich text draws, in one canonical form: lower-case tags,
attributes in double quotes, ``<`` and ``>`` never inside an attribute. So a template may replace
exact strings such as ``<blockquote>``. Cleaning it once more changes nothing.

============================  ==================================================================
``<p>``                       a paragraph; all running text is in one of these lines
``<h2>`` … ``<h5>``           headings
``<p class="pic">``           one ``<img>``, perhaps inside a link
``<p class="cap">``           caption of the picture, table or video before or after it
``<p class="video">``         a link in the place of a video (``audio`` and ``embed`` likewise)
``<blockquote>``              a quotation; never inside another one, a table or its cells
``<div class="quote">``       a quotation inside one of those; the only ``div``
``<pre>``                     code; never inside a quotation or table
``<p class="code">``          code inside one of those; its blanks count
``<ul> <ol> <dl>``            lists, four levels; the first text of an item stands bare in it
``<table>``                   data, 8 columns and 200 rows; never inside a table or quotation
``<p class="cell">``          every text of a ``td`` or ``th``
``<hr>``                      a rule, at the top level only
``<span class="mark">``       marked text
``<img src="pic:…">``         ``pic:`` and the percent-encoded address; at most 64 px on each
                              side: stands in the line. ``width`` and ``height`` when known
``dir="rtl"``, ``dir="ltr"``  on paragraphs, items, lists, quotations and tables, before ``class``
============================  ==================================================================

Inline: ``a b strong i em cite dfn var u s small big sub sup code kbd samp tt br``. Links lead to
http, https or mailto, without tracking parameters. Any thread; nothing raises.
"""

from html import escape

from desktop_app.core.courtesy import give_way
from desktop_app.core.sources import SafeHtml
from desktop_app.text.gate import pass_gate
from desktop_app.text.pictures import body_pictures, without_lead
from desktop_app.text.plain import plain, plain_text, tidy, words

__all__ = [
    "body_pictures",
    "clean_comment",
    "clean_html",
    "paragraphs",
    "plain",
    "plain_text",
    "tidy",
    "without_lead",
    "words",
]

BODY_CAP = 1_000_000
"""Letters of outside HTML that are looked at; and of the HTML that is written."""

COMMENT_CAP = 100_000

_ROOM_TO_CLOSE = 10_000  # letters of open tags and broken words when the cap is reached


def clean_html(html: str, base_url: str, *, language: str = "", cap: int = BODY_CAP) -> SafeHtml:
    """Return the body of an article.

    ``base_url`` is the article's own address, for relative ones. ``language`` (BCP 47) chooses
    quotation marks. ``cap`` is in letters.
    """
    return _clean(html, base_url, language, cap, comment=False)


def clean_comment(html: str, base_url: str, *, language: str = "") -> SafeHtml:
    """Return the text of a comment: no pictures, tables or headings, links in their place."""
    return _clean(html, base_url, language, COMMENT_CAP, comment=True)


def paragraphs(text: str) -> str:
    """Return plain text as HTML to be cleaned: an empty line ends a paragraph."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{escape(block)}</p>".replace("\n", "<br>") for block in blocks)


def _clean(html: str, base_url: str, language: str, cap: int, *, comment: bool) -> SafeHtml:
    if not html or html.isspace():
        return SafeHtml("")
    give_way()
    from desktop_app.text.rewrite import Rewriter
    from desktop_app.text.tree import parse
    from desktop_app.text.urls import join
    from desktop_app.text.writer import Writer

    root = parse(html[:cap])
    if root is None:
        return SafeHtml("")
    base = next(root.iter("base"), None)
    if base is not None:
        base_url = join(base_url, base.get("href") or "") or base_url
    writer = Writer(cap - _ROOM_TO_CLOSE)
    Rewriter(writer, base_url, language, comment=comment).run(root)
    return pass_gate(writer.result(), comment=comment)
