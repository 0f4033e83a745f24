"""Signing in and out: the approval page driven as a browser would, pasting, every refusal."""

import html
import re
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Account
from desktop_app.core.work import Work, run_now
from desktop_app.sources.base import SignInOffer
from desktop_app.ui.dialogs.accounts import AccountsDialog
from desktop_app.ui.dialogs.sign_in import SignIn
from tests.gui.dialog_room import PATIENCE_MS, Room, name_of, room_below
from tests.servers.fixtures import wordpress
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.servers.wordpress import WordPress

__all__ = ["wordpress"]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Demo]:
    with running_newsroom(articles=12, comments=5) as demo:
        yield demo


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    with room_below(tmp_path / "profile", qtbot, qapp) as made:
        yield made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the system's browser."""
    urls: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


def sign_in_dialog(room: Room, source_id: object) -> SignIn:
    dialog = SignIn(
        room.window,
        room.tasks,
        room.services,
        room.theme,
        SourceId(int(source_id)),
        None,  # type: ignore[call-overload]
    )
    room.open(dialog)
    return dialog


class Browser:
    """Follows links and fills forms, with cookies."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.url = ""

    def get(self, url: str) -> str:
        return self._read(urllib.request.Request(url))

    def post(self, url: str, fields: dict[str, str]) -> str:
        return self._read(urllib.request.Request(url, urlencode(fields).encode()))

    def _read(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=20) as answer:
            self.url = answer.url
            return str(answer.read().decode("utf-8", "replace"))

    def submit(self, page: str, **fields: str) -> str:
        """Send the page's last form with what its fields hold already."""
        form = page[page.rindex("<form") :]
        form = form[: form.index("</form>")]
        sent = {}
        for tag in re.findall(r"<input[^>]*>", form):
            name, value = _attribute(tag, "name"), _attribute(tag, "value")
            if name and _attribute(tag, "type") in ("hidden", "text"):
                sent[name] = value
        return self.post(urljoin(self.url, _attribute(form, "action")), sent | fields)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}=[\"']?([^\"'>]*)", tag)
    return html.unescape(found[1]) if found else ""


def in_the_background(qtbot: QtBot, act: Callable[[], str]) -> str:
    """Do something on another thread while the window stays alive."""
    told: list[str] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            told.append(act())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=PATIENCE_MS)
    thread.join()
    if failed:
        raise failed[0]
    return told[0]


def approve_in_newsroom(url: str, login: str, choice: str = "approve") -> str:
    browser = Browser()
    page = browser.get(url)
    return browser.submit(page, login=login, pwd=login, choice=choice)


def test_the_page_brings_the_password_back(room: Room, newsroom: Demo, opened: list[str]) -> None:
    dialog = sign_in_dialog(room, room.add_from(newsroom.newsroom.url))
    assert "The Quay Courier" in dialog._steps._about.text()
    assert dialog.focusWidget() is dialog._open
    assert not dialog._insecure.isVisible() and not dialog._main.isEnabled()
    dialog._open.click()
    (url,) = opened
    assert "app_name=Daily8" in url and "app_id=" in url and "127.0.0.1" in url
    with room.qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS) as caught:
        told = in_the_background(room.qtbot, lambda: approve_in_newsroom(url, "alice"))
    assert "You can close this page" in told
    assert caught.args[0].login == "alice"
    room.settle()
    assert not dialog.isVisible() and dialog._password.text() == ""
    (account,) = run_now(room.services.accounts.all())
    assert run_now(room.services.accounts.secret(account)).password


def test_refused_in_the_browser_can_be_tried_again(
    room: Room, newsroom: Demo, opened: list[str]
) -> None:
    dialog = sign_in_dialog(room, room.add_from(newsroom.newsroom.url))
    dialog._open.click()
    in_the_background(room.qtbot, lambda: approve_in_newsroom(opened[0], "alice", "reject"))
    assert dialog._listener is not None
    room.qtbot.waitUntil(lambda: not dialog._listener.listening, timeout=PATIENCE_MS)
    room.qtbot.waitUntil(lambda: "without approving" in dialog._trouble.text(), timeout=PATIENCE_MS)
    dialog._open.click()  # its listener has gone: a new one is made, and the page opened again
    room.qtbot.waitUntil(lambda: len(opened) == 2, timeout=PATIENCE_MS)
    assert opened[0] != opened[1]
    with room.qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS):
        in_the_background(room.qtbot, lambda: approve_in_newsroom(opened[1], "bob"))


def test_a_wrong_password_has_its_sentence(room: Room, newsroom: Demo) -> None:
    dialog = sign_in_dialog(room, room.add_from(newsroom.newsroom.url))
    dialog._login.setText("alice")
    dialog._password.setText("alice")  # the account's own password is not one for programs
    dialog._main.click()
    room.settle()
    assert "application password" in dialog._trouble.text()
    assert dialog.focusWidget() is dialog._password and dialog._main.isEnabled()
    assert dialog._password.hasSelectedText()
    dialog._password.setText(newsroom.passwords["alice"])
    with room.qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS):
        dialog._main.click()
    assert not dialog.notice.isVisible()


def an_offer(**changes: object) -> Callable[..., Work[SignInOffer]]:
    known = {"approve_url": "https://x.example/page", "site_title": "X", "local": False}

    def offer(*_args: object) -> Work[SignInOffer]:
        return SignInOffer(**{"insecure": False, **known, **changes})  # type: ignore[arg-type]
        yield

    return offer


def test_switched_off_passwords_are_told(
    room: Room, newsroom: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_id = room.add_from(newsroom.newsroom.url)
    monkeypatch.setattr(room.services.accounts, "offer", an_offer(approve_url=None))
    dialog = sign_in_dialog(room, source_id)
    assert "switched off" in dialog._hint.text() and dialog._hint.isVisible()
    assert not dialog._main.isEnabled()
    dialog.reject()


def test_no_encryption_needs_a_clear_yes(
    room: Room, newsroom: Demo, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    source_id = room.add_from(newsroom.newsroom.url)
    monkeypatch.setattr(room.services.accounts, "offer", an_offer(insecure=True))
    dialog = sign_in_dialog(room, source_id)
    assert dialog._listener is not None and not dialog._listener.listening
    dialog._login.setText("a")
    dialog._password.setText("b")
    assert dialog._insecure.isVisible() and not dialog._main.isEnabled()
    dialog._insecure.setChecked(True)
    assert dialog._main.isEnabled()
    dialog._open.click()
    assert opened == ["https://x.example/page"]
    assert "Copy the password" in dialog._steps._waiting.text()
    dialog.reject()


def test_a_site_that_does_not_answer_can_be_asked_again(
    room: Room, newsroom: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_id, usual = room.add_from(newsroom.newsroom.url), room.services.accounts.offer

    def silent(*_args: object) -> Work[SignInOffer]:
        raise AppError(ErrorKind.TIMEOUT, host="quay.example")
        yield

    monkeypatch.setattr(room.services.accounts, "offer", silent)
    dialog = sign_in_dialog(room, source_id)
    assert "quay.example did not answer" in dialog._trouble.text()
    assert dialog._main.text() == "Try again" and dialog._main.isEnabled()
    monkeypatch.setattr(room.services.accounts, "offer", usual)
    dialog._main.click()
    room.settle()
    assert dialog._steps.isVisible() and dialog._main.text() == "Sign in"
    dialog.reject()
    assert dialog._listener is not None and not dialog._listener.listening


# -- accounts -----------------------------------------------------------------------------------


def signed_in(room: Room, newsroom: Demo, login: str) -> Account:
    source_id = room.add_from(newsroom.newsroom.url)
    password = newsroom.passwords[login]
    return run_now(room.services.accounts.sign_in(source_id, login, password))  # type: ignore[arg-type]


def accounts_dialog(room: Room) -> AccountsDialog:
    dialog = AccountsDialog(room.window, room.tasks, room.services, room.theme)
    room.open(dialog)
    return dialog


def test_nobody_is_signed_in(room: Room) -> None:
    dialog = accounts_dialog(room)
    assert dialog._nobody.isVisible() and not dialog.rows
    assert dialog.focusWidget() is dialog.close_button
    dialog.reject()


def test_accounts_name_the_site_and_sign_out_there(room: Room, newsroom: Demo) -> None:
    with running_newsroom(articles=6, comments=1) as other:
        account = signed_in(room, other, "bob")
        signed_in(room, newsroom, "carol")
        dialog = accounts_dialog(room)
        host = other.newsroom.url.removeprefix("http://")
        row = next(row for row in dialog.rows if row.account.id == account.id)
        assert name_of(row.out) == f"Sign out Bob of {host}"
        shown = [label.text() for label in row.findChildren(type(dialog.heading))]
        assert shown[:2] == ["Bob", f"{host} · bob"]
        assert "until Daily8 is closed" in dialog._where.text()  # the tests have no keystore
        secret = run_now(room.services.accounts.secret(account))
        dialog.rows[0].out.setFocus()
        for stop in (dialog.rows[1].out, dialog.close_button):
            room.qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
            assert dialog.focusWidget() is stop
        row.out.click()
        assert not row.out.isEnabled()
        room.settle()
        assert [each.account.login for each in dialog.rows] == ["carol"]
        with pytest.raises(AppError) as refused:
            source = next(each for each in room.sources.all() if host in each.base_url)
            run_now(room.services.accounts.sign_in(source.id, "bob", secret.password))
        assert refused.value.kind is ErrorKind.AUTH_INVALID
        dialog.reject()


def test_a_site_that_is_gone_is_forgotten_here_only_when_asked(room: Room) -> None:
    with running_newsroom(articles=6, comments=1) as other:
        signed_in(room, other, "bob")
    dialog = accounts_dialog(room)
    dialog.rows[0].out.click()
    room.settle()
    assert len(dialog.rows) == 1 and dialog.rows[0].out.text() == "Forget it here"
    assert "cannot be reached" in dialog._trouble.text()
    dialog.rows[0].out.click()
    room.settle()
    assert not dialog.rows and run_now(room.services.accounts.all()) == ()
    dialog.reject()


def test_a_password_that_is_no_longer_taken_leads_to_signing_in(room: Room, newsroom: Demo) -> None:
    account = signed_in(room, newsroom, "dora")
    run_now(room.services.accounts.rejected(account.id))
    dialog = accounts_dialog(room)
    again = dialog.rows[0].again
    assert again.isVisible()
    with room.qtbot.waitSignal(dialog.sign_in_requested) as caught:
        again.click()
    assert caught.args == [room.sources.all()[0].id] and not dialog.isVisible()


# -- a real WordPress ---------------------------------------------------------------------------


def approve_in_wordpress(url: str, login: str, password: str) -> str:
    browser = Browser()
    page = browser.get(url)  # its log-in comes first
    page = browser.post(
        browser.url.partition("?")[0],
        {"log": login, "pwd": password, "redirect_to": url, "testcookie": "1"},
    )
    if "authorize-application" not in browser.url:
        page = browser.get(url)
    return browser.submit(page, approve="Yes, I approve of this connection")


@pytest.mark.wordpress
@pytest.mark.timeout(300)
def test_the_whole_way_on_a_real_wordpress(
    room: Room, wordpress: WordPress, opened: list[str]
) -> None:
    dialog = sign_in_dialog(room, room.add_from(wordpress.url))
    alice = wordpress.users["alice"]
    dialog._login.setText(alice.login)
    dialog._password.setText("not the password")
    dialog._main.click()
    room.settle()
    assert "does not know this password" in dialog._trouble.text()
    dialog._open.click()
    with room.qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS):
        in_the_background(
            room.qtbot, lambda: approve_in_wordpress(opened[0], alice.login, alice.password)
        )
    room.settle()
    (account,) = run_now(room.services.accounts.all())
    passwords = f"wp/v2/users/{alice.id}/application-passwords"
    assert account.revoke_id in {each["uuid"] for each in wordpress.request("GET", passwords)}
    accounts = accounts_dialog(room)
    accounts.rows[0].out.click()
    room.settle()
    assert not accounts.rows
    assert account.revoke_id not in {each["uuid"] for each in wordpress.request("GET", passwords)}
    accounts.reject()
