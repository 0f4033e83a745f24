"""Who wrote what the bundle carries, and under which licence it may be passed on.

``python packaging/licences.py`` writes the list anew that About shows; a test holds it against
what is installed. The texts go into the bundle beside it.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, PackagePath, distribution

import product

LIST = product.ROOT / "resources" / "licences" / "LIST.txt"
# What no Python package names: (name, licence, address).
CARRIED = (
    ("Qt 6", "LGPL-3.0-only", "https://www.qt.io"),
    ("FreeType, HarfBuzz, PCRE2, libpng, libjpeg-turbo, libwebp and others, in Qt",
     "each its own, all permissive", "https://doc.qt.io/qt-6/licenses-used-in-qt.html"),
    ("CPython", "PSF-2.0", "https://www.python.org"),
    ("OpenSSL", "Apache-2.0", "https://www.openssl.org"),
    ("SQLite", "blessing", "https://www.sqlite.org"),
    ("ICU", "Unicode-3.0", "https://icu.unicode.org"),
    ("libxml2 and libxslt, in lxml", "MIT", "https://gitlab.gnome.org/GNOME/libxml2"),
    ("zlib", "Zlib", "https://zlib.net"),
    ("XZ Utils", "0BSD", "https://tukaani.org/xz"),
    ("bzip2", "bzip2-1.0.6", "https://sourceware.org/bzip2"),
    ("Expat", "MIT", "https://libexpat.github.io"),
    ("libffi", "MIT", "https://sourceware.org/libffi"),
    ("Microsoft's C++ runtime, on Windows", "its redistributable terms",
     "https://learn.microsoft.com/cpp"),
    ("PyInstaller's start program", "GPL-2.0-or-later WITH Bootloader-exception",
     "https://pyinstaller.org"),
    ("the fonts", "OFL-1.1", "in resources/fonts/OFL.txt"),
    ("the icons", "MIT", "in resources/icons/LICENSE"),
    ("language model and word lists", "CC-BY-SA-3.0 and CC-BY-SA-4.0",
     "in resources/insight/NOTICE.md"),
)  # fmt: skip
# Packages that are installed on Windows only.
ELSEWHERE = {"pywin32-ctypes": "BSD-3-Clause", "tzdata": "Apache-2.0"}
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
# Where the metadata says no more than a name.
_KNOWN = {
    "pyside6-essentials": "LGPL-3.0-only", "pyside6-addons": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only", "chardet": "LGPL-2.1-or-later", "cssselect": "BSD-3-Clause",
    "backports.tarfile": "MIT", "jaraco.classes": "MIT",
}  # fmt: skip


def packages() -> list[tuple[str, str, str]]:
    """Return name, version and licence of every Python package that the program may import."""
    found: dict[str, tuple[str, str, str]] = {}
    waiting = _stated()
    while waiting:
        name = _name(waiting.pop())
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        found[name] = (name, package.version, _licence(name))
        waiting += [each for each in package.requires or () if "extra ==" not in each]
    for name in sorted(ELSEWHERE.keys() - found.keys()):
        found[name] = (name, _locked(name), ELSEWHERE[name])
    return sorted(found.values())


def texts() -> list[tuple[str, str]]:
    """Return the packages' own licence files, each with its folder in the bundle."""
    found = []
    for name, _version, _licence in packages():
        folder = f"resources/licences/packages/{name}"
        found += [(str(file.locate()), folder) for file in _files(name) if _TEXT.match(file.name)]
    return sorted(found)


def notice() -> str:
    """Return the list that lies beside the program."""
    lines = ["Daily8 Desktop is under the MIT licence. It carries, each under its own:", ""]
    lines += [f"{name}: {licence} ({address})" for name, licence, address in CARRIED]
    lines += ["", "and these Python packages:", ""]
    lines += [f"{name} {version}: {licence}" for name, version, licence in packages()]
    lines += ["", "Qt and PySide6 may be exchanged: they are the shared libraries in PySide6/."]
    return "\n".join(lines) + "\n"


def _stated() -> list[str]:
    """Return the dependencies of pyproject.toml, for an environment without the project itself."""
    import tomllib

    project = tomllib.loads((product.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["listen"]]


def _licence(name: str) -> str:
    meta = distribution(name).metadata
    stated = _KNOWN.get(name) or meta.get("License-Expression") or meta.get("License") or ""
    if stated and len(stated) < 60 and "\n" not in stated:
        return stated
    classes = [each for each in meta.get_all("Classifier") or () if each.startswith("License ::")]
    return classes[0].rpartition(" :: ")[2] if classes else "see its page"


def _files(name: str) -> list[PackagePath]:
    """Return what lies beside the metadata of a package, nothing where it is not installed."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return []
    return [file for file in files if file.parts[0].endswith(".dist-info")]


def _locked(name: str) -> str:
    lock = (product.ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name)}==([^\s;]+)", lock, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the lock file names no {name}")
    return found[1]


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def main() -> int:
    """Write the list."""
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_text(notice(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
