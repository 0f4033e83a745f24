"""Signs a file for Windows: ``python packaging/windows/sign.py FILE``. Runs on Windows only.

``WINDOWS_CERTIFICATE`` is the certificate with its key (PKCS #12, base64) and
``WINDOWS_CERTIFICATE_PASSWORD`` its password; neither comes into a command line.
"""

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

KITS = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)")) / "Windows Kits" / "10"
TIME_STAMPS = "http://timestamp.digicert.com"
_IMPORT = (
    "$password = ConvertTo-SecureString $env:WINDOWS_CERTIFICATE_PASSWORD -AsPlainText -Force; "
    "(Import-PfxCertificate -FilePath $env:DAILY8_PFX -CertStoreLocation Cert:\\CurrentUser\\My "
    "-Password $password).Thumbprint"
)


def possible() -> bool:
    """Return whether there is a certificate."""
    return sys.platform == "win32" and bool(os.environ.get("WINDOWS_CERTIFICATE"))


def sign(file: Path) -> None:
    """Sign ``file`` in place. Raises subprocess.CalledProcessError."""
    tool = max((KITS / "bin").glob("10.*/x64/signtool.exe"))
    options = ["/sha1", _thumbprint(), "/fd", "sha256", "/tr", TIME_STAMPS, "/td", "sha256"]
    subprocess.run([str(tool), "sign", *options, str(file)], check=True)


def _thumbprint() -> str:
    """Put the certificate into the user's store, where signtool finds it; return its name."""
    with tempfile.TemporaryDirectory() as folder:
        pfx = Path(folder) / "certificate.pfx"
        pfx.write_bytes(base64.b64decode(os.environ["WINDOWS_CERTIFICATE"]))
        told = subprocess.run(
            ["powershell", "-NoProfile", "-Command", _IMPORT],
            env={**os.environ, "DAILY8_PFX": str(pfx)},
            capture_output=True,
            text=True,
            check=True,
        )
    return told.stdout.strip()


if __name__ == "__main__":
    sign(Path(sys.argv[1]))
