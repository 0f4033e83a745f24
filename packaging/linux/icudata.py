"""ICU's data for Linux, cut down to what Qt asks it for: 32 MB become less than 5.

Qt has its own locales, its own text breaking and its own code for Unicode's properties. What it
takes from ICU is sorting, upper and lower case, and the names of time zones. The rest is never
opened: converters, transliteration, spelled-out numbers, names of currencies, units, regions and
languages, dictionaries for breaking lines.

Only ``as`` and ``ld`` of binutils are needed. The library is refused when it is not the version
that was tried: its format is ICU's own affair.
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

SONAME = "libicudata.so.73"
SYMBOL = "icudt73_dat"
LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "he", "pt", "ru", "tr", "uk", "ur")
"""Languages whose order of letters and digits is kept; the others are as Unicode's root has it."""

_UNUSED_FOLDERS = ("brkitr/", "curr/", "lang/", "rbnf/", "region/", "translit/", "unit/")
_LOCALE = re.compile(r"([a-z]{2,3})(_[A-Za-z0-9]+)*\.res")
_ALIGN = 16


def reduced(library: Path, target: Path) -> Path:
    """Write a smaller library with the same soname and symbol to ``target``; return it.

    Raises RuntimeError when the library is not the one that this was written for.
    """
    if library.name != SONAME:
        raise RuntimeError(f"Qt brings {library.name} now, not {SONAME}: try the reduction anew")
    items, header = _items(_read_only_data(library.read_bytes()))
    kept = {name: data for name, data in items.items() if _is_used(name)}
    if not 0.05 < len(kept) / len(items) < 0.5:
        raise RuntimeError(f"{len(kept)} of {len(items)} items of ICU's data would be kept")
    _link(header + _table(kept), target)
    return target


def _is_used(name: str) -> bool:
    """Return whether the item, named as ``coll/ar.res``, is one that Qt may open."""
    if name.endswith(".cnv") or name.startswith(_UNUSED_FOLDERS):
        return False
    folder, _slash, base = name.rpartition("/")
    locale = _LOCALE.fullmatch(base)
    if locale is None:
        return True  # root, pool, res_index, supplemental data
    return folder in ("", "coll", "zone") and locale[1] in LANGUAGES


def _read_only_data(elf: bytes) -> bytes:
    """Return the section ``.rodata`` of a 64-bit library."""
    if elf[:5] != b"\x7fELF\x02":
        raise RuntimeError("not a 64-bit ELF library")
    (table,) = struct.unpack_from("<Q", elf, 40)
    size, count, names = struct.unpack_from("<HHH", elf, 58)
    sections = [struct.unpack_from("<IIQQQQ", elf, table + index * size) for index in range(count)]
    strings = sections[names][4]
    for name, _kind, _flags, _address, place, length in sections:
        start = strings + name
        if elf[start : elf.index(b"\0", start)] == b".rodata":
            return elf[place : place + length]
    raise RuntimeError("the library has no .rodata")


def _items(package: bytes) -> tuple[dict[str, bytes], bytes]:
    """Take ICU's common data apart (``udata.h``, ``ucmndata.h``): items by name, and its header."""
    length, magic = struct.unpack_from("<HH", package)
    if magic != 0x27DA or package[12:16] != b"CmnD":
        raise RuntimeError("this is not ICU's common data")
    header, body = package[:length], package[length:]
    (count,) = struct.unpack_from("<I", body)
    places = [struct.unpack_from("<II", body, 4 + 8 * index) for index in range(count)]
    ends = [place for _name, place in places[1:]] + [len(body)]
    items = {}
    for (name, place), end in zip(places, ends, strict=True):
        whole = body[name : body.index(b"\0", name)].decode("ascii")
        items[whole.split("/", 1)[1]] = body[place:end]
    return items, header


def _table(items: dict[str, bytes]) -> bytes:
    """Put a table of contents before the items, sorted by name as ICU's search expects."""
    prefix = SYMBOL.removesuffix("_dat") + "l/"
    names = sorted(items)
    place = 4 + 8 * len(names)
    strings, entries, bodies = b"", [], b""
    for name in names:
        entries.append(place + len(strings))
        strings += f"{prefix}{name}\0".encode("ascii")
    start = place + len(strings)
    start += -start % _ALIGN
    table = struct.pack("<I", len(names))
    for name, entry in zip(names, entries, strict=True):
        table += struct.pack("<II", entry, start + len(bodies))
        bodies += items[name] + bytes(-len(items[name]) % _ALIGN)
    return (table + strings).ljust(start, b"\0") + bodies


def _link(data: bytes, target: Path) -> None:
    """Make a shared library of the data alone."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "data").write_bytes(data)
        (work / "data.s").write_text(
            f".section .rodata\n.globl {SYMBOL}\n.type {SYMBOL},@object\n.balign {_ALIGN}\n"
            f'{SYMBOL}: .incbin "data"\n.size {SYMBOL}, . - {SYMBOL}\n'
            '.section .note.GNU-stack,"",@progbits\n'
        )
        subprocess.run(["as", "data.s", "-o", "data.o"], cwd=work, check=True)
        subprocess.run(
            ["ld", "-shared", "-z", "noexecstack", "-soname", SONAME, "--build-id=none",
             "--hash-style=gnu", "-s", "data.o", "-o", str(target.absolute())],
            cwd=work, check=True,
        )  # fmt: skip
