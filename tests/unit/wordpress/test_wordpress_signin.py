"""The traps of signing in and out."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import Work, run_now
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.rest import ME, refusal
from tests.support import hostile_server as does
from tests.support.hostile_server import HostileServer


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("application_passwords_disabled", ErrorKind.AUTH_UNAVAILABLE, "disabled"),
        (
            "application_passwords_disabled_for_user",
            ErrorKind.AUTH_UNAVAILABLE,
            "disabled_for_user",
        ),
        ("invalid_username", ErrorKind.AUTH_INVALID, "unknown_user"),
        ("invalid_email", ErrorKind.AUTH_INVALID, "unknown_user"),
        ("incorrect_password", ErrorKind.AUTH_INVALID, "not_taken"),
        ("rest_not_logged_in", ErrorKind.AUTH_INVALID, "not_taken"),
        ("something_of_a_plugin", ErrorKind.AUTH_INVALID, "not_taken"),
    ],
)
def test_traps_of_signing_in(
    server: HostileServer,
    source: WordPressSource,
    secret: Secret,
    code: str,
    kind: ErrorKind,
    told: str,
) -> None:
    page = server.url("/wp-admin/authorize-application.php")
    offered = {"application-passwords": {"endpoints": {"authorization": page}}}
    server.on("/wp-json/", does.as_json({"authentication": offered}))
    server.on(ME, refusal(401, code))
    with pytest.raises(AppError) as failure:
        run_now(source.verify(secret))
    assert (failure.value.kind, failure.value.code) == (kind, told)


def test_an_answer_elsewhere_proves_nothing(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    for behaviour in (does.page(), does.as_json({}), does.as_json([]), does.as_json({"id": 0})):
        server.on(ME, behaviour)
        with pytest.raises(AppError) as failure:
            run_now(source.verify(secret))
        assert failure.value.kind is ErrorKind.BAD_ANSWER


def test_an_account_without_an_application_password_has_nothing_to_revoke(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(ME, does.as_json({"id": 2, "name": "A &amp; B", "roles": ["editor", 7]}))
    me = run_now(source.verify(secret))
    assert (me.display_name, me.roles, me.login, me.revoke_id) == (
        "A & B",
        ("editor",),
        "alice",
        None,
    )
    run_now(source.revoke(secret, None))
    assert not [each for each in server.log if each.method == "DELETE"]


def test_revoking_fails_aloud_while_the_server_is_down(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    path = f"{ME}/application-passwords/uuid"
    server.on(path, does.status(500))
    with pytest.raises(AppError) as failure:
        run_now(source.revoke(secret, "uuid"))
    assert failure.value.kind is ErrorKind.SERVER


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("http://127.0.0.1:9/approved?state=s", "daily8://approved?state=s", "daily8%3A%2F%2F"),
        ("http://127.0.0.1:9/approved?state=s", None, None),
        (None, "daily8://approved?state=s", "daily8%3A%2F%2F"),
        ("daily8://approved?state=s", None, "daily8%3A%2F%2F"),
    ],
)
def test_a_site_elsewhere_sends_the_browser_back_by_our_own_scheme(
    first: str | None, second: str | None, taken: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = {"name": "The Quay", "authentication": {"application-passwords": {"endpoints": {
        "authorization": "https://quay.example/wp-admin/authorize-application.php"}}}}  # fmt: skip
    source = WordPressSource("https://quay.example/wp-json/", None, {})  # type: ignore[arg-type]

    def known() -> Work[dict[str, object]]:
        return index
        yield

    monkeypatch.setattr(source, "_index", known)
    offer = run_now(source.sign_in_offer("Daily8", "an-id", first, second))
    assert offer.approve_url is not None and not offer.local
    assert offer.returns == (taken is not None)
    assert (
        (f"success_url={taken}" in offer.approve_url)
        if taken
        else ("success_url" not in offer.approve_url)
    )
