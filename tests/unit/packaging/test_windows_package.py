"""What of the Windows package can be checked on any system."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from windows import version_info

from desktop_app.system.taskbar import MODEL_ID, claim_identity

WINDOWS = Path(__file__).parents[3] / "packaging" / "windows"


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("0.1.0", (0, 1, 0, 0)),
        ("2.0", (2, 0, 0, 0)),
        ("1.2.3rc1", (1, 2, 3, 0)),
        ("1.2.3.4.5", (1, 2, 3, 4)),
    ],
)
def test_versions_become_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert version_info.numbers(version) == numbers


def test_explorer_is_told_the_version() -> None:
    texts = version_info.strings("1.2.3")
    assert texts["ProductVersion"] == texts["FileVersion"] == "1.2.3"
    assert texts["OriginalFilename"] == "daily8.exe"


def test_the_manifest_asks_for_what_the_window_needs() -> None:
    root = ET.parse(WINDOWS / "daily8.manifest").getroot()
    said = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in root.iter()}
    assert said["dpiAwareness"] == "PerMonitorV2, PerMonitor"
    assert said["longPathAware"] == "true"
    assert said["activeCodePage"] == "UTF-8"
    level = next(each for each in root.iter() if each.tag.endswith("requestedExecutionLevel"))
    assert level.attrib == {"level": "asInvoker", "uiAccess": "false"}


def test_the_installer_says_everything_in_both_languages() -> None:
    script = (WINDOWS / "installer.nsi").read_text(encoding="utf-8").splitlines()
    said: dict[str, set[str]] = {}
    for line in script:
        if line.startswith("LangString "):
            _word, name, language, _text = line.split(" ", 3)
            said.setdefault(name, set()).add(language)
    assert said
    assert all(languages == {"${LANG_ENGLISH}", "${LANG_ARABIC}"} for languages in said.values())


def test_the_installer_touches_one_user_only() -> None:
    script = (WINDOWS / "installer.nsi").read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert "SetShellVarContext" not in script
    # Whole folders are removed only where we made them; the folder itself only when empty.
    assert 'RMDir /r "$INSTDIR"' not in script


def test_the_shortcut_and_the_program_have_one_identity() -> None:
    script = (WINDOWS / "installer.nsi").read_text(encoding="utf-8")
    assert f'!define MODEL_ID "{MODEL_ID}"' in script
    claim_identity()


def test_the_uninstaller_forgets_the_start_at_login() -> None:
    from desktop_app.system import autostart

    script = (WINDOWS / "installer.nsi").read_text(encoding="utf-8")
    assert f'!define START_AT_LOGIN "{autostart._RUN_KEY}"' in script
    assert f'DeleteRegValue HKCU "${{START_AT_LOGIN}}" "{autostart._VALUE}"' in script
