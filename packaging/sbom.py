"""The list of parts of a build, in CycloneDX 1.6: ``python packaging/sbom.py FILE``.

Run by the Python that froze the program, on the system that it is for. Python packages come from
their metadata; Qt, OpenSSL, SQLite and the other libraries, which no package manager knows inside
a wheel, are asked for their versions. The same commit gives the same bytes.
"""

import json
import platform
import re
import ssl
import sys
import uuid
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import licences
import product

Part = dict[str, Any]
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}


def libraries() -> list[Part]:
    """Return what is inside the wheels and the interpreter, with the versions that run here."""
    import pyexpat
    import sqlite3

    from lxml import etree
    from PySide6.QtCore import qVersion

    expat = pyexpat.EXPAT_VERSION.removeprefix("expat_")
    parts = [
        ("CPython", platform.python_version(), "PSF-2.0", "python:python"),
        ("Qt", qVersion(), "LGPL-3.0-only", "qt:qt"),
        ("OpenSSL", ssl.OPENSSL_VERSION.split()[1], "Apache-2.0", "openssl:openssl"),
        ("SQLite", sqlite3.sqlite_version, "blessing", "sqlite:sqlite"),
        ("libxml2", _dotted(etree.LIBXML_VERSION), "MIT", "xmlsoft:libxml2"),
        ("libxslt", _dotted(etree.LIBXSLT_VERSION), "MIT", "xmlsoft:libxslt"),
        ("zlib", zlib.ZLIB_RUNTIME_VERSION, "Zlib", "zlib:zlib"),
        ("Expat", expat, "MIT", "libexpat_project:libexpat"),
    ]
    if sys.platform.startswith("linux"):
        parts.append(("ICU", _icu(), "Unicode-3.0", "unicode:international_components_for_unicode"))
    return [_library(*each) for each in parts]


def packages() -> list[Part]:
    """Return the Python packages that this system's build may carry."""
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": _licences(licence),
        }
        for name, version, licence in licences.packages()
        if sys.platform == "win32" or name not in licences.ELSEWHERE
    ]


def bom() -> dict[str, Any]:
    """Return the whole list."""
    version, commit_time = product.version(), product.commit_time()
    root = f"pkg:generic/{product.NAME}@{version}"
    system = f"{_SYSTEMS[sys.platform]}-{product.machine()}"
    parts = [*packages(), *libraries()]
    same = uuid.uuid5(uuid.NAMESPACE_URL, f"{product.HOMEPAGE}/{version}/{commit_time}/{system}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{same}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(commit_time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": product.TITLE,
                "version": version,
                "description": product.SUMMARY,
                "licenses": _licences(product.LICENCE),
                "purl": root,
            },
            "properties": [{"name": "daily8:system", "value": system}],
        },
        "components": parts,
        "dependencies": [
            {"ref": root, "dependsOn": sorted(each["bom-ref"] for each in parts)},
        ],
    }


def _library(name: str, version: str, licence: str, product_of: str) -> Part:
    plain = name.lower()
    return {
        "type": "library",
        "bom-ref": f"pkg:generic/{plain}@{version}",
        "name": name,
        "version": version,
        "cpe": f"cpe:2.3:a:{product_of}:{version}:*:*:*:*:*:*:*",  # faults are filed under it
        "purl": f"pkg:generic/{plain}@{version}",
        "licenses": _licences(licence),
    }


def _licences(stated: str) -> list[dict[str, Any]]:
    """Return a licence as CycloneDX takes it: an id of SPDX, an expression, or a name."""
    if _SPDX.fullmatch(stated):
        return [{"license": {"id": stated}}]
    if re.fullmatch(r"[A-Za-z0-9.+() -]+", stated) and re.search(r" (AND|OR|WITH) ", stated):
        return [{"expression": stated}]
    return [{"license": {"name": stated}}]


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers[:3]))


def _icu() -> str:
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "lib"
    return next(folder.glob("libicudata.so.*")).name.removeprefix("libicudata.so.")


def main() -> int:
    """Write the list."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(bom(), indent=1, ensure_ascii=False)
    target.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
