"""Reads what ``reg export`` writes; ``reg query`` prints the letters of one code page only."""

import re


def value(exported: str, key: str, name: str) -> str | None:
    """Return a value of ``HKCU\\…``, numbers as ``0x…``; "" names the default. None: not there."""
    section = f"[{key.replace('HKCU', 'HKEY_CURRENT_USER', 1)}]".lower()
    inside = False
    wanted = f'"{_escaped(name)}"=' if name else "@="
    for line in re.sub(r"\\\r?\n\s*", "", exported).splitlines():
        if line.startswith("["):
            inside = line.lower() == section
        elif inside and line.startswith(wanted):
            return _read(line.removeprefix(wanted))
    return None


def _read(written: str) -> str:
    kind, colon, rest = written.partition(":")
    if colon and kind == "dword":
        return hex(int(rest, 16))
    if colon and kind.startswith("hex"):
        data = bytes(int(each, 16) for each in rest.split(",") if each)
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return re.sub(r"\\(.)", r"\1", written[1:-1])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
