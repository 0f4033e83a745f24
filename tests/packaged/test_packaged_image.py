"""The AppImage as one file, behind a stand-in for the runtime, which is not to be had everywhere.

The stand-in is a program of this system with the mark of the second type in its head. It cannot
show the real runtime mounting the image; where that looks for it, and what it finds, it can.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import product
from linux import appimage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's image"),
]
ENTRY = "org.daily8.Daily8.desktop"


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = bytearray(Path("/bin/true").read_bytes())
    program[8:11] = b"AI\x02"  # https://github.com/AppImage/AppImageSpec/blob/master/draft.md
    file = tmp_path / "runtime"
    file.write_bytes(program)
    file.chmod(0o755)
    monkeypatch.setattr(appimage, "RUNTIME_SHA256", hashlib.sha256(program).hexdigest())
    return file


def elf_size(file: Path) -> int:
    """Return where an ELF file ends by its own head: behind the table of sections."""
    head = file.read_bytes()[:64]
    table = int.from_bytes(head[40:48], "little")
    return table + int.from_bytes(head[58:60], "little") * int.from_bytes(head[60:62], "little")


@pytest.fixture
def image(tmp_path: Path, runtime: Path) -> Path:
    made = sorted(product.DIST.glob(f"Daily8-{product.version()}-*.squashfs"))
    if not made or shutil.which("unsquashfs") is None:
        pytest.skip("python3 dev.py package appimage makes what it holds")
    return appimage.join(runtime, made[0], tmp_path / "Daily8.AppImage")


def test_the_runtime_finds_the_files_where_it_ends(image: Path, tmp_path: Path) -> None:
    assert image.read_bytes()[8:11] == b"AI\x02"
    subprocess.run([image], check=True)  # what is behind it does not keep it from starting
    place = elf_size(image)
    assert image.read_bytes()[place : place + 4] == b"hsqs"
    folder = tmp_path / "squashfs-root"
    command = ["unsquashfs", "-quiet", "-no-progress", "-offset", str(place), "-d", str(folder)]
    subprocess.run([*command, image], check=True)

    assert (folder / ENTRY).read_text("utf-8").startswith("[Desktop Entry]\n")
    assert (folder / ".DirIcon").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (folder / "org.daily8.Daily8.svg").read_text("utf-8")
    assert (folder / "usr/share/metainfo/org.daily8.Daily8.metainfo.xml").is_file()
    # Extracted with --appimage-extract it starts from there as well.
    home = tmp_path / "a reader"
    home.mkdir()
    told = subprocess.run(
        [folder / "AppRun", "self-test"], cwd=home, capture_output=True, encoding="utf-8",
        env={"HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "PATH": "/bin"},
        check=True,
    )  # fmt: skip
    assert {line.split("\t")[0] for line in told.stdout.splitlines()} == {"ok"}


def test_another_runtime_is_refused(image: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is not the runtime"):
        appimage.join(Path("/bin/true"), image, tmp_path / "other.AppImage")
    assert not (tmp_path / "other.AppImage").exists()
