"""Makes and signs what tells readers of a newer version: ``python3 dev.py release-feed``.

``--new-key FILE`` makes a key pair: FILE holds the secret half and stays with the makers, the
public half is printed for ``resources/release/channel.json``.
"""

import argparse
import base64
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from desktop_app import __version__  # noqa: E402
from desktop_app.system import releases  # noqa: E402
from desktop_app.system.channel import channel  # noqa: E402

OUT = HERE / "dist" / "release-feed" / "releases.txt"


def main() -> int:
    """Do what the arguments ask for; return the exit code."""
    options = _options()
    if options.new_key:
        return new_key(options.new_key)
    key = options.key or os.environ.get("DAILY8_RELEASE_KEY_FILE")
    if not key or not options.page:
        sys.stderr.write("The feed needs --key FILE and --page https://…\n")
        return 2
    now = options.date or int(time.time())
    notice = {
        "version": options.version,
        "date": now,
        "expires": now + options.days * 86_400,
        "notes": notes(options.version, options.notes),
        "page": options.page,
    }
    private = _secret(Path(key))
    try:
        feed = releases.write(notice, private.sign)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    public = private.public_key().public_bytes_raw()
    releases.read(feed, [public], now)  # as every reader's program will
    built_in = channel().keys
    if built_in and public not in built_in:
        sys.stderr.write("This key is none of those in resources/release/channel.json.\n")
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(feed)
    print(f"{options.out}: {options.version}, believed for {options.days} days")
    return 0


def new_key(file: Path) -> int:
    """Write a new secret key to ``file``, which must not exist; print the public half."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(base64.b64encode(private.private_bytes_raw()) + b"\n")
    print(base64.b64encode(private.public_key().public_bytes_raw()).decode())
    return 0


def notes(version: str, files: list[Path]) -> dict[str, str]:
    """Return the notes by language: given files named by it, English from the CHANGELOG."""
    found = {file.stem: file.read_text(encoding="utf-8").strip() for file in files}
    if "en" not in found:
        found["en"] = of_changelog((HERE / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    return found


def of_changelog(text: str, version: str) -> str:
    """Return the section of ``version``, or what is unreleased, without Markdown's marks."""
    sections = re.split(r"(?m)^## ", text)
    names = (f"[{version}]", "[Unreleased]")
    chosen = next((each for name in names for each in sections if each.startswith(name)), "")
    body = chosen.partition("\n")[2].strip()
    body = re.sub(r"\n(?!\s*[-#])\s*(?=\S)", " ", body)  # lines that only go on
    body = re.sub(r"(?m)^#+ ", "", body)
    return re.sub(r"[`*]", "", body)


def _secret(file: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_bytes()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py release-feed", description=__doc__)
    parser.add_argument("--key", type=Path, metavar="FILE", help="the secret key")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key pair instead")
    parser.add_argument("--version", default=__version__, help="the version that is announced")
    parser.add_argument("--page", metavar="URL", help="where it can be downloaded")
    parser.add_argument("--days", type=int, default=120, help="how long the feed is believed")
    parser.add_argument("--date", type=int, metavar="UNIX", help="instead of now")
    parser.add_argument("--notes", type=Path, action="append", default=[], metavar="LANG.txt")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
