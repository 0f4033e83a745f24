"""Where a redirect leads, and whether we go there (RFC 9110, 15.4)."""

from urllib.parse import quote, urljoin

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import addresses
from desktop_app.network.answer import Answer

MOST_REDIRECTS = 5

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # and what quote never touches


def target(answer: Answer) -> str | None:
    """Return where ``answer`` sends us, None when nowhere. Raises BLOCKED_ADDRESS."""
    location = answer.headers.get("location", "").strip()
    if answer.status not in _REDIRECTS or not location:
        return None
    # http.client reads headers as Latin-1; what servers write there is UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        joined = urljoin(answer.url, location)
    except ValueError as error:
        raise AppError(ErrorKind.BLOCKED_ADDRESS, code="not_an_address") from error
    url = addresses.checked(joined)
    if addresses.is_inside(url) and not addresses.is_inside(answer.url):
        # A page out there has no business with our router or with this machine.
        raise AppError(ErrorKind.BLOCKED_ADDRESS, host=addresses.host(answer.url), code="inside")
    return quoted(url)


def quoted(url: str) -> str:
    """Return ``url`` with everything percent-encoded that may not stand in a request line."""
    return quote(url, safe=_SAFE)


class Trail:
    """The redirects of one call so far."""

    def __init__(self, url: str) -> None:
        self.moved_to: str | None = None
        self._permanent = True
        self._lured = False
        self._seen = {url}

    def step(self, answer: Answer, url: str) -> None:
        """Note that ``answer`` sends us to ``url``. Raises REDIRECT_LOOP."""
        if url in self._seen or len(self._seen) > MOST_REDIRECTS:
            raise AppError(ErrorKind.REDIRECT_LOOP, host=addresses.host(answer.url))
        self._seen.add(url)
        downgrade = answer.url.startswith("https:") and url.startswith("http:")
        self._permanent = self._permanent and answer.status in _PERMANENT and not downgrade
        if self._permanent:
            self.moved_to = url
        elif answer.url.startswith("http:") and not addresses.same_site(answer.url, url):
            self._lured = True

    def portal(self, answer: Answer, accept: str) -> bool:
        """Return whether a network's log-in page stands between.

        It can only answer for plain http, sends elsewhere for the moment, and shows a page where
        data was asked for. Status 511 is made for it (RFC 6585).
        """
        if answer.status == 511:
            return True
        wants_data = ("json" in accept or "xml" in accept) and "text/html" not in accept
        return self._lured and wants_data and answer.ok and answer.content_type == "text/html"
