"""A screen that nobody sees: Xvfb, its own for each run of the benchmarks."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


class NoScreenError(RuntimeError):
    """There is no Xvfb, or it does not start."""


@contextmanager
def screen(width: int = 1600, height: int = 1000) -> Iterator[dict[str, str]]:
    """Run an Xvfb and yield the environment of programs that use it.

    ``-noreset``: else the server starts anew whenever its last program has gone. Raises
    ``NoScreenError``.
    """
    program = shutil.which("Xvfb")
    if program is None:
        raise NoScreenError("Xvfb is not installed (Debian package xvfb)")
    read, write = os.pipe()
    command = [
        program, "-displayfd", str(write), "-noreset", "-nolisten", "tcp",
        "-screen", "0", f"{width}x{height}x24", "-dpi", "96",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, pass_fds=(write,), stdout=quiet, stderr=quiet)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise NoScreenError("Xvfb does not start")
        with tempfile.TemporaryDirectory(prefix="daily8-run-") as runtime:
            yield _environment(number, runtime)
    finally:
        server.terminate()
        server.wait(10)


def _environment(number: str, runtime: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QT_", "DAILY8_", "WAYLAND", "DBUS_", "XDG_", "LC_", "PYTHON"))
    }
    return {
        **kept,
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": runtime,
        "no_proxy": "*",
    }
