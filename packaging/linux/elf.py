"""What the packages need to know of 64-bit ELF files: search paths and needed libraries."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NEEDED, _STRINGS, _RPATH, _RUNPATH = 1, 5, 15, 29
_LOADED, _DYNAMIC = 1, 2
_HERE = b"$ORIGIN"


@dataclass(frozen=True)
class _Segment:
    kind: int
    offset: int
    address: int
    size: int


def files(folder: Path) -> Iterator[Path]:
    """Walk through all ELF files below a folder, links left out, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(5) == b"\x7fELF\x02":
                    yield path


def needed(elf: bytes) -> list[str]:
    """Return the names of the libraries that the file asks the loader for."""
    return [_text(elf, place).decode("ascii") for tag, place in _places(elf) if tag == _NEEDED]


def glibc(elf: bytes) -> tuple[int, int]:
    """Return the newest version of glibc whose symbols the file names; (0, 0): none."""
    found = re.findall(rb"GLIBC_(\d+)\.(\d+)", elf)
    return max(((int(major), int(minor)) for major, minor in found), default=(0, 0))


def beside_itself(elf: bytes) -> bytes:
    """Return the file with ``$ORIGIN`` in the place of an absolute search path."""
    for tag, place in _places(elf):
        path = _text(elf, place) if tag in (_RPATH, _RUNPATH) else b""
        if path.startswith(b"/"):
            elf = elf[:place] + _HERE.ljust(len(path), b"\0") + elf[place + len(path) :]
    return elf


def _places(elf: bytes) -> list[tuple[int, int]]:
    """Return the tags of the dynamic section with where their text lies in the file."""
    (table,) = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    segments = []
    for index in range(count):
        header = struct.unpack_from("<IIQQQQ", elf, table + size * index)
        segments.append(_Segment(header[0], header[2], header[3], header[5]))
    dynamic = next((each for each in segments if each.kind == _DYNAMIC), None)
    if dynamic is None:
        return []
    section = elf[dynamic.offset : dynamic.offset + dynamic.size]
    tags = list(struct.iter_unpack("<QQ", section))
    strings = next(value for tag, value in tags if tag == _STRINGS)
    start = next(
        each.offset + strings - each.address
        for each in segments
        if each.kind == _LOADED and each.address <= strings < each.address + each.size
    )
    texts = (_NEEDED, _RPATH, _RUNPATH)
    return [(tag, start + value) for tag, value in tags if tag in texts]


def _text(elf: bytes, place: int) -> bytes:
    return elf[place : elf.index(b"\0", place)]
