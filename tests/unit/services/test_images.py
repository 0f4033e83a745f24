"""Pictures: over a real server, onto a real disk."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import run_now
from desktop_app.network.http import Http, MemoryBackoff
from desktop_app.services.images import Images
from desktop_app.storage.database import Database
from desktop_app.storage.pictures import Pictures
from tests.support.hostile_server import HostileServer, body, page, status
from tests.support.small_site import StandingClock

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;" + b"\0" * 90


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as made:
        yield made


@pytest.fixture
def database(tmp_path: Path, clock: StandingClock) -> Iterator[Database]:
    made = Database(tmp_path / "library.sqlite3", clock)
    made.open()
    yield made
    made.close()


@pytest.fixture
def images(database: Database, tmp_path: Path, clock: StandingClock) -> Iterator[Images]:
    http = Http(MemoryBackoff(), user_agent="test", proxy="none")
    yield Images(database, tmp_path / "pictures", lambda: http, lambda: 250, clock)
    http.close()


def test_a_picture_is_fetched_once_and_kept_for_its_owner(
    images: Images, server: HostileServer
) -> None:
    url = server.on("/a.gif", body(GIF, **{"Content-Type": "text/plain"}))
    assert run_now(images.stored(url)) is None
    file = run_now(images.fetch(url))
    assert file.read_bytes() == GIF
    assert file.suffix == ".gif"
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert run_now(images.fetch(url)) == file
    assert run_now(images.stored(url)) == file
    assert server.paths() == ["/a.gif"]


def test_a_file_that_somebody_deleted_is_fetched_again(
    images: Images, server: HostileServer
) -> None:
    url = server.on("/a.gif", body(GIF))
    run_now(images.fetch(url)).unlink()
    assert run_now(images.stored(url)) is None
    assert run_now(images.fetch(url)).read_bytes() == GIF


def test_html_that_says_it_is_a_picture_is_refused_and_remembered(
    images: Images, server: HostileServer, clock: StandingClock, tmp_path: Path
) -> None:
    url = server.on("/a.png", body(b"<html>no</html>", **{"Content-Type": "image/png"}))
    for code in ("no_picture", "failed_before"):
        with pytest.raises(AppError) as caught:
            run_now(images.fetch(url))
        assert caught.value.code == code
    assert len(server.paths()) == 1
    clock.time += 2 * 86_400
    with pytest.raises(AppError) as caught:
        run_now(images.fetch(url))
    assert caught.value.code == "no_picture"
    assert not list(tmp_path.glob("pictures/*"))


def test_a_missing_one_is_remembered_and_a_dead_network_is_not(
    images: Images, server: HostileServer
) -> None:
    url = server.on("/gone.png", status(404))
    for _ in range(2):
        with pytest.raises(AppError) as caught:
            run_now(images.fetch(url))
        assert caught.value.kind is ErrorKind.NOT_FOUND
    assert len(server.paths()) == 1
    for _ in range(2):
        with pytest.raises(AppError) as caught:
            run_now(images.fetch("http://127.0.0.1:9/a.png"))
        assert caught.value.kind is ErrorKind.OFFLINE


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "data:image/png;base64,AA", "qrc:/x.png", ":/x.png", "\\\\a\\b"]
)
def test_only_web_addresses_are_opened(images: Images, url: str) -> None:
    with pytest.raises(AppError) as caught:
        run_now(images.fetch(url))
    assert caught.value.kind is ErrorKind.BLOCKED_ADDRESS


def test_tidying_keeps_the_limit_and_what_was_shown_last(
    images: Images, server: HostileServer, clock: StandingClock, database: Database, tmp_path: Path
) -> None:
    urls = [server.on(f"/{each}.gif", body(GIF + bytes([each]))) for each in range(4)]
    files = []
    for url in urls:
        clock.time += 10
        files.append(run_now(images.fetch(url)))
    clock.time += 90_000
    assert run_now(images.fetch(urls[0])) == files[0]  # shown again: the newest now
    stray = tmp_path / "pictures" / "stray.gif"
    stray.write_bytes(b"x")
    old = time.time() - 90_000
    os.utime(stray, (old, old))
    assert run_now(images.tidy()) == 2 * len(GIF + b"x")
    assert [file.exists() for file in files] == [True, False, False, True]
    assert not stray.exists()
    assert Pictures(database).total_bytes() <= 250
    assert run_now(images.tidy()) == 0


def test_one_file_for_two_addresses_outlives_one_of_them(
    images: Images, server: HostileServer, clock: StandingClock, database: Database
) -> None:
    first, second = (server.on(f"/{each}", body(GIF)) for each in ("a", "b"))
    file = run_now(images.fetch(first))
    assert run_now(images.fetch(second)) == file
    Pictures(database).remove([first])
    run_now(images.tidy())
    assert file.exists()


def test_a_portal_page_is_no_picture(images: Images, server: HostileServer) -> None:
    url = server.on("/a.png", page())
    with pytest.raises(AppError):
        run_now(images.fetch(url))


def test_a_full_or_read_only_disk_is_told(
    images: Images, server: HostileServer, tmp_path: Path
) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    url = server.on("/a.gif", body(GIF))
    with pytest.raises(AppError) as caught:
        run_now(images.fetch(url))
    assert caught.value.kind in (ErrorKind.STORAGE, ErrorKind.READ_ONLY)
