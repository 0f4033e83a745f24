"""Which certificates are trusted: those of the system, and those that its owner added."""

import os
import ssl
import sys
from pathlib import Path

from desktop_app.core.errors import AppError, ErrorKind

_LINUX_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)


def tls_context() -> ssl.SSLContext:
    """Make the context of all connections: TLS 1.2 or newer, certificates required.

    ``REQUESTS_CA_BUNDLE``, ``CURL_CA_BUNDLE`` or ``SSL_CERT_FILE`` name a file or folder that
    stands in for the system's roots, as in requests and OpenSSL. Raises TLS when it cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        chosen = os.environ.get(name)
        if chosen:
            _load(context, Path(chosen), name)
            return context
    _load_system(context)
    return context


def _load(context: ssl.SSLContext, path: Path, name: str) -> None:
    try:
        if path.is_dir():
            context.load_verify_locations(capath=str(path))
        else:
            context.load_verify_locations(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise AppError(ErrorKind.TLS, code="ca_bundle", detail=name) from error


def _load_system(context: ssl.SSLContext) -> None:
    context.load_default_certs()
    places = ssl.get_default_verify_paths()
    if sys.platform == "win32" or places.cafile or (places.capath and any_file(places.capath)):
        return
    # A frozen program carries an OpenSSL that looks for the roots where it was built.
    for bundle in _LINUX_BUNDLES:
        if Path(bundle).is_file():
            context.load_verify_locations(cafile=bundle)
            return
    import certifi

    context.load_verify_locations(cafile=certifi.where())


def any_file(folder: str) -> bool:
    """Return whether ``folder`` holds anything."""
    try:
        return any(Path(folder).iterdir())
    except OSError:
        return False
