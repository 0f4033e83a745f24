"""The Debian package: ``dpkg-deb`` over a tree whose every file has the time of the commit."""

import hashlib
import os
import subprocess
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import licences
import product

from linux import needs, pressed, tree

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
RECOMMENDS = (
    "ca-certificates",
    "gnome-keyring | kwalletmanager | keepassxc",
    "speech-dispatcher",
    "xdg-utils",
)
# The start program is PyInstaller's, not position independent; the bundle's libraries find each
# other through those that are loaded before them.
OVERRIDES = """\
# PyInstaller's start program is linked for a fixed address.
daily8: hardening-no-pie [usr/lib/daily8/daily8]
# These are loaded by Python, which has the C library loaded before them.
daily8: library-not-linked-against-libc *
# The bundle's own libraries, not the system's: the program is tried with exactly these.
daily8: embedded-library *
# Python's extension modules have no names of their own that another could need.
daily8: shared-library-lacks-prerequisites *
"""


def make(target: Path) -> Path:
    """Make ``target``, a folder, hold the package; return its file."""
    architecture = ARCHITECTURES[product.machine()]
    work = product.BUILD / "deb"
    root = tree.lay_out(work / "root")
    share = root / "usr" / "share"
    tree.write(share / "doc" / product.NAME / "copyright", copyright_file().encode())
    changes = tree.packed(changelog().encode())
    tree.write(share / "doc" / product.NAME / "changelog.gz", changes)
    tree.write(share / "lintian" / "overrides" / product.NAME, OVERRIDES.encode())
    tree.write(root / "DEBIAN" / "control", control(root, architecture).encode())
    tree.write(root / "DEBIAN" / "md5sums", _sums(root).encode())
    tree.settle(root)
    file = target / f"{product.NAME}_{product.version()}_{architecture}.deb"
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(product.commit_time())}
    plain = work / "plain.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(root), str(plain)]
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    pressed.deb(plain, file, product.compression())
    plain.unlink()
    return file


def control(root: Path, architecture: str) -> str:
    """Return the control file; what it depends on is read from the libraries themselves."""
    libraries, floor = needs.of_the_system(root / "usr" / "lib" / product.NAME)
    depends = [f"libc6 (>= {floor[0]}.{floor[1]})"]
    depends += sorted({needs.LIBRARIES[each] for each in libraries})
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    described = "\n .\n".join(_folded(text) for text in product.DESCRIPTION)
    return f"""Package: {product.NAME}
Version: {product.version()}
Architecture: {architecture}
Maintainer: {product.MAINTAINER}
Installed-Size: {size}
Depends: {", ".join(depends)}
Recommends: {", ".join(sorted([*needs.OPTIONAL.values(), *RECOMMENDS]))}
Section: news
Priority: optional
Homepage: {product.HOMEPAGE}
Description: {product.SUMMARY[0].lower() + product.SUMMARY[1:]}
{described}
"""


def changelog() -> str:
    """Return CHANGELOG.md in Debian's form."""
    text = ""
    for release in product.releases():
        hour = int(datetime.fromisoformat(f"{release.date}T12:00:00+00:00").timestamp())
        points = "\n".join(
            textwrap.fill(each, 76, initial_indent="  * ", subsequent_indent="    ")
            for each in release.notes
        )
        text += f"{product.NAME} ({release.version}) stable; urgency=medium\n\n{points}\n\n"
        text += (
            f" -- {product.MAINTAINER}  {format_datetime(datetime.fromtimestamp(hour, UTC))}\n\n"
        )
    return text


def copyright_file() -> str:
    """Return Debian's copyright file, with who wrote what is carried along."""
    licence = (product.ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    text = "\n".join(f" {line}" if line.strip() else " ." for line in licence.splitlines())
    carried = "\n".join(f" {line}" if line else " ." for line in licences.notice().splitlines())
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Daily8 Desktop
Source: {product.HOMEPAGE}
Comment:
{carried}
 .
 The LGPL is in /usr/share/common-licenses/LGPL-3, the Apache licence in
 /usr/share/common-licenses/Apache-2.0.

Files: *
Copyright: 2026 The Daily8 Desktop authors
License: Expat

License: Expat
{text}
"""


def _folded(text: str) -> str:
    return textwrap.indent(textwrap.fill(text, 76), " ")


def _sums(root: Path) -> str:
    lines = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.parent.name != "DEBIAN":
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {path.relative_to(root)}\n")
    return "".join(lines)
