"""The same program makes the same package, whenever and however its files came about."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import product
import pytest
from linux import deb, portable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's packages")


def bundle(folder: Path, *, moment: int, mode: int) -> Path:
    """A program of a few files, dated and allowed as one building machine happens to."""
    inside = folder / "_internal"
    inside.mkdir(parents=True)
    files = {"daily8": b"\x7fnot really", "_internal/libz.so.1.2": b"z", "_internal/a.txt": b"a"}
    for name, content in files.items():
        file = folder / name
        file.write_bytes(content)
        file.chmod(mode | (0o100 if name == "daily8" else 0))
        os.utime(file, (moment, moment))
    (inside / "libz.so.1").symlink_to("libz.so.1.2")
    return folder


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("DAILY8_COMPRESSION", "1")
    monkeypatch.setattr(product, "BUILD", tmp_path / "build")
    return [
        bundle(tmp_path / "one", moment=1_600_000_000, mode=0o644),
        bundle(tmp_path / "two", moment=1_800_000_000, mode=0o600),
    ]


def test_the_portable_archive(
    machines: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for each in machines:
        monkeypatch.setattr(product, "BUNDLE", each)
        made.append(portable.make(tmp_path).read_bytes())
    assert made[0] == made[1]
    with tarfile.open(next(tmp_path.glob("*.tar.xz"))) as tar:
        members = {member.name.split("/", 1)[1]: member for member in tar}
    assert {"portable.txt", "README.txt", "LICENCES.txt", "daily8"} <= members.keys()
    assert members["_internal/libz.so.1"].linkname == "libz.so.1.2"
    assert {(each.uid, each.uname, each.mtime) for each in members.values()} == {
        (0, "root", 1_700_000_000)
    }
    assert members["daily8"].mode == 0o755


def test_the_deb(machines: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is not installed")
    made = []
    for each in machines:
        monkeypatch.setattr(product, "BUNDLE", each)
        made.append(deb.make(tmp_path).read_bytes())
    assert made[0] == made[1]
    file = next(tmp_path.glob("*.deb"))
    listed = subprocess.run(["dpkg-deb", "-c", file], capture_output=True, text=True, check=True)
    lines = listed.stdout.splitlines()
    assert {line.split()[1] for line in lines} == {"root/root"}
    modes = {line.split()[5]: line.split()[0] for line in lines}
    assert modes["./usr/lib/daily8/daily8"] == "-rwxr-xr-x"
    assert modes["./usr/lib/daily8/_internal/libz.so.1.2"] == "-rw-r--r--"
    for name in ("bin/daily8", "share/applications/org.daily8.Daily8.desktop",
                 "share/metainfo/org.daily8.Daily8.metainfo.xml", "share/man/man1/daily8.1.gz",
                 "share/bash-completion/completions/daily8", "share/doc/daily8/copyright",
                 "share/icons/hicolor/48x48/apps/org.daily8.Daily8.png"):  # fmt: skip
        assert f"./usr/{name}" in modes
