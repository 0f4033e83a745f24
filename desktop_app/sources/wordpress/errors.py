"""Status and error code of the REST API made into an ``AppError``.

Never by status alone: WordPress answers 400 to "too fast" and 401 to "not your post".
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.wordpress import wire
from desktop_app.sources.wordpress.info import MIN_INTERVAL
from desktop_app.text.plain import plain_text

if TYPE_CHECKING:
    from desktop_app.network.http import Answer

_MAX_ERROR = 65_536  # bytes; an error of the API is a few hundred

_BY_CODE = {
    "rest_post_incorrect_password": ErrorKind.PROTECTED,
    "comment_duplicate": ErrorKind.DUPLICATE,
    "comment_flood": ErrorKind.RATE_LIMITED,
    "rest_comment_closed": ErrorKind.CLOSED,
    "rest_comment_invalid_post_id": ErrorKind.NOT_FOUND,
    "rest_already_trashed": ErrorKind.GONE,
    "application_passwords_disabled": ErrorKind.AUTH_UNAVAILABLE,
    "application_passwords_disabled_for_user": ErrorKind.AUTH_UNAVAILABLE,
    "incorrect_password": ErrorKind.AUTH_INVALID,
    "invalid_username": ErrorKind.AUTH_INVALID,
    "invalid_email": ErrorKind.AUTH_INVALID,
    "rest_not_logged_in": ErrorKind.AUTH_INVALID,
}
_BY_STATUS = {
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.NOT_FOUND,
    410: ErrorKind.GONE,
    429: ErrorKind.RATE_LIMITED,
}


def error_of(answer: "Answer", *, writing: bool = False) -> AppError:
    """Return what an answer with a status of 300 or more means. Pure and short; any thread.

    When the secret went along, 401 says that it is not (or no longer) taken: core ignores a wrong
    one without a word and answers as it would to a visitor.
    """
    code, detail = _code(answer)
    host = host_of(answer.url)
    kind = _kind(answer, code, writing=writing)
    return AppError(kind, host=host, code=code, detail=detail, retry_after=_wait(answer, code))


def _kind(answer: "Answer", code: str, *, writing: bool) -> ErrorKind:
    signed = answer.with_secret
    if code == "rest_not_logged_in" and not signed:
        return ErrorKind.AUTH_MISSING
    if code in _BY_CODE:
        return _BY_CODE[code]
    if answer.headers.get("cf-mitigated") == "challenge":
        return ErrorKind.CAPTCHA
    if answer.status == 401:
        return ErrorKind.AUTH_INVALID if signed else ErrorKind.AUTH_MISSING
    if answer.status >= 500:
        return ErrorKind.SERVER
    otherwise = ErrorKind.INVALID if writing and answer.status >= 400 else ErrorKind.BAD_ANSWER
    return _BY_STATUS.get(answer.status, otherwise)


def _code(answer: "Answer") -> tuple[str, str]:
    if len(answer.body) > _MAX_ERROR:
        return "", ""
    try:
        fields = wire.object_of(wire.load(answer.body))
    except AppError:
        return "", ""
    code = re.sub(r"[^A-Za-z0-9_.-]", "", wire.text_of(fields.get("code")))[:80]
    return code, plain_text(wire.text_of(fields.get("message"))[:2000])


def _wait(answer: "Answer", code: str) -> float | None:
    if code == "comment_flood":
        return MIN_INTERVAL
    if answer.status not in (429, 503):
        return None
    return answer.retry_after


def host_of(url: str) -> str:
    """Return the host of ``url`` without user-info, ``""`` when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
