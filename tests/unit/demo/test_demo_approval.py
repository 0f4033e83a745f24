"""The page on which a reader lets an app in."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from desktop_app.core.sources import Secret
from desktop_app.demo import approval
from desktop_app.network.http import Http, MemoryBackoff
from tests.support.visitor import Said, Visitor

APP_ID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BACK = "http://127.0.0.1:9/approved?state=s"


def shown(visitor: Visitor, language: str = "", **given: str) -> Said:
    asked = urlencode({"app_name": "Daily8 <on> a desk", "app_id": APP_ID, **given})
    return visitor.ask(f"{approval.PATH}?{asked}", headers={"Accept-Language": language})


def fields_of(page: Said) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def answered(visitor: Visitor, page: Said, choice: str = "approve", **given: str) -> Said:
    fields = {**fields_of(page), "login": "alice", "pwd": "alice", "choice": choice, **given}
    return visitor.ask(approval.PATH, "POST", body=urlencode(fields), headers=FORM)


def test_the_page_names_the_app_and_nothing_more_than_text(visitor: Visitor) -> None:
    page = shown(visitor)
    assert "Daily8 &lt;on&gt; a desk" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "language"), [("ar-JO,en;q=0.5", "ar"), ("he", "he"), ("fr, en", "en"), ("", "en")]
)
def test_the_page_speaks_the_browsers_language(visitor: Visitor, asked: str, language: str) -> None:
    assert f'<html lang="{language}" dir=' in shown(visitor, asked).text


def test_the_password_is_shown_and_works(visitor: Visitor) -> None:
    done = answered(visitor, shown(visitor))
    password = re.search(r"<code dir=ltr>([A-Za-z0-9 ]{29})</code>", done.text)
    assert password is not None
    client = Http(MemoryBackoff(), user_agent="Daily8 tests")
    try:
        secret = Secret("alice", password.group(1), visitor.demo.newsroom.url)
        url = f"{visitor.demo.newsroom.url}/wp-json/wp/v2/users/me"
        assert run_and_name(client, url, secret) == "Alice"
    finally:
        client.close()


def run_and_name(client: Http, url: str, secret: Secret) -> str:
    return str(client.get(url, secret=secret).json()["name"])


@pytest.mark.parametrize("back", [BACK, "daily8://back?state=s", "https://app.example/cb"])
def test_the_browser_is_sent_back_with_the_password(visitor: Visitor, back: str) -> None:
    done = answered(visitor, shown(visitor, success_url=back))
    assert done.status == 302
    told = urlsplit(done.headers["location"])
    query = parse_qs(told.query)
    assert done.headers["location"].startswith(back.partition("?")[0])
    assert query["user_login"] == ["alice"]
    assert query["site_url"] == [visitor.demo.newsroom.url]
    assert len(query["password"][0]) == 24


def test_a_rejection_goes_back_too(visitor: Visitor) -> None:
    done = answered(visitor, shown(visitor, success_url=BACK), "reject")
    assert done.headers["location"] == f"{BACK}&success=false"
    elsewhere = shown(visitor, success_url=BACK, reject_url="http://127.0.0.1:9/no")
    assert answered(visitor, elsewhere, "reject").headers["location"] == "http://127.0.0.1:9/no"
    assert "not let in" in answered(visitor, shown(visitor), "reject").text


@pytest.mark.parametrize("login", ["alice", "nobody"])
def test_a_wrong_password_asks_again(visitor: Visitor, login: str) -> None:
    page = answered(visitor, shown(visitor), login=login, pwd="wrong")
    assert "wrong" in page.text
    assert answered(visitor, page).status == 200


@pytest.mark.parametrize(
    "given",
    [
        {"success_url": "javascript:alert(1)"},
        {"success_url": "com.example.app:/cb"},
        {"success_url": "http://"},
        {"success_url": "https://a.example/\r\nSet-Cookie: x"},
        {"reject_url": "data://x/y"},
        {"app_id": "not-a-uuid"},
    ],
)
def test_addresses_and_ids_that_are_none_are_refused(
    visitor: Visitor, given: dict[str, str]
) -> None:
    page = shown(visitor, **given)
    assert "<form" not in page.text
    sent = {"app_id": APP_ID, "login": "alice", "pwd": "alice", "choice": "approve", **given}
    sent["_wpnonce"] = approval._nonce(approval.Params(list(sent.items())))
    forced = visitor.ask(approval.PATH, "POST", body=urlencode(sent), headers=FORM)
    assert (forced.status, "location" in forced.headers) == (200, False)


def test_a_form_of_another_site_is_not_taken(visitor: Visitor) -> None:
    page = shown(visitor, success_url=BACK)
    fields = {**fields_of(page), "login": "alice", "pwd": "alice", "choice": "approve"}
    foreign = {**FORM, "Origin": "https://evil.example"}
    said = visitor.ask(approval.PATH, "POST", body=urlencode(fields), headers=foreign)
    assert said.status == 403
    assert answered(visitor, page, success_url="https://evil.example/").status == 403
    assert answered(visitor, page, _wpnonce="").status == 403


def test_application_passwords_are_listed_and_revoked(visitor: Visitor) -> None:
    base = "users/me/application-passwords"
    made = visitor.api(base, "POST", "bob", {"name": "Second", "app_id": APP_ID}).json
    assert len(made["password"]) == 24
    listed = visitor.api(base, login="bob").json
    assert made["uuid"] in {each["uuid"] for each in listed}
    assert all("password" not in each for each in listed)
    own = visitor.api(f"{base}/introspect", login="bob").json
    assert (own["name"], own["last_ip"]) == ("Tests", "127.0.0.1")
    gone = visitor.api(f"{base}/{made['uuid']}", "DELETE", "bob")
    assert gone.json["deleted"] is True
    assert visitor.api(f"{base}/{made['uuid']}", "DELETE", "bob").status == 404
    others = visitor.api(f"{base}/{own['uuid']}", "DELETE", "alice")
    assert others.status == 404
