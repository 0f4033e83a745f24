"""Secrets in a real Secret Service: open, locked, hanging, absent; and in memory."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system import credentials
from desktop_app.system.credentials import KeyringCredentials, MemoryCredentials

ROOT = Path(__file__).parents[3]
BARE_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""  # without a folder of services nothing is started by its name


def run(scenario: str, tmp_path: Path, *, bus: bool = True, services: bool = True) -> Any:
    """Run one scenario in a home and a session of its own and return what it printed."""
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        # A file backend in keyring's settings must not be taken.
        "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
    }
    command = [sys.executable, "-P", "-m", "tests.support.keystore_steps", scenario]
    if bus:
        start = ["dbus-run-session"]
        if not services:
            config = tmp_path / "session.conf"
            config.write_text(BARE_BUS)
            start.append(f"--config-file={config}")
        command = [*start, "--", *command]
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            printed, errors = process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the bus and its daemons too
            raise
    assert process.returncode == 0, errors.decode()
    assert b"secret" not in errors
    return json.loads(printed)


@pytest.fixture
def gnome_keyring() -> None:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@pytest.mark.keystore
@pytest.mark.usefixtures("gnome_keyring")
class TestSecretService:
    def test_secrets_are_stored_and_deleted(self, tmp_path: Path) -> None:
        assert run("round_trip", tmp_path) == {
            "absent": None,
            "stored": "abcd \u05e1\u05d5\u05d3",
            "replaced": "new",
            "deleted": None,
            "kept": "other",
            "persistent": True,
            "where": "SecretService Keyring",
        }

    def test_a_locked_keystore_is_told(self, tmp_path: Path) -> None:
        found = run("locked", tmp_path)
        assert found["get"]["kind"] == found["set"]["kind"] == "keystore_locked"
        assert found["persistent"] is True

    def test_a_stopped_keystore_is_given_up_and_found_again(self, tmp_path: Path) -> None:
        found = run("stopped", tmp_path)
        assert found["first"]["kind"] == found["second"]["kind"] == "keystore_timeout"
        assert 0.4 < found["first"]["seconds"] < 5
        assert found["second"]["seconds"] < 0.2  # at once
        assert found["again"] == "secret"

    def test_one_that_never_answers_holds_nobody(self, tmp_path: Path) -> None:
        found = run("never_answers", tmp_path, services=False)
        assert found["first"]["kind"] == found["second"]["kind"] == "keystore_timeout"
        assert found["second"]["seconds"] < 0.2

    def test_a_bus_without_a_keystore_means_memory(self, tmp_path: Path) -> None:
        found = run("absent", tmp_path, services=False)
        assert (found["got"], found["deleted"]) == ("secret", None)
        assert (found["persistent"], found["where"]) == (False, "memory")
        assert found["before"] == {"persistent": True, "where": ""}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a keystore")
def test_no_bus_means_memory(tmp_path: Path) -> None:
    found = run("absent", tmp_path, bus=False)
    assert (found["got"], found["deleted"]) == ("secret", None)
    assert (found["persistent"], found["where"]) == (False, "memory")


class Scripted:
    """Stands in for a keystore that no test machine has: it does what it is told."""

    name = "scripted"

    def __init__(self, error: Exception | None = None, gate: threading.Event | None = None) -> None:
        self.error = error
        self.gate = gate

    def get_password(self, service: str, key: str) -> str | None:
        if self.gate is not None:
            self.gate.wait()
        if self.error is not None:
            raise self.error
        return f"{service} {key}"


def with_backend(monkeypatch: pytest.MonkeyPatch, backend: Scripted) -> KeyringCredentials:
    monkeypatch.setattr(credentials, "_system_keystore", lambda: backend)
    return KeyringCredentials(10)


def test_a_failure_without_a_name_is_no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    keystore = with_backend(monkeypatch, Scripted(OSError("broken pipe")))
    with pytest.raises(AppError) as caught:
        keystore.get("a")
    assert (caught.value.kind, caught.value.code) == (ErrorKind.NO_KEYSTORE, "OSError")
    assert keystore.persistent


def test_cancel_leaves_a_waiting_keystore_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    keystore = with_backend(monkeypatch, Scripted(gate=gate))
    token = CancelToken()
    timer = threading.Timer(0.05, token.cancel)
    timer.start()
    with cancelled_by(token), pytest.raises(AppError) as caught:
        keystore.get("a")
    assert caught.value.kind is ErrorKind.CANCELLED
    with pytest.raises(AppError) as caught:
        keystore.get("a")
    assert (caught.value.kind, caught.value.code) == (ErrorKind.KEYSTORE_TIMEOUT, "busy")
    gate.set()
    assert keystore._stuck is not None
    keystore._stuck.join(10)
    assert keystore.get("a") == "daily8 a"
    timer.join()


def test_memory_keeps_for_this_run() -> None:
    memory = MemoryCredentials()
    assert memory.get("a") is None
    memory.set("a", "x")
    assert memory.get("a") == "x"
    memory.delete("a")
    memory.delete("a")
    assert memory.get("a") is None and not memory.persistent
