"""What WordPress does to a text: the filter for comments, and how texts look when they are shown.

The filter is not ours to improve: the client must cope with what it does to a bare ``<`` or ``&``.
"""

import html
import re
import unicodedata
from html.entities import html5

_ALLOWED = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "acronym": ("title",),
    "b": (),
    "blockquote": ("cite",),
    "cite": (),
    "code": (),
    "del": ("datetime",),
    "em": (),
    "i": (),
    "q": ("cite",),
    "s": (),
    "strike": (),
    "strong": (),
}
_OPEN = re.compile(r"<[^>]*?(?:(?=<)|>|$)")
_PIECE = re.compile(r"<!--.*?(?:-->|$)|<[^>]*(?:>|$)|>", re.DOTALL)
_TAG = re.compile(r"^<\s*(/\s*)?([a-zA-Z0-9-]+)([^>]*)>?$", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_NAMED = re.compile(r"&amp;([A-Za-z]{2,8}[0-9]{0,2});")
_DECIMAL = re.compile(r"&amp;#0*([0-9]{1,7});")
_HEX = re.compile(r"&amp;#[Xx]0*([0-9A-Fa-f]{1,6});")
_LINK = re.compile(r"<a (?![^>]*\brel=)")
_LOOSE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z]{2,8}\d{0,2};)")
_MARKUP = re.compile(r"(<code\b.*?</code>|<a\b.*?</a>|<[^>]*>)", re.DOTALL)
_ADDRESS = re.compile(r"(?<![\w\"'>=/])(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])")
_QUOTES = (
    (re.compile(r"(^|[\s(\[—–-])\""), r"\1&#8220;"),
    (re.compile(r'"'), "&#8221;"),
    (re.compile(r"(^|[\s(\[—–-])'(?=\S)"), r"\1&#8216;"),
    (re.compile(r"'"), "&#8217;"),
    (re.compile(r"---"), "&#8212;"),
    (re.compile(r"--"), "&#8211;"),
    (re.compile(r"\.\.\."), "&#8230;"),
)
_VOID = ("br", "img", "hr")


def filtered(text: str) -> str:
    """Return what is stored of a comment."""
    text = text.replace("\0", "")
    text = _OPEN.sub(lambda found: _lone(found.group()), text)
    text = text.replace("&", "&amp;")
    text = _NAMED.sub(lambda found: _entity(found.group(1)), text)
    text = _DECIMAL.sub(lambda found: f"&#{int(found.group(1)):03d};", text)
    text = _HEX.sub(r"&#x\1;", text)
    text = _PIECE.sub(lambda found: _piece(found.group()), text)
    return _LINK.sub('<a rel="nofollow ugc" ', text) if "<a " in text else text


def _lone(piece: str) -> str:
    return piece if piece.endswith(">") else html.escape(html.unescape(piece))


def _entity(name: str) -> str:
    return f"&{name};" if f"{name};" in html5 else f"&amp;{name};"


def _piece(piece: str) -> str:
    if piece == ">":
        return "&gt;"
    if piece.startswith("<!--"):
        return ""
    tag = _TAG.match(piece)
    name = tag.group(2).lower() if tag else ""
    if not tag or name not in _ALLOWED:
        return ""
    if tag.group(1):
        return f"</{name}>"
    kept = []
    for attribute, double, single, bare in _ATTRIBUTE.findall(tag.group(3)):
        value = double or single or bare
        if attribute.lower() in _ALLOWED[name] and _harmless(attribute.lower(), value):
            kept.append(f' {attribute.lower()}="{value}"')
    rel = ' rel="nofollow ugc"' if name == "a" and kept else ""
    return f"<{name}{''.join(kept)}{rel}>"


def _harmless(attribute: str, value: str) -> bool:
    if attribute not in ("href", "cite"):
        return True
    scheme, colon, _ = html.unescape(value).strip().partition(":")
    return not colon or not scheme.isalnum() or scheme.lower() in ("http", "https", "mailto")


def link_count(stored: str) -> int:
    """Return the number of links of a comment, with those that are only addresses."""
    return len(re.findall(r"<a [^>]*href", clickable(stored), re.IGNORECASE))


def texturized(text: str) -> str:
    """Return HTML with typographer's quotes and dashes, as every WordPress theme shows it."""
    parts = _MARKUP.split(text)
    for index in range(0, len(parts), 2):
        part = parts[index]
        for pattern, replacement in _QUOTES:
            part = pattern.sub(replacement, part)
        parts[index] = _LOOSE.sub("&#038;", part)
    return "".join(parts)


def clickable(text: str) -> str:
    """Return HTML with its bare addresses made links."""
    parts = _MARKUP.split(text)
    for index in range(0, len(parts), 2):
        parts[index] = _ADDRESS.sub(r'<a href="\1" rel="nofollow ugc">\1</a>', parts[index])
    return "".join(parts)


def shown(stored: str) -> str:
    """Return a stored comment as it is shown."""
    text = _balanced(clickable(texturized(stored.replace("\r\n", "\n"))))
    blocks = [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
    return "".join(
        f"<p>{each}</p>\n".replace("\n", "<br />\n", each.count("\n")) for each in blocks
    )


def _balanced(text: str) -> str:
    """Close what was left open, and drop what closes nothing."""
    parts, open_tags = _MARKUP.split(text), list[str]()
    for index in range(1, len(parts), 2):
        tag = _TAG.match(parts[index])
        if not tag or parts[index].endswith(("</code>", "</a>")) or tag.group(2) in _VOID:
            continue
        if not tag.group(1):
            open_tags.append(tag.group(2))
        elif tag.group(2) in open_tags:
            while open_tags.pop() != tag.group(2):
                pass
        else:
            parts[index] = ""
    return "".join(parts) + "".join(f"</{each}>" for each in reversed(open_tags))


def unslashed(text: str) -> str:
    """Return what PHP's ``stripslashes`` makes of a text."""
    return re.sub(r"\\(.?)", r"\1", text, flags=re.DOTALL)


def compared(text: str) -> str:
    """Return a text as the database compares it: without case, accents and blanks at the end."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).rstrip(" ")


def plain(text: str) -> str:
    """Return HTML as one line of text."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
