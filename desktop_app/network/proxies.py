"""Which proxy a request goes through."""

from urllib.parse import urlsplit

from desktop_app.network import addresses


def proxies_for(url: str, choice: str) -> dict[str, str]:
    """Return requests' ``proxies`` for ``url``: ``choice`` is "system", "none" or an address.

    "system" reads the environment (``https_proxy``, ``no_proxy``, …), on Windows the registry and
    on macOS the system's settings, as ``urllib.request.getproxies`` does. This machine itself is
    always reached directly.
    """
    if choice == "none" or addresses.is_loopback(url):
        return {}
    scheme = urlsplit(url).scheme
    if choice != "system":
        return {scheme: choice}
    from requests.utils import get_environ_proxies, select_proxy

    found = select_proxy(url, get_environ_proxies(url))
    return {scheme: found} if found else {}
