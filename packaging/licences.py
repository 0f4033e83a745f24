"""Who wrote what the bundle carries, and under which licence it may be passed on."""

import re
from importlib.metadata import PackageNotFoundError, distribution

import product

# What no Python package names: (name, licence, address).
CARRIED = (
    ("Qt 6", "LGPL-3.0-only", "https://www.qt.io"),
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
    ("PyInstaller's start program", "GPL-2.0-or-later WITH Bootloader-exception",
     "https://pyinstaller.org"),
    ("the fonts", "OFL-1.1", "in resources/fonts/OFL.txt"),
    ("the icons", "MIT", "in resources/icons/LICENSE"),
    ("language model and word lists", "CC-BY-SA-3.0 and CC-BY-SA-4.0",
     "in resources/insight/NOTICE.md"),
)  # fmt: skip
# Where the metadata says no more than a name.
_KNOWN = {"pyside6-essentials": "LGPL-3.0-only", "pyside6-addons": "LGPL-3.0-only",
          "shiboken6": "LGPL-3.0-only"}  # fmt: skip


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
    return sorted(found.values())


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
    stated = meta.get("License-Expression") or _KNOWN.get(name) or meta.get("License") or ""
    if stated and len(stated) < 60 and "\n" not in stated:
        return stated
    classes = [each for each in meta.get_all("Classifier") or () if each.startswith("License ::")]
    return classes[0].rpartition(" :: ")[2] if classes else "see its page"


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0].lower().replace("_", "-")
