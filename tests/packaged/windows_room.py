"""What the trials of the Windows package share: installing, removing, waiting."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from windows import build
from windows.native import Native
from windows.wine import Wine

UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Daily8"
OWN = r"HKCU\Software\Daily8"
NEWER = "9.9.9"
BUSY, WRITE = 5, 6
SHOWN = os.environ.get("DAILY8_SHOWN", "")
Machine = Wine | Native


def wrapped(frozen: Path, folders: pytest.TempPathFactory, version: str) -> Path:
    file = folders.mktemp("setup") / f"daily8-{version}-setup.exe"
    build.wrap(frozen, file, version, fast=True)
    return file


def uninstall(wine: Machine, folder: Path, *options: str) -> None:
    """Run the uninstaller; it goes on in a copy of itself, so wait for its last deed."""
    assert wine.run(wine.windows_path(folder / "uninstall.exe"), "/S", *options).returncode == 0
    wait(lambda: wine.value(OWN, "InstallDir") is None and not folder.exists())


def forget(wine: Machine) -> None:
    for folder in (wine.local / "Daily8", wine.roaming / "Daily8"):
        shutil.rmtree(folder, ignore_errors=True)


def wait(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def opened(wine: Machine, program: Path, *arguments: str, data: Path) -> "subprocess.Popen[bytes]":
    """Start the window and wait until it is there."""
    process = wine.start(wine.windows_path(program), *arguments)
    wait(lambda: (data / "library.sqlite3").exists() or process.poll() is not None)
    time.sleep(3)  # the window is painted, and listens
    assert process.poll() is None
    return process


def check_itself(wine: Machine, program: Path, told: Path) -> dict[str, str]:
    """Run the self-test, which must find nothing wrong; return what it says of each check."""
    done = wine.run(wine.windows_path(program), "self-test", "--out", wine.windows_path(told))
    lines = [line.split("\t") for line in told.read_text("utf-8").splitlines()]
    assert [line for line in lines if line[0] != "ok"] == []
    assert done.returncode == 0
    return {name: more for _ok, name, more in lines}
