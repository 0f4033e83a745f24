"""Secrets cut out of every line before it reaches a log or a report."""

import re

REMOVED = "[removed]"

_NAMES = (
    r"(?:[\w-]*(?:password|passwd|secret|token|api[_-]?key|jwt|nonce|signature|session(?:id)?)"
    r"|pwd|pass|auth|sig|code|state|key)"
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Authorization: Basic …, and the schemes wherever they stand
    (re.compile(r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?)[^\r\n\"']+"), rf"\1{REMOVED}"),
    (re.compile(r"(?i)\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{6,}"), rf"\1 {REMOVED}"),
    (re.compile(r"(?i)((?:set-)?cookie[\"']?\s*[:=]\s*[\"']?)[^\r\n\"']+"), rf"\1{REMOVED}"),
    # user-info of an address
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/?#@\"'<>]*@"), rf"\1{REMOVED}@"),
    # values of telling names in a query or a form
    (re.compile(rf"(?i)([?&;]{_NAMES}=)[^&\s#\"'<>]+"), rf"\1{REMOVED}"),
    # "password": "…", password='…', password=…, password: …
    (
        re.compile(
            r"(?i)([\"']?\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|jwt|pwd)[\"']?"
            r"\s*[:=]\s*)(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\s,;)}\]&]+)"
        ),
        rf"\1{REMOVED}",
    ),
    # an application password of WordPress: six groups of four
    (re.compile(r"\b(?:[A-Za-z0-9]{4}[ +]|[A-Za-z0-9]{4}%20){5}[A-Za-z0-9]{4}\b"), REMOVED),
)


def redacted(text: str) -> str:
    """Return ``text`` without passwords, tokens, cookies, user-info and telling query values."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
