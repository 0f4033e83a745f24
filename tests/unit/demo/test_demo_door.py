"""The newsroom's door: only this machine, one port for ever, open and shut at once."""

import socket
import sqlite3
import time
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.demo.newsroom import Newsroom
from tests.servers.newsroom import RESOURCES, write_content
from tests.support.visitor import Visitor


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write_content(folder, 8, 5)
    return folder


def port_of(newsroom: Newsroom) -> int:
    return int(newsroom.url.rpartition(":")[2])


def status_of(port: int, host: str, method: str = "GET") -> int:
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        asked = f"{method} / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(asked.encode())
        return int(connection.recv(100).split()[1])


def test_other_names_for_this_machine_are_turned_away(visitor: Visitor) -> None:
    port = visitor.port
    assert status_of(port, f"127.0.0.1:{port}") == 200
    assert status_of(port, f"LOCALHOST:{port}") == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", "", "127.0.0.1:80"):
        assert status_of(port, host) == 421
    assert status_of(port, "evil.example", "POST") == 421


def test_it_is_not_reached_from_outside(visitor: Visitor) -> None:
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", visitor.port), 1):
        pass


@pytest.mark.parametrize(
    "sent", [b"\r\n\r\n", b"GET\r\n\r\n", b"NONSENSE / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00"]
)
def test_nonsense_does_not_shake_it(visitor: Visitor, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), 5) as connection:
        connection.sendall(sent)
    assert visitor.ask("/").status == 200


def test_a_body_that_is_too_large_is_not_taken(visitor: Visitor) -> None:
    headers = {"Content-Length": "5000000"}
    assert visitor.ask("/wp-json/wp/v2/comments", "POST", headers=headers).status == 413


def test_it_comes_back_at_the_same_port_with_what_was_written(
    tmp_path: Path, content: Path
) -> None:
    first = Newsroom(tmp_path / "profile", content)
    first.start()
    url = first.url
    first.stop()
    first.stop()
    file = tmp_path / "profile" / "newsroom.db"
    db = sqlite3.connect(file)
    db.execute("UPDATE posts SET title = 'Kept' WHERE id = 1")
    db.commit()
    db.close()
    again = Newsroom(tmp_path / "profile", content)
    again.start()
    try:
        assert again.url == url
        with socket.create_connection(("127.0.0.1", port_of(again)), 5) as connection:
            asked = f"GET /wp-json/wp/v2/posts/1 HTTP/1.0\r\nHost: {url[7:]}\r\n\r\n"
            connection.sendall(asked.encode())
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert b'"title":{"rendered":"Kept"}' in answer
    finally:
        again.stop()


def test_a_port_that_is_taken_is_left_to_who_has_it(tmp_path: Path, content: Path) -> None:
    first = Newsroom(tmp_path / "profile", content)
    first.start()
    port = port_of(first)
    first.stop()
    with socket.create_server(("127.0.0.1", port)):
        second = Newsroom(tmp_path / "profile", content)
        second.start()
        assert port_of(second) != port
        second.stop()


@pytest.mark.parametrize("kept", ["", "many", "80", "99999", "-1"])
def test_a_port_that_makes_no_sense_is_forgotten(tmp_path: Path, content: Path, kept: str) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    (folder / "port").write_text(kept)
    newsroom = Newsroom(folder, content)
    newsroom.start()
    assert status_of(port_of(newsroom), newsroom.url[7:]) == 200
    newsroom.stop()


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: Path, damage: bytes) -> None:
    folder = tmp_path / "profile"
    folder.mkdir()
    (folder / "newsroom.db").write_bytes(damage)
    newsroom = Newsroom(folder, content)
    newsroom.start()
    assert status_of(port_of(newsroom), newsroom.url[7:]) == 200
    newsroom.stop()


def test_a_start_that_was_cut_short_is_done_again(tmp_path: Path, content: Path) -> None:
    broken = content / "articles" / "zz.html"
    broken.write_text("title: No age\n\n<p>x</p>")
    newsroom = Newsroom(tmp_path / "profile", content)
    with pytest.raises(KeyError):
        newsroom.start()
    newsroom.stop()
    broken.unlink()
    newsroom.start()
    assert status_of(port_of(newsroom), newsroom.url[7:]) == 200
    newsroom.stop()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, content: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    newsroom = Newsroom(tmp_path / "file" / "profile", content)
    with pytest.raises(AppError) as told:
        newsroom.start()
    assert told.value.kind is ErrorKind.STORAGE


def test_only_the_owner_may_look_into_its_file(tmp_path: Path, content: Path) -> None:
    newsroom = Newsroom(tmp_path / "profile", content)
    newsroom.start()
    newsroom.stop()
    assert (tmp_path / "profile" / "newsroom.db").stat().st_mode & 0o077 == 0


def test_it_opens_and_shuts_at_once(tmp_path: Path) -> None:
    times, ends = [], []
    for number in range(3):
        newsroom = Newsroom(tmp_path / str(number), RESOURCES)
        begun = time.perf_counter()
        newsroom.start()
        times.append(time.perf_counter() - begun)
        with socket.create_connection(("127.0.0.1", port_of(newsroom)), 5):  # one that idles
            begun = time.perf_counter()
            newsroom.stop()
            ends.append(time.perf_counter() - begun)
    assert min(times) < 0.15
    assert min(ends) < 0.5
