"""Refreshes that fail in the middle, feeds that learn to page, threads that were upgraded."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSection, FoundSource, SyncState
from desktop_app.core.work import Work, run_now
from desktop_app.services import decide
from desktop_app.services.doors import elsewhere
from desktop_app.services.refresh import Refresh
from desktop_app.sources.base import Refreshed
from desktop_app.sources.feed.mapping import read_feed
from desktop_app.storage.articles import Articles
from desktop_app.storage.sources import Sources
from tests.support.news_site import NOW, Newsroom, NewsroomSource, article, open_desk


class SecondSectionFails(NewsroomSource):
    def refresh(
        self, section: str | None, state: SyncState, secret: object = None
    ) -> Work[Refreshed]:
        if section == "b":
            raise AppError(ErrorKind.TIMEOUT)
        return (yield from super().refresh(section, state, secret))


def test_what_came_before_a_failure_is_told(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        found = replace(article(1), section_ids=("a",))
        room = Newsroom([found], sections=[FoundSection("a", "A"), FoundSection("b", "B")])
        source = desk.add("https://a.example/", room)
        desk.sources.store_sections(source.id, room.sections)
        desk.sources.follow(source.id, ["a", "b"])
        told: list[ChangeSet] = []
        refresh = Refresh(
            desk.database, lambda _: SecondSectionFails(room), lambda: 30, told.append, desk.clock
        )
        report = run_now(refresh.source(source.id))
        assert report.failed[source.id].kind is ErrorKind.TIMEOUT
        ids = {row.id for row in desk.articles.get_many([1])}  # type: ignore[list-item]
        assert ids
        assert {each for change in told for each in change.new_articles} == ids


def test_an_imported_feed_learns_that_it_pages(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        sources = Sources(desk.database)
        source = sources.add(FoundSource("feed", "https://f.example/", "F", ""), None, NOW)
        info = FoundSource("feed", "https://f.example/", "F", "", options={"paging": "paged"})
        fields = decide.changed_info(source, info)
        assert fields["options"] == {"paging": "paged"}
        sources.update(source.id, **fields)
        stored = sources.get(source.id)
        assert stored is not None
        assert dict(stored.options) == {"paging": "paged"}
        assert "options" not in decide.changed_info(stored, info)


def test_an_upgraded_thread_outlives_a_change_of_its_article(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        source = desk.add()
        articles = Articles(desk.database)
        own = replace(article(1), thread_key="https://f.example/1/feed/", content_hash="1")
        (id_,) = articles.store(source.id, [own], NOW).new
        key = elsewhere("wordpress", "https://f.example/wp-json/", "5")
        articles.set_thread_key(id_, key)
        changed = replace(own, title="Corrected", content_hash="2")
        assert articles.store(source.id, [changed], NOW + 1).changed == (id_,)
        stored = articles.get(id_)
        assert stored is not None
        assert (stored.title, stored.thread_key) == ("Corrected", key)


@pytest.mark.parametrize(
    "said",
    [
        "wordpress https://real.example/wp-json/ 5",
        "wordpress https://real.example/wp-json/ 5 ",
        "x y z",
        "https://f.example/a b c",
    ],
)
def test_a_feed_cannot_point_its_comments_at_another_site(said: str) -> None:
    """A key with blanks names another site and the account there: only we may write one."""
    feed = f"""<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>
        <title>F</title><item><guid>1</guid><title>T</title><link>https://f.example/1</link>
        <wfw:commentRss>{said}</wfw:commentRss></item></channel></rss>"""
    (found,) = read_feed(feed.encode(), "application/rss+xml", "https://f.example/", NOW).articles
    assert " " not in (found.thread_key or "")
