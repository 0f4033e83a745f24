"""Signing in to a WordPress site by an application password."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import CPU, Work, on
from desktop_app.sources.base import SignedIn, SignInOffer
from desktop_app.sources.wordpress import api, wire
from desktop_app.sources.wordpress.errors import error_of
from desktop_app.text.plain import plain_text
from desktop_app.text.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Mapping

_ME = "wp/v2/users/me"
_PASSWORDS = f"{_ME}/application-passwords"
_ME_FIELDS = "id,name,username,slug,roles,avatar_urls"
_TRAPS = {
    "application_passwords_disabled": "disabled",
    "application_passwords_disabled_for_user": "disabled_for_user",
    "invalid_username": "unknown_user",
    "invalid_email": "unknown_user",
}


class SignsReadersIn(api.Site):
    """SignsIn."""

    def sign_in_offer(
        self, app_name: str, app_id: str, return_url: str | None, else_url: str | None = None
    ) -> Work[SignInOffer]:
        """Return the approval page that the site's index names.

        Only a local site sends the browser back to a loopback address; others take ``else_url``
        when it is of a scheme of its own, or show the password to copy.
        """
        index = yield from self._index()
        parts = urlsplit(self._root)
        loopback = is_loopback(parts.hostname or "")
        plain_http = parts.scheme == "http"
        local = plain_http and loopback
        page = approval_page(index)
        returns = next((each for each in (return_url, else_url) if _takes(each, local)), None)
        if page:
            page = api.secure_root(page, self._root)
            asked = {"app_name": app_name, "app_id": app_id}
            if returns:
                asked["success_url"] = returns
            page = f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"
        title = plain_text(wire.text_of(index.get("name")))
        insecure = plain_http and not loopback
        return SignInOffer(page or None, title, local, insecure, bool(page and returns))

    def verify(self, secret: Secret) -> Work[SignedIn]:
        """Ask who this is; a 200 elsewhere proves nothing, core ignores a wrong password.

        Raises AUTH_INVALID ``not_taken`` (a wrong password and a server that drops the
        Authorization header look exactly alike) or ``unknown_user``; AUTH_UNAVAILABLE
        ``disabled`` or ``disabled_for_user``.
        """
        try:
            answer = yield from self._ask(_ME, {"context": "edit", "_fields": _ME_FIELDS}, secret)
        except AppError as error:
            raise (yield from self._trap(error)) from error
        me = yield on(CPU, wire.load_object, answer.body, self._host)
        remote_id = wire.id_of(me.get("id"))
        if not remote_id:
            raise AppError(ErrorKind.BAD_ANSWER, host=self._host, code="no_id")
        login = wire.text_of(me.get("username")) or secret.login
        avatar = wire.text_of(wire.object_of(me.get("avatar_urls")).get("96"))
        return SignedIn(
            remote_id=remote_id,
            login=login,
            display_name=plain_text(wire.text_of(me.get("name"))) or login,
            roles=tuple(filter(None, map(wire.text_of, wire.list_of(me.get("roles"))))),
            avatar_url=avatar if is_web(avatar) else None,
            revoke_id=(yield from self._own_uuid(secret)),
        )

    def _trap(self, error: AppError) -> Work[AppError]:
        """Return ``error`` with the code of the trap behind it."""
        if error.kind not in (ErrorKind.AUTH_INVALID, ErrorKind.AUTH_UNAVAILABLE):
            return error
        kind, code = error.kind, _TRAPS.get(error.code, "not_taken")
        if code == "not_taken" and not approval_page((yield from self._index())):
            kind, code = ErrorKind.AUTH_UNAVAILABLE, "disabled"
        return AppError(kind, host=self._host, code=code, detail=error.detail)

    def _own_uuid(self, secret: Secret) -> Work[str | None]:
        try:
            answer = yield from self._ask(f"{_PASSWORDS}/introspect", None, secret)
            return wire.text_of(wire.load_object(answer.body).get("uuid")) or None
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            return None  # signed in by other means than an application password

    def revoke(self, secret: Secret, revoke_id: str | None) -> Work[None]:
        """Delete the application password on the site; one that is gone already is fine."""
        revoke_id = revoke_id or (yield from self._own_uuid(secret))
        if not revoke_id:
            return
        answer = yield from self._send("DELETE", f"{_PASSWORDS}/{revoke_id}", secret)
        if answer.status not in (200, 401, 404, 410):
            raise error_of(answer, writing=True)

    def _index(self) -> Work[dict[str, Any]]:
        answer = yield from self._ask("", {"_fields": api.INDEX_FIELDS})
        index: dict[str, Any] = yield on(CPU, wire.load_object, answer.body, self._host)
        return index


def approval_page(index: "Mapping[str, Any]") -> str:
    """Return the page that hands out application passwords, ``""`` when they are switched off.

    PHP writes the empty ``authentication`` as an array.
    """
    ways = wire.object_of(index.get("authentication"))
    offered = wire.object_of(ways.get("application-passwords"))
    page = wire.text_of(wire.object_of(offered.get("endpoints")).get("authorization"))
    return page if is_web(page) else ""


def is_loopback(host: str) -> bool:
    """Say whether ``host`` is this machine."""
    return host in ("localhost", "::1") or (host.startswith("127.") and host.count(".") == 3)


def _takes(url: str | None, local: bool) -> bool:
    """Return whether a site's page sends the browser there: not to http, unless both are local."""
    return bool(url) and (local or not str(url).startswith("http://"))
