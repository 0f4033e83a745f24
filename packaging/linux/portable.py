"""The portable archive: the bundle with a marker, by which its data stay beside it."""

import io
import lzma
import tarfile
from pathlib import Path

import licences
import product

from linux import elf

README = """Start ./daily8 in this folder; it needs no installation.

Your articles, settings and log are in the folder data/ here, as long as portable.txt lies beside
the program: the whole folder can move on a stick from computer to computer. Passwords stay in the
keystore of each computer. ./daily8 integrate puts Daily8 into the menu of this desktop.
"""
MARKER = "Daily8 keeps its data in this folder while this file is here.\n"


def make(target: Path) -> Path:
    """Make ``target``, a folder, hold the archive; return its file."""
    bundle = product.require_bundle()
    name = f"{product.NAME}-{product.version()}-linux-{product.machine()}"
    file = target / f"{name}.tar.xz"
    libraries = set(elf.files(bundle))
    with (
        lzma.open(file, "wb", filters=_filters(product.compression())) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in sorted(bundle.rglob("*")):
            runs = path.is_dir() or path == bundle / product.NAME or path in libraries
            member = tar.gettarinfo(path, f"{name}/{path.relative_to(bundle)}")
            _settle(member, 0o755 if runs else 0o644)
            if member.isreg():
                with path.open("rb") as content:
                    tar.addfile(member, content)
            else:
                tar.addfile(member)
        texts = {"README.txt": README, "portable.txt": MARKER, "LICENCES.txt": _licences()}
        for base, text in texts.items():
            data = text.encode("utf-8")
            member = tarfile.TarInfo(f"{name}/{base}")
            member.size = len(data)
            _settle(member, 0o644)
            tar.addfile(member, io.BytesIO(data))
    return file


def _filters(level: int) -> list[dict[str, int]]:
    preset = level | lzma.PRESET_EXTREME if level == 9 else level
    code = [{"id": lzma.FILTER_X86}] if product.machine() == "x86_64" else []
    return [*code, {"id": lzma.FILTER_LZMA2, "preset": preset}]


def _licences() -> str:
    return f"{(product.ROOT / 'LICENSE').read_text('utf-8')}\n{licences.notice()}"


def _settle(member: tarfile.TarInfo, mode: int) -> None:
    """Give a member the same owner, rights and time in every build."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o777 if member.issym() else mode
    member.mtime = product.commit_time()
