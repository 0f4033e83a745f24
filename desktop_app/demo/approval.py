"""The page on which a reader lets an app in: ``/wp-admin/authorize-application.php``."""

import hashlib
import hmac
import html
import re
import secrets
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from desktop_app.demo import identity
from desktop_app.demo.answers import Params, Reply, redirect
from desktop_app.demo.call import Call

PATH = "/wp-admin/authorize-application.php"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_FORBIDDEN = ("javascript", "data", "vbscript", "file")
_SECRET = secrets.token_bytes(32)
_FIELDS = ("app_name", "app_id", "success_url", "reject_url")

_STYLE = """
:root{color-scheme:light dark;--ground:#faf6f1;--card:#fff;--text:#1c1917;--muted:#57534e;
--accent:#c2410c;--on:#fff;--line:#e7e0d8;--warn:#9f1239}
@media(prefers-color-scheme:dark){:root{--ground:#1c1917;--card:#292524;--text:#f5f5f4;
--muted:#a8a29e;--accent:#fdba74;--on:#431407;--line:#44403c;--warn:#fda4af}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);
color:var(--text);font:16px/1.55 system-ui,sans-serif}
main{box-sizing:border-box;width:min(92vw,27rem);margin:2rem 0;padding:2rem;background:var(--card);
border:1px solid var(--line);border-radius:14px}
h1{font-size:1.35rem;line-height:1.3;margin:0 0 .75rem}p{margin:0 0 1rem;color:var(--muted)}
label{display:block;margin:0 0 .9rem}input{box-sizing:border-box;width:100%;margin-top:.25rem;
padding:.6rem .75rem;border:1px solid var(--line);border-radius:8px;background:var(--ground);
color:var(--text);font:inherit}
button{padding:.6rem 1.1rem;border:1px solid var(--line);border-radius:8px;background:none;
color:var(--text);font:inherit;cursor:pointer}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.row{display:flex;gap:.6rem;margin-top:1.25rem}.told{color:var(--warn);font-weight:600}
code{display:block;padding:.8rem;border-radius:8px;background:var(--ground);color:var(--text);
font:600 1.15rem ui-monospace,monospace;text-align:center;user-select:all}
"""


def answer(call: Call, words: Mapping[str, str]) -> Reply:
    """Show the page, or do what its form asks. ``words`` are those of the reader's language."""
    if call.request.method != "POST":
        problem = _problem(call.params, words)
        return _told(words, problem) if problem else _form(call.params, words)
    fields = Params.of(call.request.body.decode("utf-8", "replace"))
    if not _is_ours(call, fields):
        return _told(words, words["stale"], 403)
    problem = _problem(fields, words)
    if problem:
        return _told(words, problem)
    if fields.text("choice") != "approve":
        return _rejected(fields, words)
    found = identity.user_by_login(call.db, fields.text("login").strip())
    if found is None or not identity.check_password(fields.text("pwd"), found[1]):
        return _form(fields, words, words["wrong"])
    name = fields.text("app_name").strip() or "Daily8"
    password, _ = identity.make_app_password(
        call.db, found[0].id, name, fields.text("app_id"), call.now
    )
    if not fields.text("success_url"):
        shown = f"<p>{html.escape(words['copy'])}</p><code dir=ltr>{html.escape(password)}</code>"
        return _page(words, words["done"], shown)
    told = {
        "site_url": call.house.url,
        "user_login": found[0].login,
        "password": password.replace(" ", ""),
    }
    return redirect(_joined(fields.text("success_url"), told))


def _problem(params: Params, words: Mapping[str, str]) -> str:
    """Return why an app cannot be let in, as WordPress checks it on a local site."""
    if params.text("app_id") and not _UUID.fullmatch(params.text("app_id")):
        return words["bad_id"]
    urls = (params.text("success_url"), params.text("reject_url"))
    return "" if all(map(_is_allowed, urls)) else words["bad_url"]


def _is_allowed(url: str) -> bool:
    """A scheme of one's own is fine when a host part follows it."""
    if not url:
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = not any(each in url for each in "\r\n\t <>\"'")
    return plain and bool(parts.scheme and parts.netloc) and parts.scheme not in _FORBIDDEN


def _is_ours(call: Call, fields: Params) -> bool:
    """Say whether the form is one that we showed: another site's page may send one too."""
    origin = call.request.headers.get("origin", call.house.url)
    same = origin in ("null", *_origins(call))
    return same and hmac.compare_digest(_nonce(fields).encode(), fields.text("_wpnonce").encode())


def _origins(call: Call) -> tuple[str, str]:
    return call.house.url, call.house.url.replace("127.0.0.1", "localhost")


def _nonce(fields: Params) -> str:
    """Return the proof that a form is ours; it names what the reader was shown."""
    shown = "\0".join(fields.text(name) for name in _FIELDS)
    return hmac.new(_SECRET, shown.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:20]


def _rejected(fields: Params, words: Mapping[str, str]) -> Reply:
    if fields.text("reject_url"):
        return redirect(fields.text("reject_url"))
    if fields.text("success_url"):
        return redirect(_joined(fields.text("success_url"), {"success": "false"}))
    return _told(words, words["rejected"])


def _joined(url: str, more: Mapping[str, str]) -> str:
    """Return ``url`` with more in its query, before a fragment."""
    whole, hash_, fragment = url.partition("#")
    whole = quote(whole, safe="%/:?#[]@!$&()*+,;=~-._'")
    return f"{whole}{'&' if '?' in whole else '?'}{urlencode(more)}{hash_}{fragment}"


def _form(params: Params, words: Mapping[str, str], problem: str = "") -> Reply:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(params.text(name))}">'
        for name in _FIELDS
    )
    name = html.escape(params.text("app_name") or words["nameless"])
    told = f'<p class="told" role="alert">{html.escape(problem)}</p>' if problem else ""
    text = {each: html.escape(words[each]) for each in words}
    login = html.escape(params.text("login"))
    body = (
        f"<p>{text['asks'].format(name=f'<strong>{name}</strong>')}</p><p>{text['hint']}</p>{told}"
        f'<form method="post" action="{PATH}">{hidden}'
        f'<input type="hidden" name="_wpnonce" value="{_nonce(params)}">'
        f'<label>{text["login"]}<input name="login" value="{login}" dir="ltr" autofocus'
        ' autocomplete="username"></label>'
        f'<label>{text["password"]}<input name="pwd" type="password" dir="ltr"'
        ' autocomplete="current-password"></label>'
        '<div class="row">'
        f'<button class="main" name="choice" value="approve">{text["approve"]}</button>'
        f'<button name="choice" value="reject">{text["reject"]}</button></div></form>'
    )
    return _page(words, words["title"], body)


def _told(words: Mapping[str, str], sentence: str, status: int = 200) -> Reply:
    return _page(words, words["title"], f'<p class="told">{html.escape(sentence)}</p>', status)


def _page(words: Mapping[str, str], heading: str, body: str, status: int = 200) -> Reply:
    token = secrets.token_urlsafe(12)
    text = (
        f'<!DOCTYPE html><html lang="{words["language"]}" dir="{words["direction"]}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(heading)}</title>"
        f'<style nonce="{token}">{_STYLE}</style>'
        f"<main><h1>{html.escape(heading)}</h1>{body}</main></html>"
    )
    policy = f"default-src 'none'; style-src 'nonce-{token}'; frame-ancestors 'none'"
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return Reply(status, text.encode(), headers=headers)
