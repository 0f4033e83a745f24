"""What of the macOS package can be checked on any system: its plist, entitlements and layout."""

import plistlib
from pathlib import Path

import icons
import pytest
from macos import build
from macos.info import IDENTIFIER, info, numbers

from desktop_app import __version__

PACKAGING = Path(__file__).parents[3] / "packaging"


def test_the_plist_survives_its_file_and_has_what_macos_asks_for() -> None:
    facts = plistlib.loads(plistlib.dumps(info(__version__)))
    assert facts == info(__version__)
    assert facts["CFBundleIdentifier"] == IDENTIFIER == "org.daily8.Daily8"
    assert facts["CFBundleShortVersionString"] == facts["CFBundleVersion"] == numbers(__version__)
    assert facts["LSMinimumSystemVersion"] == "13.0"
    assert facts["LSApplicationCategoryType"] == "public.app-category.news"
    assert facts["NSHighResolutionCapable"] is True
    assert facts["NSRequiresAquaSystemAppearance"] is False
    assert facts["CFBundleLocalizations"] == ["en", "ar"]
    assert facts["NSPrincipalClass"] == "NSApplication"
    assert facts["NSLocalNetworkUsageDescription"].endswith(".")


@pytest.mark.parametrize(
    ("version", "told"), [("1.2.3", "1.2.3"), ("1.2.3rc1", "1.2.3"), ("2.0", "2.0"), ("x", "0")]
)
def test_a_version_is_told_in_numbers(version: str, told: str) -> None:
    assert numbers(version) == told


def test_every_scheme_and_file_type_is_declared() -> None:
    facts = info(__version__)
    schemes = [
        scheme for each in facts["CFBundleURLTypes"] for scheme in each["CFBundleURLSchemes"]
    ]
    assert schemes == ["daily8", "feed"]
    opened = {
        kind for each in facts["CFBundleDocumentTypes"] for kind in each["LSItemContentTypes"]
    }
    declared = {each["UTTypeIdentifier"] for each in facts["UTImportedTypeDeclarations"]}
    assert opened == declared
    # Others keep what they open already; only our own scheme is ours.
    ranks = [each["LSHandlerRank"] for each in facts["CFBundleURLTypes"]]
    ranks += [each["LSHandlerRank"] for each in facts["CFBundleDocumentTypes"]]
    assert ranks == ["Owner", "Alternate", "Alternate", "Alternate"]


def test_the_entitlements_allow_one_thing() -> None:
    allowed = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert allowed == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def bundle(folder: Path) -> Path:
    """Make what PyInstaller's BUNDLE makes, without the program."""
    contents = folder / "Daily8.app" / "Contents"
    for name in ("MacOS", "Resources"):
        (contents / name).mkdir(parents=True)
    (contents / "MacOS" / "daily8").write_bytes(b"")
    (contents / "Resources" / "daily8.icns").write_bytes(icons.icns())
    named = {"CFBundleExecutable": "daily8", "CFBundleIconFile": "daily8.icns"}
    (contents / "Info.plist").write_bytes(plistlib.dumps({**info(__version__), **named}))
    return contents.parent


def test_a_whole_bundle_is_found_whole(tmp_path: Path) -> None:
    assert build.wrong(bundle(tmp_path)) == []


@pytest.mark.parametrize("missing", ["MacOS/daily8", "Resources/daily8.icns", "Info.plist"])
def test_a_bundle_that_lacks_something_is_told(tmp_path: Path, missing: str) -> None:
    app = bundle(tmp_path)
    (app / "Contents" / missing).unlink()
    assert len(build.wrong(app)) == 1


def test_without_secrets_the_image_is_called_unsigned(tmp_path: Path) -> None:
    assert build.finish(tmp_path / "x.dmg", {}) == ["x.dmg is unsigned: MACOS_IDENTITY is not set."]


def test_notarising_takes_all_three_facts() -> None:
    facts = dict.fromkeys(build.NOTARY, "x")
    assert build.notary(facts) == ["--key", "x", "--key-id", "x", "--issuer", "x"]
    assert build.notary({**facts, "NOTARY_ISSUER": ""}) is None


def test_elsewhere_it_says_that_it_needs_macos(capsys: pytest.CaptureFixture[str]) -> None:
    if build.sys.platform == "darwin":
        pytest.skip("this is macOS")
    assert build.main() == 1
    assert "on macOS only" in capsys.readouterr().err
