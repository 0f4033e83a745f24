"""The newsrooms next door: feeds that a reader of feeds takes, and stories that they share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.demo.answers import Request
from desktop_app.demo.newsroom import Newsroom
from desktop_app.system import resources


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "newsroom", resources.path("newsroom"))
    room.start()
    yield room
    room.stop()


def get(room: Newsroom, path: str, method: str = "GET") -> tuple[int, str]:
    reply = room.answer(Request(method, path, "", {}, b""))
    return reply.status, reply.body.decode()


@pytest.mark.parametrize("name", ["quay-post", "radio-salma"])
def test_each_neighbour_has_a_page_a_feed_and_articles(newsroom: Newsroom, name: str) -> None:
    status, page = get(newsroom, f"/neighbours/{name}/")
    assert status == 200
    assert f"/neighbours/{name}/feed/" in page
    status, feed = get(newsroom, f"/neighbours/{name}/feed/")
    assert status == 200
    assert feed.count("<item>") >= 4
    link = feed.split("<link>")[2].split("</link>")[0].removeprefix(newsroom.url)
    status, article = get(newsroom, link)
    assert status == 200
    assert "<h1>" in article


@pytest.mark.parametrize(
    "path", ["/neighbours/", "/neighbours/nobody/", "/neighbours/quay-post/no-such-article/"]
)
def test_what_is_not_there_is_missing(newsroom: Newsroom, path: str) -> None:
    assert get(newsroom, path)[0] == 404


def test_nothing_can_be_posted_to_a_neighbour(newsroom: Newsroom) -> None:
    assert get(newsroom, "/neighbours/quay-post/feed/", "POST")[0] == 405


def test_a_fresh_machine_has_stories_of_three_sources_in_two_languages(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    from desktop_app.app import build_services
    from desktop_app.system.credentials import MemoryCredentials
    from desktop_app.system.paths import profile_paths
    from desktop_app.system.settings import Settings

    paths = profile_paths(tmp_path / "profile")
    services, backstage = build_services(
        paths, Settings(paths.settings_file), credentials=MemoryCredentials()
    )
    try:
        feeds = [f"{newsroom.url}/neighbours/{name}/feed/" for name in ("quay-post", "radio-salma")]
        for address in (newsroom.url, *feeds):
            found = run_now(services.subscribing.discover(address))
            run_now(services.subscribing.add(found.candidates[0], frozenset()))
        page = run_now(services.reading.page(ListQuery(ListKind.UNREAD)))
        told = {each.title[:9] for each in page.items if each.id in page.stories}
        assert {story.sources for story in page.stories.values()} == {3}
        assert len(told) == 3
        assert any(title.startswith("مكتبة") for title in told)
        ferry = next(each for each in page.items if each.title.startswith("Ferry Nadia:"))
        reports = run_now(services.understanding.stories.of(ferry.id)).reports
        assert reports[-1].same_as == "The Quay Post"  # the harbour office's own words
    finally:
        backstage.close()
