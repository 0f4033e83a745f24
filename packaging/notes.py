"""The notes of a release: what CHANGELOG.md says of one version.

``python packaging/notes.py [--tag vX.Y.Z] [--out FILE]`` ends with 1 when the tag is not the
version of the program or when nothing was written about it.
"""

import argparse
import re
import sys
from pathlib import Path

import product


class NotesError(Exception):
    """The release is not ready; the text says why."""


def notes(version: str, changelog: str) -> str:
    """Return the part about ``version``. Raises NotesError."""
    pattern = rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)\n(.*?)(?=^## |^\[[^\]]+\]: |\Z)"
    found = re.search(pattern, changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        raise NotesError(f"CHANGELOG.md has no part about {version} with its date")
    if not found[2].strip():
        raise NotesError(f"CHANGELOG.md says nothing about {version}")
    return found[2].strip() + "\n"


def check_tag(tag: str, version: str) -> None:
    """Raise NotesError when ``tag`` is not that of ``version``."""
    if tag != f"v{version}":
        raise NotesError(f"the tag is {tag}, the version of the program {version}")


def main() -> int:
    """Print the notes, or write them to a file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tag")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    version = product.version()
    try:
        if options.tag:
            check_tag(options.tag, version)
        text = notes(version, (product.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    except NotesError as error:
        print(f"No release: {error}.", file=sys.stderr)
        return 1
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
