"""What happens to the bundle's libraries on Linux; ``build.spec`` calls it."""

import struct
from pathlib import Path

from linux import icudata

_RUNPATH_TAGS = (15, 29)  # DT_RPATH, DT_RUNPATH
_STRTAB = 5
_HERE = b"$ORIGIN"

Entry = tuple[str, str, str]


def with_less_icu(binaries: list[Entry], work: Path) -> list[Entry]:
    """Put ICU's reduced data in the place of the whole; raise when there is none to replace."""
    entries = []
    for name, source, kind in binaries:
        base = Path(name).name
        if base.startswith("libicudata."):
            source = str(icudata.reduced(Path(source), work / base))
        entries.append((name, source, kind))
    if entries == binaries:
        raise RuntimeError("Qt brings no ICU data any more: take the reduction out")
    return entries


def without_search_paths(folder: Path) -> None:
    """Make every library look beside itself where it was told to look on the building machine."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            changed = _beside_itself(data) if data[:5] == b"\x7fELF\x02" else data
            if changed != data:
                file.write_bytes(changed)


def _beside_itself(elf: bytes) -> bytes:
    """Return a 64-bit ELF file with ``$ORIGIN`` in the place of an absolute search path."""
    place, count = struct.unpack_from("<Q", elf, 32)[0], struct.unpack_from("<H", elf, 56)[0]
    headers = [struct.unpack_from("<IIQQQQ", elf, place + 56 * index) for index in range(count)]
    dynamic = next((header for header in headers if header[0] == 2), None)
    if dynamic is None:
        return elf
    tags = list(struct.iter_unpack("<QQ", elf[dynamic[2] : dynamic[2] + dynamic[5]]))
    strings = next((value for tag, value in tags if tag == _STRTAB), 0)
    for tag, value in tags:
        if tag in _RUNPATH_TAGS:
            start = _in_file(headers, strings + value)
            end = elf.index(b"\0", start)
            if elf[start:end].startswith(b"/"):
                elf = elf[:start] + _HERE.ljust(end - start, b"\0") + elf[end:]
    return elf


def _in_file(headers: list[tuple[int, ...]], address: int) -> int:
    """Return where the byte that is loaded at ``address`` lies in the file."""
    for kind, _flags, offset, virtual, _physical, size in headers:
        if kind == 1 and virtual <= address < virtual + size:
            return offset + address - virtual
    raise RuntimeError("the library's strings are not in what is loaded")
