"""What is pressed harder than dpkg-deb can is still what dpkg reads."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linux import pressed

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dpkg-deb") or not shutil.which("xz"),
    reason="Linux's packages",
)
CONTROL = """Package: small
Version: 1
Architecture: all
Maintainer: Nobody <nobody@example.org>
Description: a trial
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A package of three megabytes that is not pressed."""
    root = tmp_path / "root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(CONTROL, "utf-8")
    (root / "usr").mkdir()
    (root / "usr/odd").write_bytes(b"odd")
    (root / "usr/large").write_bytes(random.Random(8).randbytes(3_000_000))
    file = tmp_path / "plain.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", root, file], check=True, capture_output=True)
    return file


def test_dpkg_reads_what_it_would_have_written(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressed, "BLOCK", "1MiB")
    file, out = tmp_path / "small.deb", tmp_path / "out"
    pressed.deb(plain, file, 1)
    assert [name for name, _header, _content in pressed.members(file.read_bytes())] == [
        "debian-binary", "control.tar.xz", "data.tar.xz",
    ]  # fmt: skip
    subprocess.run(["dpkg-deb", "--raw-extract", file, out], check=True)
    for each in ("usr/odd", "usr/large", "DEBIAN/control"):
        assert (out / each).read_bytes() == (tmp_path / "root" / each).read_bytes()


def test_several_processors_can_read_it(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressed, "BLOCK", "1MiB")
    pressed.deb(plain, tmp_path / "small.deb", 1)
    data = tmp_path / "data.tar.xz"
    data.write_bytes(list(pressed.members((tmp_path / "small.deb").read_bytes()))[-1][2])
    told = subprocess.run(
        ["xz", "--robot", "--list", "--verbose", "--verbose", data],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    blocks = [line.split("\t") for line in told.splitlines() if line.startswith("block\t")]
    assert len(blocks) >= 3
    # Each block says its length, as only a writer of several threads makes it say.
    assert {each[12] for each in blocks} == {"cu"}


@pytest.mark.parametrize("broken", [b"", b"!<arch>\nshort", b"PK\x03\x04"])
def test_something_else_is_refused(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "broken").write_bytes(broken)
    with pytest.raises(ValueError, match="ar archive"):
        pressed.deb(tmp_path / "broken", tmp_path / "made", 1)
