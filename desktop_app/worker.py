"""The child process: runs a closed table of pure functions on large or hostile input.

A parse of megabytes would hold the interpreter of the window, and a broken C parser would take it
along. ``system/child.py`` starts this with ``--worker``: one message in, one message out, until
the pipe closes.
"""

import contextlib
import faulthandler
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

from desktop_app.core.codec import CodecError, decode, encode
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.frames import FrameError, read_frame, write_frame

_FEED = "desktop_app.sources.feed"
_WORDPRESS = "desktop_app.sources.wordpress"

TABLE: dict[str, str] = {
    "parse_feed": f"{_FEED}.parse:parse_feed",
    "read_feed": f"{_FEED}.mapping:read_feed",
    "read_feed_comments": f"{_FEED}.mapping:read_comments",
    "extract_article": f"{_FEED}.fulltext:extract",
    "wordpress_posts": f"{_WORDPRESS}.mapping:posts",
    "wordpress_post": f"{_WORDPRESS}.mapping:single",
    "wordpress_sections": f"{_WORDPRESS}.mapping:sections",
    "wordpress_comments": f"{_WORDPRESS}.mapping:comments",
    "wordpress_comment": f"{_WORDPRESS}.mapping:comment",
}
"""Name to ``module:function``. Arguments and results are what ``core/codec.py`` knows."""

_KNOWN = frozenset(TABLE.values())
_MEMORY_BYTES = 2_000_000_000
_SECONDS = 60.0
"""The parent kills us sooner; this is for when the parent is gone."""


def main() -> int:
    """Answer calls on standard input until it closes; return the exit code."""
    calls, answers = _own_pipes()
    _stand_back()
    _limit_memory()
    while True:
        try:
            parts = read_frame(calls)
        except (FrameError, OSError):
            return 1
        if parts is None:
            return 0
        faulthandler.dump_traceback_later(_SECONDS, exit=True)
        answer = _answered(parts)
        faulthandler.cancel_dump_traceback_later()
        try:
            write_frame(answers, answer)
        except OSError:
            return 1


def _answered(parts: list[bytes]) -> list[bytes]:
    """Run one call; the answer is ``{"ok": result}``, ``{"error": AppError}`` or ``{"bug": …}``."""
    try:
        name = parts[0].decode("utf-8")
        function = find(name)
        args, kwargs = decode(parts[1:])
        return encode({"ok": function(*args, **kwargs)})
    except AppError as error:
        return encode({"error": error})
    except MemoryError:
        return encode({"error": AppError(ErrorKind.TOO_LARGE, code="memory")})
    except (Exception, CodecError):  # noqa: BLE001 - told to the parent, which raises it
        import traceback

        return encode({"bug": traceback.format_exc()})


def find(name: str) -> Callable[..., Any]:
    """Return the function ``module:qualname``. Raises LookupError when it is not in the table."""
    if name not in _KNOWN:
        raise LookupError(f"{name} is not in the worker's table")
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for ourselves; what a library prints goes to the errors."""
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return calls, answers


def _stand_back() -> None:
    """Let the window go first."""
    if sys.platform != "win32":
        os.nice(10)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    sys.exit(main())
