"""What the system hands to the running window: approvals, feeds, files, nonsense."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.ui.arriving import Arriving
from desktop_app.ui.dialogs.add_source import AddSource
from desktop_app.ui.dialogs.sign_in import SignIn
from desktop_app.ui.running import Running
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.support.hostile_server import HostileServer

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Demo]:
    with running_newsroom(articles=6, comments=2) as demo:
        yield demo


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        yield running
        settle(qtbot, running)


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    return wait


def arrive(running: Running, *addresses: str) -> None:
    running.window.findChild(Arriving).take(addresses)


def dialogs(running: Running) -> list[AddSource]:
    return [each for each in running.window.findChildren(AddSource) if each.isVisible()]


def sign_in(running: Running, newsroom: Demo) -> SignIn:
    add_source(running, newsroom.newsroom.url)
    (source,) = run_now(running.services.subscribing.sidebar()).sources
    running.window.dialogs.sign_in(source.id, None)
    (dialog,) = running.window.findChildren(SignIn)
    return dialog


def approved(state: str, login: str, password: str) -> str:
    query = {"state": state, "site_url": "http://x", "user_login": login, "password": password}
    return f"daily8://approved?{urlencode(query)}"


def test_the_browsers_way_back_signs_in(
    window: Running, newsroom: Demo, qtbot: QtBot, wait: Wait
) -> None:
    dialog = sign_in(window, newsroom)
    settle(qtbot, window)
    assert dialog._listener is not None
    state = dialog._listener.state
    with qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS):
        arrive(window, approved(state, "alice", newsroom.passwords["alice"]))
    (account,) = run_now(window.services.accounts.all())
    assert account.login == "alice"


def test_an_approval_counts_once(
    window: Running, newsroom: Demo, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = sign_in(window, newsroom)
    settle(qtbot, window)
    assert dialog._listener is not None
    password = newsroom.passwords["alice"]
    address = approved(dialog._listener.state, "alice", password)
    with qtbot.waitSignal(dialog.signed_in, timeout=PATIENCE_MS):
        arrive(window, address, address)  # a click that was two
    settle(qtbot, window)
    assert len(run_now(window.services.accounts.all())) == 1
    arrive(window, address)  # from the browser's history
    assert "belongs to no sign-in" in window.window.toast.text
    settle(qtbot, window)
    assert len(run_now(window.services.accounts.all())) == 1
    kept = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert password.encode() not in kept and dialog._listener.state.encode() not in kept


def test_an_approval_that_comes_after_the_program_was_closed_is_told(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication, newsroom: Demo
) -> None:
    address = approved("of the last run", "alice", newsroom.passwords["alice"])
    with running_window(qtbot, tmp_path / "profile") as running:
        running._addresses = (address,)  # as the command line gives it
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        assert "belongs to no sign-in" in running.window.toast.text
        assert run_now(running.services.accounts.all()) == ()
    kept = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert newsroom.passwords["alice"].encode() not in kept


def test_an_approval_with_another_state_is_refused(
    window: Running, newsroom: Demo, qtbot: QtBot
) -> None:
    dialog = sign_in(window, newsroom)
    settle(qtbot, window)
    arrive(window, approved("guessed", "alice", newsroom.passwords["alice"]))
    assert "belongs to no sign-in" in window.window.toast.text
    assert dialog._password.text() == "" and dialog._login.text() == ""
    settle(qtbot, window)
    assert run_now(window.services.accounts.all()) == ()
    assert dialog._listener is not None
    arrive(window, f"daily8://approved?state={dialog._listener.state}&success=false")
    assert "without approving" in dialog._trouble.text()
    dialog.reject()
    arrive(window, approved(dialog._listener.state, "alice", newsroom.passwords["alice"]))
    settle(qtbot, window)
    assert run_now(window.services.accounts.all()) == ()


def test_many_places_are_looked_at_one_by_one(window: Running, newsroom: Demo, wait: Wait) -> None:
    url = newsroom.newsroom.url
    arrive(window, url, f"feed:{url}/feed/", *["daily8://add?url=" + url] * 50)
    (first,) = dialogs(window)
    assert first._address.text() == url
    first.reject()
    wait(lambda: [each._address.text() for each in dialogs(window)] == [f"{url}/feed/"])
    for _ in range(30):
        for each in dialogs(window):
            each.reject()


def test_files_are_opened(
    window: Running, newsroom: Demo, tmp_path: Path, wait: Wait, qtbot: QtBot
) -> None:
    url = newsroom.newsroom.url
    subscriptions = tmp_path / "my feeds.opml"
    subscriptions.write_text(
        f'<opml version="2.0"><body><outline text="Q" xmlUrl="{url}/feed/"/></body></opml>'
    )
    arrive(window, subscriptions.as_uri())
    wait(lambda: len(run_now(window.services.subscribing.sidebar()).sources) == 1)
    settle(qtbot, window)
    saved = tmp_path / "saved.xml"
    saved.write_text(
        '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title>'
        f'<a:link rel="self" href="{url}/feed/"/><item><title>One</title></item></channel></rss>'
    )
    arrive(window, saved.as_uri())
    wait(lambda: [each._address.text() for each in dialogs(window)] == [f"{url}/feed/"])
    dialogs(window)[0].reject()
    nothing = tmp_path / "letter.txt"
    nothing.write_text("Dear Sir")
    arrive(window, nothing.as_uri())
    settle(qtbot, window)
    assert dialogs(window) == []


@pytest.mark.parametrize("address", ["daily8://", "daily8://add?url=file:///etc/passwd"])
def test_nonsense_is_told(window: Running, address: str) -> None:
    arrive(window, address)
    assert "does not know" in window.window.toast.text
    assert dialogs(window) == []


@pytest.mark.parametrize("scheme", ["daily8://add?url=", "feed:"])
def test_a_page_cannot_make_us_ask_an_address(window: Running, qtbot: QtBot, scheme: str) -> None:
    with HostileServer() as router:
        url = router.url("/reboot")
        arrive(window, scheme + url)
        settle(qtbot, window)
        (dialog,) = dialogs(window)
        assert dialog._address.text() == url and dialog._main.isEnabled()
        assert dialog.focusWidget() is dialog._main
        assert router.log == []
        dialog._main.click()
        settle(qtbot, window)
        assert router.log != [], "the reader wanted it"
        dialog.reject()
