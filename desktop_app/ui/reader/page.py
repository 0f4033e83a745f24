"""The article as a page: our head, the cleaned body in our dress, and the style for both. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape, unescape

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCursor, QTextDocument

from desktop_app.core.articles import Article, Body, Picture
from desktop_app.core.sources import SafeHtml
from desktop_app.system.i18n import _, is_rtl, isolated, ngettext
from desktop_app.text.fold import first_strong
from desktop_app.text.pictures import encode, without_lead
from desktop_app.ui import times
from desktop_app.ui.reader.typography import Typography
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.tokens import Tokens

WORDS_A_MINUTE = 220


class Block(IntEnum):
    """What a text block of the head is; kept as its user state."""

    HEAD = 1
    BYLINE = 2


@dataclass(frozen=True, slots=True)
class Page:
    """All that the view needs to show an article."""

    html: str
    css: str
    font: QFont
    column_limit: int
    head_line: float
    lead: Picture | None
    byline: str
    byline_tip: str
    byline_lines: int


def make_page(
    article: Article,
    source_title: str,
    body: Body | None,
    typography: Typography,
    paper: Tokens,
    room: int,
    now: int,
) -> Page:
    """Build the page for a pane with ``room`` pixels between its sides."""
    html = body.html if body is not None else SafeHtml("")
    lead = article.picture
    shown = lead is not None and bool(lead.url)
    if lead is not None and shown:
        rest = without_lead(html, lead.url)
        shown = rest == html or bool(lead.caption)  # the body's own copy may have the caption
        html = rest if shown else html
    width = min(typography.column, room)
    words = byline_words(article, now)
    parts, lines = _byline(article, source_title, typography, words, width)
    title = escape(article.title or _("Without a title"))
    head = f'<p class="h1">{title}</p>{parts}'
    picture = _lead(lead) if lead is not None and shown else ""
    if body is None and article.excerpt:
        html = SafeHtml(f"<p>{escape(article.excerpt)}</p>")
    return Page(
        head + picture + dressed(html),
        stylesheet(typography, paper),
        fonts.font(typography.size, serif=typography.serif),
        typography.column,
        float(typography.scaled(35)),
        lead if shown else None,
        words,
        byline_tip(article),
        lines,
    )


def minutes_to_read(words: int) -> int:
    """Return the reading time in minutes; 0 when the number of words is not known."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0


def byline_tip(article: Article) -> str:
    """Return the exact times for the tooltip of the byline."""
    published = times.exact(article.published_at)
    if article.date_guessed:
        return _("First seen {time}; the source gives no date").format(time=published)
    if article.updated_at is not None and article.updated_at > article.published_at + 60:
        changed = times.exact(article.updated_at)
        return _("Published {time}\nChanged {changed}").format(time=published, changed=changed)
    return _("Published {time}").format(time=published)


def byline_words(article: Article, now: int) -> str:
    """Return author, date, age and reading time."""
    minutes = minutes_to_read(article.words)
    reading = ngettext("{count} min read", "{count} min read", minutes).format(count=minutes)
    parts = (
        article.author,
        times.date_and_time(article.published_at),
        times.long_age(article.published_at, now),
        reading if minutes else "",
    )
    return " · ".join(isolated(part) for part in parts if part)


def retell(document: QTextDocument, byline: str, newer: str) -> None:
    """Put other words, as long, in the place of the byline."""
    block = document.begin().next()
    while block.userState() == Block.BYLINE.value:
        if block.text().endswith(byline):
            end = block.position() + block.length() - 1
            cursor = QTextCursor(document)
            cursor.setPosition(end)
            start = end - len(byline.encode("utf-16-le")) // 2
            cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(newer)
            return
        block = block.next()


def mark_head(document: QTextDocument, page: Page) -> None:
    """Say which paragraphs of a document that was just filled are the head's."""
    block = document.begin()
    form = block.blockFormat()
    # The one way to lines that are tighter than the font itself.
    form.setLineHeight(page.head_line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    form.setHeadingLevel(1)
    QTextCursor(block).setBlockFormat(form)
    block.setUserState(Block.HEAD.value)
    block = block.next()
    if block.isValid():
        block.setUserState(Block.BYLINE.value)
        if page.byline_lines == 2:
            block.next().setUserState(Block.BYLINE.value)


def _byline(
    article: Article, source: str, typography: Typography, words: str, width: int
) -> tuple[str, int]:
    size = typography.gently(13)
    strong = fonts.metrics(fonts.font(size, 700)).horizontalAdvance(source)
    plain = fonts.metrics(fonts.font(size)).horizontalAdvance(words)
    name = f'<span class="src">{escape(isolated(source))}</span>'
    way = first_strong(article.title) or ("rtl" if is_rtl() else "ltr")
    if strong + 8 + plain <= width:
        return f'<p class="by" dir="{way}">{name}&nbsp; {escape(words)}</p>', 1
    return f'<p class="by1" dir="{way}">{name}</p><p class="by" dir="{way}">{escape(words)}</p>', 2


def _lead(lead: Picture) -> str:
    size = f' width="{lead.width}" height="{lead.height}"' if lead.width and lead.height else ""
    alt = escape(lead.alt or lead.caption)
    picture = f'<p class="pic"><img src="{escape(encode(lead.url))}"{size} alt="{alt}"></p>'
    caption = f'<p class="cap">{escape(lead.caption)}</p>' if lead.caption else ""
    return picture + caption


# -- the body's dress -----------------------------------------------------------------------------

_ATTRIBUTES = r"((?: [a-z]+=\"[^\"]*\")*)"
_TAG = re.compile(rf"<(/?)(pre|hr|h[2-5]){_ATTRIBUTES}>")
_QUOTATION = re.compile(rf"<blockquote{_ATTRIBUTES}>(.*?)</blockquote>", re.DOTALL)
_DATA = re.compile(rf"<table{_ATTRIBUTES}>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"(<tr[^<>]*>)(.*?)(</tr>)", re.DOTALL)
_CELL = re.compile(r"<t[dh][^<>]*>.*?</t[dh]>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]*>")
_LOOK_AHEAD = 600
_TABLE = '<table class="{kind}" width="100%" border="0" cellspacing="0" cellpadding="0">'
_RULE = '<td class="rule" width="3"></td>'


def dressed(html: SafeHtml) -> str:
    """Put Qt's means around what the cleaned HTML only names.

    Quotations become a table with a rule, code a box, ``hr`` a hairline: Qt draws no border on
    other blocks. The cleaner never nests them, writes one canonical form, and escapes ``<`` and
    ``>`` in all values, so that the tags found here are tags.
    """
    return _TAG.sub(_dress, _QUOTATION.sub(_quotation, _DATA.sub(_data, html)))


def _dress(found: re.Match[str]) -> str:
    closing, tag, attributes = found[1], found[2], found[3]
    if tag == "hr":
        return _TABLE.format(kind="hr") + '<tr><td class="hr"></td></tr></table>'
    if tag == "pre":
        if closing:
            return "</pre></td></tr></table>"
        return _TABLE.format(kind="box") + '<tr><td class="box"><pre>'
    # Qt would add the size of its own headings to ours.
    return "</p>" if closing else f'<p{attributes} class="{tag}">'


def _quotation(found: re.Match[str]) -> str:
    table = _TABLE.format(kind="said")
    if _is_rtl(found):
        said = f'<td class="saidr">{found[2]}</td>'
        return f"{table}<tr>{said}{_RULE}</tr></table>"
    return f'{table}<tr>{_RULE}<td class="said">{found[2]}</td></tr></table>'


def _data(found: re.Match[str]) -> str:
    if _is_rtl(found):
        rows = _ROW.sub(_turned, found[2])
        return f'<table class="datar" dir="rtl" align="right" cellspacing="0">{rows}</table>'
    return f'<table class="data"{found[1]} cellspacing="0">{found[2]}</table>'


def _turned(found: re.Match[str]) -> str:
    """Turn the cells of a row around: Qt counts columns from the left whatever the direction."""
    return found[1] + "".join(reversed(_CELL.findall(found[2]))) + found[3]


def _is_rtl(found: re.Match[str]) -> bool:
    """Return the direction of a quotation or table: as said, else as its first words run."""
    if "dir=" in found[1]:
        return 'dir="rtl"' in found[1]
    words = unescape(_ANY_TAG.sub(" ", found[2][:_LOOK_AHEAD]))
    return first_strong(words) == "rtl"


def stylesheet(typography: Typography, paper: Tokens) -> str:
    """Return the style of the page in Qt's CSS."""
    t = typography
    serif, sans = families(fonts.SERIF), families(fonts.UI)
    small, head = t.gently(13), t.scaled(29)
    ink, muted, accent = paper.text.name(), paper.muted.name(), paper.accent.name()
    field, line, quote = paper.field.name(), paper.line.name(), paper.quote.name()
    text = serif if t.serif else sans
    gap = t.scaled(15)
    return f"""
body {{ color:{ink}; font-family:{text}; font-size:{t.size}px }}
a {{ color:{accent}; text-decoration:none }}
p {{ margin:0px 0px {gap}px 0px; line-height:{t.line_height}px }}
p.h1 {{ font-family:{text}; font-size:{head}px; font-weight:700; margin:0px 0px 8px 0px;
      letter-spacing:{-0.012 * head:.2f}px }}
p.h2, p.h3, p.h4, p.h5 {{ font-weight:700; margin:20px 0px 8px 0px }}
p.h2 {{ font-size:{t.scaled(22)}px; line-height:{t.scaled(29)}px }}
p.h3 {{ font-size:{t.scaled(19)}px }}
p.by, p.by1 {{ font-family:{sans}; font-size:{small}px; color:{muted}; margin:0px;
      line-height:{small + 6}px }}
p.by {{ margin:0px 0px 17px 0px }}
p.by1 {{ margin:0px 0px 8px 0px }}
span.src {{ color:{accent}; font-weight:700 }}
p.pic {{ margin:17px 0px 0px 0px; line-height:100% }}
p.cap {{ font-family:{sans}; font-size:{small}px; color:{muted}; margin:4px 0px 19px 0px;
      line-height:{small + 6}px }}
p.cell {{ font-family:{sans}; font-size:{t.scaled(15)}px; margin:0px;
      line-height:{t.scaled(22)}px }}
p.code, pre {{ font-family:{families(fonts.MONO)}; font-size:{t.scaled(14)}px; margin:0px;
      line-height:{t.scaled(21)}px; white-space:pre-wrap }}
code, kbd, samp, tt {{ font-family:{families(fonts.MONO)}; font-size:{t.scaled(15)}px }}
span.mark {{ background-color:{paper.highlight.name()} }}
ul, ol {{ -qt-list-indent:0; margin:0px 0px {gap}px 0px }}
li {{ margin:0px 20px 6px 20px; line-height:{t.line_height}px }}
dt {{ font-weight:700; line-height:{t.line_height}px }}
dd {{ margin:0px 20px 8px 20px; line-height:{t.line_height}px }}
table {{ margin:{gap}px 0px {gap}px 0px }}
table.data, table.datar {{ border-collapse:collapse }}
table.data td, table.data th {{ border-bottom:1px solid {line}; padding:7px 18px 7px 0px }}
table.datar td, table.datar th {{ border-bottom:1px solid {line}; padding:7px 0px 7px 18px }}
table.data th {{ text-align:left }}
table.datar th {{ text-align:right }}
td.rule {{ background-color:{quote} }}
td.said {{ padding:0px 0px 0px 16px }}
td.saidr {{ padding:0px 16px 0px 0px }}
td.box {{ background-color:{field}; padding:12px 14px }}
td.hr {{ background-color:{line}; font-size:1px; line-height:1px }}
div.quote {{ margin:0px 0px 0px 20px; color:{muted} }}
p.video, p.audio, p.embed {{ font-family:{sans}; font-size:{t.scaled(15)}px }}
"""


def families(names: Sequence[str]) -> str:
    """Return font families as CSS writes them."""
    return ",".join(f"'{name}'" for name in names)
