"""What is read out of an exported part of Windows' registry."""

import pytest
from windows.registry import value

EXPORTED = """Windows Registry Editor Version 5.00\r
\r
[HKEY_CURRENT_USER\\Software\\Daily8]\r
@="the default"\r
"InstallDir"="C:\\\\תוכנות\\\\Daily \\"8\\""\r
"Size"=dword:0001a2f0\r
"Path"=hex(2):25,00,55,00,\\\r
  25,00,00,00\r
"Empty"=""\r
\r
[HKEY_CURRENT_USER\\Software\\Daily8\\Capabilities]\r
"Only"="below"\r
"""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("", "the default"),
        ("InstallDir", 'C:\\תוכנות\\Daily "8"'),
        ("Size", "0x1a2f0"),
        ("Path", "%U%"),
        ("Empty", ""),
        ("Only", None),
        ("Absent", None),
    ],
)
def test_a_value_of_each_kind(name: str, found: str | None) -> None:
    assert value(EXPORTED, r"HKCU\Software\Daily8", name) == found


def test_a_key_that_is_not_there() -> None:
    assert value(EXPORTED, r"HKCU\Software\Other", "") is None
