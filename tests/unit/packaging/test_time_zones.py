"""The time zones of the Windows bundle: in one archive, read as those of the package are."""

import importlib.resources
import sys
import zipfile
from pathlib import Path

import pytest
from windows import zones


@pytest.fixture
def entries(tmp_path: Path) -> tuple[list[zones.Entry], list[zones.Entry]]:
    """What PyInstaller finds of the package, and a neighbour."""
    package = tmp_path / "found" / "tzdata"
    files = {
        "__init__.py": b'IANA_VERSION = "2026f"\n',
        "zoneinfo/__init__.py": b"",
        "zoneinfo/UTC": b"TZif2 utc",
        "zoneinfo/zone.tab": b"# a table for people",
        "zoneinfo/Europe/__init__.py": b"",
        "zoneinfo/Europe/Berlin": b"TZif2 berlin",
    }
    for name, data in files.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(data)
    modules = [
        (name, str(package.parent / name.replace(".", "/") / "__init__.py"), "PYMODULE")
        for name in ("tzdata", "tzdata.zoneinfo", "tzdata.zoneinfo.Europe")
    ]
    datas = [
        (f"tzdata\\{name}".replace("/", "\\"), str(package / name), "DATA")
        for name in files
        if not name.endswith(".py")
    ]
    other = ("tzdata_of_others", str(package / "__init__.py"), "PYMODULE")
    return [*modules, other], datas


def test_zones_are_read_out_of_the_archive(
    entries: tuple[list[zones.Entry], list[zones.Entry]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = tmp_path / "base_library.zip"
    with zipfile.ZipFile(archive, "w") as library:
        library.writestr("other.py", "")
    for _again in range(2):  # a build may find the archive of an earlier one
        zones.into_archive(*entries, archive)
    with zipfile.ZipFile(archive) as library:
        assert library.testzip() is None
        names = library.namelist()
    assert len(names) == len(set(names)) == 6
    assert "tzdata/zoneinfo/zone.tab" not in names
    for name in [each for each in sys.modules if each.partition(".")[0] == "tzdata"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(archive))
    try:
        berlin = importlib.resources.files("tzdata.zoneinfo.Europe").joinpath("Berlin")
        assert berlin.read_bytes() == b"TZif2 berlin"
    finally:
        for name in [each for each in sys.modules if each.partition(".")[0] == "tzdata"]:
            del sys.modules[name]


def test_nothing_of_them_stays_beside_it(
    entries: tuple[list[zones.Entry], list[zones.Entry]],
) -> None:
    modules, datas = entries
    assert [name for name, _source, _kind in zones.without(modules)] == ["tzdata_of_others"]
    assert zones.without(datas) == []
