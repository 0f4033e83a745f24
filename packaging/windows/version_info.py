"""What Explorer shows under Properties › Details, as PyInstaller's version resource."""

import re

_FILE_TYPE_APP = 1
_WINDOWS_NT = 0x40004
_ENGLISH, _UNICODE = 0x0409, 1200


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return the four numbers of a version; what follows the numbers is dropped."""
    found = [int(each) for each in re.findall(r"\d+", re.match(r"[\d.]*", version)[0])]
    first, second, third, fourth = (*found, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def strings(version: str) -> dict[str, str]:
    """Return the texts of the resource."""
    return {
        "CompanyName": "Daily8",
        "FileDescription": "Daily8",  # what the task manager and the firewall call it
        "FileVersion": version,
        "InternalName": "daily8",
        "LegalCopyright": "Daily8 contributors. MIT licence.",
        "OriginalFilename": "daily8.exe",
        "ProductName": "Daily8",
        "ProductVersion": version,
    }


def resource(version: str):
    """Return the resource that PyInstaller writes into the program. Windows only."""
    from PyInstaller.utils.win32 import versioninfo as win

    table = [win.StringStruct(name, value) for name, value in strings(version).items()]
    fixed = win.FixedFileInfo(
        filevers=numbers(version), prodvers=numbers(version), mask=0x3F, flags=0,
        OS=_WINDOWS_NT, fileType=_FILE_TYPE_APP, subtype=0, date=(0, 0),
    )  # fmt: skip
    texts = win.StringFileInfo([win.StringTable(f"{_ENGLISH:04X}{_UNICODE:04X}", table)])
    languages = win.VarFileInfo([win.VarStruct("Translation", [_ENGLISH, _UNICODE])])
    return win.VSVersionInfo(ffi=fixed, kids=[texts, languages])
