"""What stands between: bad certificates, log-in pages, a cut cable; and texts that come late."""

import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.hostile.scene import OLD, T0, Scene, entry, forget_trouble, open_scene
from tests.servers.dialects import RssDialect, WordPressDialect
from tests.support import hostile_server as does
from tests.support.hostile_server import HostileServer
from tests.support.self_signed import self_signed

OFFLINE_COPY = "You are offline. These are the stored comments."


def test_a_certificate_that_nobody_trusts(scene: Scene, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path, "127.0.0.1")
    with HostileServer(tls=certificate.server) as safe:
        safe.on("/", scene.dialect.articles(OLD))
        scene.list_answers(does.redirect(safe.url("/")))
        scene.thread_answers(does.redirect(safe.url("/")))
        with scene.nothing_is_lost():
            told = scene.refresh()
            assert "is not safe: its certificate is not valid" in told
            assert "date of this computer" in told
            assert "is not safe" in scene.reload_thread()
    scene.still_works()


@pytest.mark.parametrize("years", [-3, 3])
def test_a_certificate_of_another_time(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    """As under a clock that is years wrong: expired, or not valid yet."""
    certificate = self_signed(tmp_path, "127.0.0.1", shift=datetime.timedelta(days=365 * years))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    from tests.hostile.scene import CLIENTS

    for client in CLIENTS:
        client._context = None
        client.close()
    with HostileServer(tls=certificate.server) as safe:
        safe.on("/", scene.dialect.articles(OLD))
        scene.list_answers(does.redirect(safe.url("/")))
        with scene.nothing_is_lost():
            assert "If the date of this computer is wrong, set it" in scene.refresh()
    scene.still_works()


def test_a_captive_portal(scene: Scene) -> None:
    with HostileServer(host="127.0.0.2") as portal:
        portal.on("/login", does.page())
        scene.list_answers(does.redirect(portal.url("/login")))
        scene.thread_answers(does.redirect(portal.url("/login")))
        with scene.nothing_is_lost():
            assert "wants you to log in first" in scene.refresh()
            assert OFFLINE_COPY in scene.reload_thread()
    scene.still_works()


@pytest.mark.parametrize("dialect", [WordPressDialect(), RssDialect()], ids=["wordpress", "rss"])
def test_the_cable_is_cut_while_reading(qtbot: QtBot, tmp_path: Path, dialect: object) -> None:
    """Everything that was opened or listed stays readable, and what is stored says so."""
    server = HostileServer()
    with open_scene(qtbot, tmp_path / "profile", dialect, server) as scene:  # type: ignore[arg-type]
        with scene.nothing_is_lost():
            server.cut_off()
            assert "cannot be reached" in scene.refresh()
            assert OFFLINE_COPY in scene.reload_thread()
        for row, number in ((1, 2), (2, 3), (0, 1)):
            assert f"Text {number} as it was stored" in scene.open(row)
        assert OFFLINE_COPY in scene.thread_notice()
        assert "cannot be reached" in scene.source_says()
        server.plug_in()
        scene.still_works()


def test_a_text_that_does_not_come(wordpress_scene: Scene) -> None:
    """Listed without its text: the head stands, a sentence says why, and trying again works."""
    scene = wordpress_scene
    bare = entry(70, published=T0 + 500)
    del bare["html"]
    path = "/wp-json/wp/v2/posts/70"
    scene.list_answers(scene.dialect.articles([bare, *OLD]))
    for behaviour, sentence in (
        (does.page(), "cannot be understood"),
        (does.reset(), "cannot be reached"),
        (does.status(404), "no longer has this"),
        (does.bomb(60), "is larger than anything"),
        (does.status(401, b"{}"), "wants to know who you are"),
    ):
        scene.server.on(path, behaviour)
        forget_trouble(scene)
        scene.refresh()
        scene.wait(lambda: "Headline 70" in scene.titles())
        page = scene.open(scene.titles().index("Headline 70"))
        assert "Headline 70" in page
        assert sentence in scene.notice()
        scene.open(1)
    post = scene.dialect.articles([entry(70, published=T0 + 500)])
    from tests.hostile.scene import captured

    whole = captured(post)
    scene.server.on(path, does.body(whole[1:-1], Content_Type="application/json"))
    forget_trouble(scene)
    assert "Text 70" in scene.open(scene.titles().index("Headline 70"))
    assert scene.notice() == ""


def test_an_edited_article_is_fetched_again(qtbot: QtBot, tmp_path: Path) -> None:
    """A feed with excerpts: the whole text came from the page, and the page was edited since."""
    with HostileServer() as pages:
        url = pages.url("/article")
        text = "<p>First words of it, and more that fill a paragraph of the article well. </p>" * 20
        head = "<html><body><article><h1>Headline 1</h1>"
        pages.on("/article", does.page(head + text + "</article></body></html>"))
        items = [entry(1, link=url, html="<p>Only an excerpt …</p>"), *OLD[1:]]
        with open_scene(qtbot, tmp_path / "profile", RssDialect()) as scene:
            scene.list_answers(scene.dialect.articles(items))
            scene.refresh()
            ((id_,),) = scene.ask("select id from article where title = 'Headline 1'")
            from desktop_app.core.work import run_now

            run_now(scene.running.services.reading.complete(id_))
            scene.wait(lambda: "First words" in scene.page())
            edited = text.replace("First words", "Corrected words")
            pages.on("/article", does.page(head + edited + "</article></body></html>"))
            scene.open(1)
            import sqlite3
            from contextlib import closing

            with closing(sqlite3.connect(scene.database)) as connection, connection:
                connection.execute("update article set updated_at = ?", (T0 + 10**8,))
            scene.open(0)
            scene.wait(lambda: "Corrected words" in scene.page())
            asked = len(pages.log)
            scene.open(1)
            scene.open(0)
            assert len(pages.log) == asked  # once for each change
