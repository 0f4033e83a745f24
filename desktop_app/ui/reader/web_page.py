"""An article as one file for any browser: text, style and pictures in it, no script, no address.

Pure. The body was cleaned by ``text/clean.py``; what stands around it is escaped here.
"""

import base64
import re
from collections.abc import Mapping
from html import escape

from desktop_app.core.articles import Article, Body, Picture
from desktop_app.core.sources import SafeHtml
from desktop_app.system.i18n import RIGHT_TO_LEFT, _
from desktop_app.text.direction import main_direction
from desktop_app.text.pictures import decode, encode, without_lead
from desktop_app.text.urls import is_web
from desktop_app.ui.reader.typography import Typography
from desktop_app.ui.theme.tokens import DARK, LIGHT, Tokens

_IMG = re.compile(r'<img src="(pic:[^"]*)"([^>]*)>')
_KINDS = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def web_page(
    article: Article,
    source: str,
    body: Body | None,
    byline: str,
    typography: Typography,
    pictures: Mapping[str, bytes],
) -> str:
    """Return the file's text. A picture that is not among ``pictures`` leaves its caption."""
    html = body.html if body is not None else SafeHtml(f"<p>{escape(article.excerpt)}</p>")
    lead = article.picture
    head = ""
    if lead is not None and lead.url:
        rest = without_lead(html, lead.url)
        if rest == html or lead.caption:
            html, head = rest, _lead(lead)
    text = _IMG.sub(lambda found: _embedded(found, pictures), head + html)
    way = main_direction(f"{article.title}\n{body.html if body else article.excerpt}") or "ltr"
    title = escape(article.title or _("Without a title"))
    tongue = article.language or ""
    if (tongue.partition("-")[0] in RIGHT_TO_LEFT) is not (way == "rtl"):
        tongue = ""  # of the site, not of this article
    spoken = f' lang="{escape(tongue, quote=True)}"' if tongue else ""
    address = ""
    if is_web(article.url):
        link = escape(article.url, quote=True)
        address = f'<p class="by"><a href="{link}" dir="ltr">{escape(article.url)}</a></p>'
    return (
        f'<!DOCTYPE html>\n<html{spoken} dir="{way}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_style(typography)}</style>\n</head>\n<body>\n<article>\n"
        f'<h1 dir="auto">{title}</h1>\n<p class="by"><b>{escape(source)}</b> '
        f"{escape(byline)}</p>\n{text}\n{address}\n</article>\n</body>\n</html>\n"
    )


def _lead(lead: Picture) -> str:
    alt = escape(lead.alt or lead.caption, quote=True)
    caption = f'<p class="cap">{escape(lead.caption)}</p>' if lead.caption else ""
    return f'<p class="pic"><img src="{encode(lead.url)}" alt="{alt}"></p>{caption}'


def _embedded(found: re.Match[str], pictures: Mapping[str, bytes]) -> str:
    data = pictures.get(decode(found[1]))
    kind = next((kind for start, kind in _KINDS if data and data.startswith(start)), "")
    if not data or not kind:
        return ""
    coded = base64.b64encode(data).decode("ascii")
    return f'<img src="data:{kind};base64,{coded}"{found[2]}>'


def _style(typography: Typography) -> str:
    face = "Georgia, 'Noto Serif', 'Noto Naskh Arabic', serif"
    if not typography.serif:
        face = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', sans-serif"
    return f"""
:root {{ color-scheme: light dark }}
body {{ {_colours(LIGHT)} margin: 0; background: var(--paper); color: var(--ink);
  font: {typography.size}px/{typography.line} {face} }}
article {{ max-width: {typography.column}px; margin: 0 auto; padding: 40px 20px 64px }}
h1 {{ font-size: {typography.scaled(29)}px; line-height: 1.2; margin: 0 0 8px }}
.by, .cap {{ font: 13px/1.45 system-ui, sans-serif; color: var(--muted); margin: 4px 0 18px }}
.by b, a {{ color: var(--accent) }}
a {{ text-decoration: none; overflow-wrap: anywhere }}
img {{ max-width: 100%; height: auto }}
.pic {{ margin: 18px 0 0 }} .pic img {{ display: block; width: 100%; border-radius: 10px }}
blockquote {{ margin: 18px 0; padding-inline-start: 16px;
  border-inline-start: 3px solid var(--quote) }}
pre {{ background: var(--field); padding: 12px 14px; border-radius: 6px; white-space: pre-wrap }}
table {{ border-collapse: collapse }}
td, th {{ border-bottom: 1px solid var(--line); padding: 7px 0; padding-inline-end: 18px;
  text-align: start }}
hr {{ border: 0; border-top: 1px solid var(--line) }}
@media (prefers-color-scheme: dark) {{ body {{ {_colours(DARK)} }} }}
@media print {{ body {{ {_colours(LIGHT)} }} article {{ padding: 0; max-width: none }} }}
"""


def _colours(tokens: Tokens) -> str:
    pairs = (
        ("paper", tokens.window),
        ("ink", tokens.text),
        ("muted", tokens.muted),
        ("accent", tokens.accent),
        ("quote", tokens.quote),
        ("field", tokens.field),
        ("line", tokens.line),
    )
    return " ".join(f"--{name}: {color.name()};" for name, color in pairs)
