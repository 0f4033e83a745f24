"""Opens a keychain with the signing certificate for the rest of a workflow's job.

Takes ``MACOS_CERTIFICATE`` (PKCS #12, base64), its password, ``MACOS_IDENTITY`` and
``NOTARY_KEY_TEXT`` from the environment and leaves ``MACOS_IDENTITY`` and ``NOTARY_KEY`` to the
steps that follow, by the file that ``GITHUB_ENV`` names. Without a certificate it says so.
"""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def lines(environment: Mapping[str, str], key: Path) -> list[str]:
    """Return what later steps are told: nothing of it is secret."""
    if not environment.get("MACOS_CERTIFICATE"):
        return []
    told = [f"MACOS_IDENTITY={environment['MACOS_IDENTITY']}"]
    if environment.get("NOTARY_KEY_TEXT"):
        told.append(f"NOTARY_KEY={key}")
    return told


def main() -> int:
    """Import the certificate; return the exit code."""
    if not os.environ.get("MACOS_CERTIFICATE"):
        print("There is no certificate: the app is signed ad hoc and called unsigned.")
        return 0
    folder = Path(os.environ["RUNNER_TEMP"])
    keychain, password = folder / "signing.keychain-db", secrets.token_hex(16)
    certificate, key = folder / "certificate.p12", folder / "notary.p8"
    certificate.write_bytes(base64.b64decode(os.environ["MACOS_CERTIFICATE"]))
    if os.environ.get("NOTARY_KEY_TEXT"):
        key.write_text(os.environ["NOTARY_KEY_TEXT"], encoding="ascii")
        key.chmod(0o600)
    _security("create-keychain", "-p", password, keychain)
    _security("set-keychain-settings", "-lut", "7200", keychain)
    _security("unlock-keychain", "-p", password, keychain)
    secret = os.environ["MACOS_CERTIFICATE_PASSWORD"]
    _security("import", certificate, "-k", keychain, "-P", secret, "-T", "/usr/bin/codesign")
    _security("set-key-partition-list", "-S", "apple-tool:,apple:", "-k", password, keychain)
    _security("list-keychains", "-d", "user", "-s", keychain, "login.keychain-db")
    certificate.unlink()
    with Path(os.environ["GITHUB_ENV"]).open("a", encoding="utf-8") as told:
        told.writelines(f"{line}\n" for line in lines(os.environ, key))
    return 0


def _security(*arguments: str | Path) -> None:
    subprocess.run(["security", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
