"""The time zones of the package tzdata, six hundred files, put into one.

Windows has none of its own that Python reads. A file costs an installer and a virus scanner more
than what is in it; Python reads resources of a package out of an archive just as well.
"""

import zipfile
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
_PACKAGE = "tzdata"
_ZONE = b"TZif"  # RFC 9636; the others are tables for people and for makers of zones
_WHEN = (1980, 1, 1, 0, 0, 0)


def into_archive(modules: Iterable[Entry], datas: Iterable[Entry], archive: Path) -> None:
    """Add the zones among PyInstaller's entries to ``archive``, which is on the module path."""
    files = {}
    for name, source, _kind in modules:
        if _is_ours(name, "."):
            files[f"{name.replace('.', '/')}/__init__.py"] = Path(source).read_bytes()
    for name, source, _kind in datas:
        inside = name.replace("\\", "/")
        if _is_ours(inside, "/") and (data := Path(source).read_bytes()).startswith(_ZONE):
            files[inside] = data
    with zipfile.ZipFile(archive, "a") as library:
        for name in sorted(files.keys() - set(library.namelist())):
            library.writestr(zipfile.ZipInfo(name, _WHEN), files[name])


def without(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that are not of the zones."""
    return [
        each
        for each in entries
        if not _is_ours(each[0], ".") and not _is_ours(each[0].replace("\\", "/"), "/")
    ]


def _is_ours(name: str, between: str) -> bool:
    return name == _PACKAGE or name.startswith(_PACKAGE + between)
