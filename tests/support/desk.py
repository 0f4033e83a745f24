"""A bus of its own with the desktop double on it, for tests that talk to a desktop."""

import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# A session bus that starts nothing by itself, whatever desktop this machine has.
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Desk:
    """What the double wrote down, in order, and the way to tell it to click."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def next(self, seconds: float = 10.0) -> dict[str, Any]:
        return self._lines.get(timeout=seconds)

    def nothing(self) -> bool:
        return self._lines.empty()

    def tell(self, **order: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()


@contextmanager
def desk(monkeypatch: pytest.MonkeyPatch, *options: str) -> Iterator[Desk]:
    """Bring up a bus, a double on it, and make them this process's session and system bus."""
    if not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None:
        pytest.skip("no dbus-daemon here")
    folder = Path(tempfile.mkdtemp(prefix="daily8-bus-"))
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert bus.stdout is not None
    address = bus.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    double = subprocess.Popen(
        [sys.executable, "-m", "tests.support.desktop_double", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        made = Desk(double)
        assert "ready" in made.next(20)
        yield made
    finally:
        for process in (double, bus):
            process.kill()
            process.wait(10)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        shutil.rmtree(folder, ignore_errors=True)
