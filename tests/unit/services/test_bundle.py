"""All services made from a profile folder, as the command line and the window do."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.app import build_services
from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import Lane, run_now
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import PROXY, REFRESH_MINUTES, Settings

NAMES = (
    "reading",
    "subscribing",
    "refresh",
    "related",
    "images",
    "conversation",
    "outbox",
    "accounts",
    "upkeep",
    "settings",
)

OPML = b'<opml version="2.0"><body><outline xmlUrl="http://127.0.0.1:9/f"/></body></opml>'


def test_a_profile_is_opened_used_closed_and_opened_again(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path / "profile")
    settings = Settings(paths.settings_file)
    for turn in range(2):
        services, backstage = build_services(paths, settings, credentials=MemoryCredentials())
        try:
            for name in NAMES:
                assert getattr(services, name) is getattr(services, name)
            assert run_now(services.reading.page(ListQuery(ListKind.ALL))).items == ()
            report = run_now(services.subscribing.import_opml(OPML))
            assert report.already == turn
            failed = run_now(services.refresh.all()).failed
            assert [each.kind for each in failed.values()] == [ErrorKind.OFFLINE]
            assert run_now(services.refresh.next_due()) is not None
            settings.set(REFRESH_MINUTES, 0)
            assert run_now(services.refresh.next_due()) is None
            settings.set(REFRESH_MINUTES, 30)
            settings.set(PROXY, "none")
            assert set(backstage.interrupters) == {Lane.SEARCH}
        finally:
            backstage.close()


def test_a_profile_of_a_newer_app_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    paths = profile_paths(tmp_path / "profile")
    settings = Settings(paths.settings_file)
    _, backstage = build_services(paths, settings, credentials=MemoryCredentials())
    backstage.close()
    connection = sqlite3.connect(paths.database)
    connection.execute("pragma user_version = 9999")
    connection.close()
    before = paths.database.read_bytes()
    with pytest.raises(AppError) as caught:
        build_services(paths, settings, credentials=MemoryCredentials())
    assert caught.value.kind is ErrorKind.NEWER_FILE
    assert paths.database.read_bytes() == before


def test_the_first_list_needs_no_network_no_parser_and_no_keystore(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from desktop_app.app import build_services
from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import Settings
paths = profile_paths(Path(sys.argv[1]))
services, backstage = build_services(paths, Settings(paths.settings_file))
run_now(services.reading.page(ListQuery(ListKind.TODAY)))
run_now(services.subscribing.sidebar())
slow = ("requests", "urllib3", "ssl", "keyring", "lxml", "feedparser", "nh3", "http.client",
        "PySide6.QtCore", "desktop_app.network.http", "desktop_app.services.conversation")
print([name for name in slow if name in sys.modules])
backstage.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "profile")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"
