"""Dialogs in the middle of their work: nothing cut in Arabic or in longer words, none too tall."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import FoundArticle
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, SourceId
from desktop_app.core.sources import Account, FoundSection, FoundSource
from desktop_app.core.work import Work
from desktop_app.services.subscribing import Candidate, Discovered
from desktop_app.sources.base import SignInOffer
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.accounts import AccountsDialog
from desktop_app.ui.dialogs.add_source import AddSource
from desktop_app.ui.dialogs.catalogue import CatalogueDialog
from desktop_app.ui.dialogs.sign_in import SignIn
from tests.gui.dialog_room import Room, room_below
from tests.gui.fitting import Watch, misfits, watching
from tests.support import pseudo

SCREEN = QSize(960, 600)


@pytest.fixture(params=["en", "ar", "pseudo"])
def room(
    request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> Iterator[Room]:
    pseudo.install(request.param)
    with room_below(tmp_path / "profile", qtbot, qapp) as made:
        if request.param == "ar":
            qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        yield made
    pseudo.install("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def watch(room: Room) -> Iterator[Watch]:
    with watching() as made:
        yield made


def check(dialog: QDialog, watch: Watch) -> None:
    assert misfits(dialog, watch) == []
    assert dialog.width() <= SCREEN.width() - 32
    assert dialog.height() <= SCREEN.height() - 48
    dialog.reject()


def returned(value: object) -> Work[object]:
    return value
    yield


def test_what_was_found(room: Room, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    found = FoundSource("wordpress", "https://quay.example/wp-json/", "The Quay Courier", "")
    feed = FoundSource("feed", "https://quay.example/feed/", "The Quay Courier", "")
    sections = tuple(FoundSection(str(n), f"Section {n}", "0" if n else None, n) for n in range(9))
    articles = tuple(FoundArticle(str(n), "", f"Story {n} of the harbour " * 4) for n in range(9))
    candidates = (
        Candidate(found, sections, articles, SourceId(1)),
        Candidate(feed, (), articles),
    )
    discovered = Discovered(candidates)
    monkeypatch.setattr(room.services.subscribing, "discover", lambda _: returned(discovered))
    dialog = AddSource(room.window, room.tasks, room.services, room.theme, "quay.example")
    room.open(dialog)
    assert dialog.notice.isVisible()
    dialog.busy(_("Adding it and fetching its news …"))
    dialog.say(_("You have this source already."))
    room.qtbot.waitUntil(dialog._busy.isVisible)
    check(dialog, watch)


def test_both_steps_with_every_word(
    room: Room, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = SignInOffer("https://quay.example/page", "The Quay Courier", local=False, insecure=True)
    monkeypatch.setattr(room.services.accounts, "offer", lambda *_: returned(offer))
    dialog = SignIn(room.window, room.tasks, room.services, room.theme, SourceId(1), None)
    room.open(dialog)
    dialog._steps.wait_for_browser(False)
    dialog._login.setText("alice")
    dialog._password.setText("abcd")
    dialog._insecure.setChecked(True)
    dialog.fail(AppError(ErrorKind.AUTH_INVALID, code="not_taken"))
    check(dialog, watch)


def test_newsrooms_that_could_not_be_added(room: Room, watch: Watch) -> None:
    dialog = CatalogueDialog(room.window, room.tasks, room.services, room.theme)
    room.open(dialog)
    dialog._tongue.setCurrentIndex(0)
    for entry in dialog._entries[:3]:
        dialog._under_way.add(entry.url)
        dialog._on_missed(entry.url, AppError(ErrorKind.DNS, host="quay.example"))
    assert dialog.notice.isVisible()
    check(dialog, watch)


def test_accounts_of_every_kind(room: Room, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://quay.example/wp-json/"
    room.sources.add(FoundSource("wordpress", url, "Quay", "https://quay.example"), None, 1)
    accounts = (
        Account(AccountId(1), "wordpress", url, "alice", "Alice Haddad", "1", "a"),
        Account(AccountId(2), "wordpress", url, "bob", "bob", "2", "b", needs_sign_in=True),
    )
    monkeypatch.setattr(room.services.accounts, "all", lambda: returned(accounts))
    dialog = AccountsDialog(room.window, room.tasks, room.services, room.theme)
    room.open(dialog)
    assert dialog.rows[1].again.isVisible()
    check(dialog, watch)
