"""The worker with a table of misbehaving functions; run as ``-m tests.support.hostile_worker``."""

import os
import sys
import time

from desktop_app import worker
from desktop_app.core.articles import FoundArticle, Picture
from desktop_app.core.errors import AppError, ErrorKind


def echo(*args: object, **kwargs: object) -> object:
    return args, kwargs


def article(title: str) -> FoundArticle:
    return FoundArticle("1", "https://a.example/", title, picture=Picture("https://a.example/p"))


def own_pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def flood(size: int) -> bytes:
    return bytes(size)


def prattle(text: str) -> str:
    """Write to standard output, past Python too, as a library in C would."""
    sys.stdout.write(text)
    sys.stdout.flush()
    os.write(1, text.encode())
    return text


def babble() -> None:
    """Write nonsense where answers go."""
    for descriptor in range(3, 12):
        try:
            os.write(descriptor, b"\xff" * 64)
        except OSError:
            continue
    time.sleep(60)


def hog() -> int:
    return len(bytearray(8_000_000_000))


def refuse() -> None:
    raise AppError(ErrorKind.PROTECTED, host="a.example", detail="no", retry_after=2.5)


def fail() -> None:
    raise ZeroDivisionError("a bug")


def strange() -> object:
    return object()


def secret_names() -> list[str]:
    return sorted(os.environ)


if __name__ == "__main__":
    functions = (
        echo, article, own_pid, sleep, die, leave, flood, prattle, babble, hog, refuse, fail,
        strange, secret_names,
    )  # fmt: skip
    names = {f"tests.support.hostile_worker:{each.__name__}" for each in functions}
    worker._KNOWN = frozenset(names)
    sys.exit(worker.main())
