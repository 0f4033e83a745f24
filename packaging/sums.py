"""SHA-256 sums of what is published, in the form that ``sha256sum --check`` reads.

``python packaging/sums.py FOLDER`` prints them. ``… --same A B`` holds two such lists against each
other: what is to have the same bytes in each build of one commit, and ends with 1 when it has not.
"""

import hashlib
import sys
from pathlib import Path

PUBLISHED = (".deb", ".rpm", ".AppImage", ".tar.xz", ".whl", "-setup.exe", ".dmg", ".cdx.json")
# An .rpm names the machine that built it, so it is not compared.
REPRODUCIBLE = (".deb", ".tar.xz", ".whl")


def sums(folder: Path) -> str:
    """Return a line for each published file directly in ``folder``, ordered by name."""
    files = sorted(each for each in folder.iterdir() if each.name.endswith(PUBLISHED))
    return "".join(f"{_sum(each)}  {each.name}\n" for each in files)


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def read(text: str) -> dict[str, str]:
    """Return name → sum."""
    lines = (line.split("  ", 1) for line in text.splitlines() if line)
    return {name: digest for digest, name in lines}


def differences(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """Return a sentence for each file that is to be the same and is not."""
    names = [name for name in sorted(first | second) if name.endswith(REPRODUCIBLE)]
    told = [
        f"{name}: {first.get(name, 'absent')} and {second.get(name, 'absent')}"
        for name in names
        if first.get(name) != second.get(name)
    ]
    if not any(name.endswith(REPRODUCIBLE) for name in first):
        told.append("there was nothing to compare")
    return told


def main() -> int:
    """Print sums, or compare two lists."""
    if sys.argv[1:2] == ["--same"]:
        first, second = (read(Path(name).read_text(encoding="utf-8")) for name in sys.argv[2:4])
        told = differences(first, second)
        print("\n".join(told) or "The builds have the same bytes.")
        return 1 if told else 0
    print(sums(Path(sys.argv[1])), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
