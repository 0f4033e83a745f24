"""A home where the system's own voices speak into a file, so that no device is needed."""

import os
import shutil
import signal
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DAEMON = "speech-dispatcher"
_SOMEWHERE = Path("/etc/speech-dispatcher")
_ASOUND = """
pcm.!default {{ type file file "{file}" format "wav" slave.pcm "sink" }}
pcm.sink {{ type null }}
ctl.!default {{ type null }}
"""


@contextmanager
def speaking_into_a_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make ``here`` the home, with ``out.wav`` for the sound; the daemon ends with it.

    Skips where there is no speech-dispatcher.
    """
    if not sys.platform.startswith("linux") or shutil.which(DAEMON) is None:
        pytest.skip("needs speech-dispatcher with espeak-ng's module and its audio plug-ins")
    run, config = here / "run", here / ".config" / DAEMON
    for folder in (run, config.parent):
        folder.mkdir(parents=True)
    run.chmod(0o700)
    shutil.copytree(_SOMEWHERE, config)
    with (config / "speechd.conf").open("a") as settings:
        settings.write('AudioOutputMethod "alsa"\nAddModule "espeak-ng" "sd_espeak-ng"\n')
    (here / ".asoundrc").write_text(_ASOUND.format(file=here / "out.wav"))
    monkeypatch.setenv("HOME", str(here))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / ".cache"))
    try:
        yield here
    finally:
        for number in pids(here):
            os.kill(number, signal.SIGKILL)


def pids(home: Path) -> list[int]:
    """Return the daemon and its modules: what was started with this home."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            environment = (each / "environ").read_bytes()
            command = (each / "cmdline").read_bytes()
        except OSError:
            continue
        if f"HOME={home}\0".encode() in environment and b"speech-dispatcher" in command:
            found.append(int(each.name))
    return found


def seconds_of(file: Path) -> float:
    """Return the length; speech-dispatcher's header may not know it yet."""
    with wave.open(str(file)) as sound:
        rate, width = sound.getframerate(), sound.getsampwidth() * sound.getnchannels()
    return (file.stat().st_size - 44) / (rate * width)
