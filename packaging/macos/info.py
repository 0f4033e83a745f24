"""The Info.plist of Daily8.app, as the dictionary that build.spec hands to PyInstaller.

Keys: Apple, Information Property List reference. The identifier must never change: what the reader
allowed in the keychain hangs on it.
"""

import re
from typing import Any

IDENTIFIER = "org.daily8.Daily8"
MINIMUM_SYSTEM = "13.0"  # Qt's own wheel is tagged macosx_13_0
OPML_TYPE = "org.opml.opml"


def info(version: str) -> dict[str, Any]:
    """Return all keys; addresses and files then arrive as events, not as arguments."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Daily8",
        "CFBundleDisplayName": "Daily8",
        "CFBundleShortVersionString": numbers(version),
        "CFBundleVersion": numbers(version),
        "CFBundlePackageType": "APPL",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "ar"],
        "CFBundleURLTypes": [
            _address("Daily8", "daily8", "Owner"),
            _address("Feed", "feed", "Alternate"),
        ],
        "CFBundleDocumentTypes": [
            _document("OPML", [OPML_TYPE], "Alternate"),
            _document("RSS", ["public.rss", "org.daily8.atom"], "Alternate"),
        ],
        "UTImportedTypeDeclarations": [
            _kind(OPML_TYPE, "OPML", ["opml"], ["text/x-opml", "text/xml+opml"]),
            _kind("public.rss", "RSS", ["rss"], ["application/rss+xml"]),
            _kind("org.daily8.atom", "Atom", ["atom"], ["application/atom+xml"]),
        ],
        # macOS 15 asks before a program reaches the reader's own network (Apple, TN3179).
        "NSLocalNetworkUsageDescription": (
            "Daily8 reads sources and asks a language model in your own network when you add them."
        ),
        "NSPrincipalClass": "NSApplication",
        "LSApplicationCategoryType": "public.app-category.news",
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is dark
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "Daily8 contributors. MIT licence.",
    }


def numbers(version: str) -> str:
    """Return the numbers of a version: Apple takes nothing else, such as "rc1"."""
    found = re.match(r"\d+(?:\.\d+){0,2}", version)
    return found[0] if found else "0"


def _address(name: str, scheme: str, rank: str) -> dict[str, Any]:
    return {
        "CFBundleURLName": f"{IDENTIFIER}.{name.lower()}",
        "CFBundleURLSchemes": [scheme],
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": rank,
    }


def _document(name: str, types: list[str], rank: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": rank,
        "LSItemContentTypes": types,
    }


def _kind(identifier: str, name: str, extensions: list[str], mime: list[str]) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": identifier,
        "UTTypeDescription": name,
        "UTTypeConformsTo": ["public.xml"],
        "UTTypeTagSpecification": {
            "public.filename-extension": extensions,
            "public.mime-type": mime,
        },
    }
