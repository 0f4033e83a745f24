"""A second start hands over its addresses; nobody else can hand over anything else."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from desktop_app.runtime.instance import SingleInstance, addresses_of

Until = Callable[[Callable[[], bool]], None]


class Window(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[str, ...]] = []

    def on_received(self, addresses: tuple[str, ...]) -> None:
        self.got.append(addresses)


@pytest.fixture
def first(qapp: object, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path)
    assert made.claim()
    yield made
    made.release()


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_app.runtime.instance import SingleInstance
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
assert not instance.claim()
sys.exit(0 if instance.hand_over(sys.argv[2:], 20.0) else 1)
"""


def hand_over(profile: Path, addresses: list[str]) -> "subprocess.Popen[bytes]":
    """Start what a second start is: another process."""
    return subprocess.Popen([sys.executable, "-c", SECOND, str(profile), *addresses])


def test_the_second_is_not_first_until_the_first_has_gone(
    first: SingleInstance, tmp_path: Path
) -> None:
    assert first.claim()
    second = SingleInstance(tmp_path)
    assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_another_profile_is_another_window(first: SingleInstance, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    instance = SingleInstance(other)
    assert instance.claim()
    instance.release()


def test_addresses_are_handed_over(first: SingleInstance, tmp_path: Path, until: Until) -> None:
    window = Window()
    first.received.connect(window.on_received)
    with hand_over(tmp_path, ["https://example.org/نص", "feed:x"]) as second:
        assert first.listen()  # the second one waits for a window that is still starting
        until(lambda: second.poll() is not None)
    assert second.returncode == 0
    assert window.got == [("https://example.org/نص", "feed:x")]
    with hand_over(tmp_path, []) as second:
        until(lambda: second.poll() is not None)
    assert window.got[1:] == [()]


def test_nobody_there_is_told_soon(qapp: object, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path).hand_over(["x"], seconds=0.2)
    assert not SingleInstance(tmp_path).hand_over(["x" * 70_000])


@pytest.mark.parametrize("sent", [b"nonsense\n", b"[1]\n", b'{"addresses": [1]}\n', b"x" * 70_000])
def test_a_stranger_is_cut_off(
    first: SingleInstance, until: Until, qapp: object, sent: bytes
) -> None:
    from PySide6.QtNetwork import QLocalSocket

    window = Window()
    first.received.connect(window.on_received)
    assert first.listen()
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    socket.write(sent)
    until(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert window.got == []
    assert not first._half


def test_messages_are_read_strictly() -> None:
    assert addresses_of(b'{"addresses": ["a"]}\n') == ("a",)
    assert addresses_of(json.dumps({"addresses": ["a"] * 101}).encode()) is None
    assert addresses_of(b"[" * 50_000) is None
    assert addresses_of(b"\xff\n") is None
