"""What every source that can be read must do."""

import pytest

from desktop_app.core.articles import BodyState, CommentsState, FoundArticle
from desktop_app.core.comment_tree import place
from desktop_app.core.comments import ThreadDelta
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Capability, SyncState
from desktop_app.core.work import run_now
from desktop_app.sources.base import capabilities
from desktop_app.sources.kinds import WORDPRESS, open_source
from desktop_app.sources.wordpress.find import find_wordpress, thread_of
from tests.servers.site import Site, article, opened, stored


def test_the_home_page_leads_to_the_source(site: Site) -> None:
    found = run_now(find_wordpress(site.http.get(site.home), site.http))
    assert found is not None
    assert (found.kind, found.title) == (WORDPRESS, "The Quay Courier")
    assert found.language == "en-US"
    assert site.home.startswith(found.home_url)
    assert capabilities(open_source(found, site.http)) == frozenset(Capability)


def test_an_article_page_leads_to_its_thread(site: Site) -> None:
    source = opened(site)
    found = article(site, source, "empty")
    thread = run_now(thread_of(found.url, site.http))
    assert thread is not None
    assert thread.post_id == str(site.posts["empty"])
    assert thread.root == run_now(find_wordpress(site.http.get(site.home), site.http)).base_url


def test_sections_come_parents_first(site: Site) -> None:
    sections = run_now(opened(site).sections())
    names = [each.title for each in sections]
    assert "Arts & Books" in names  # an entity on the wire
    seen: set[str] = set()
    for section in sections:
        assert section.parent_remote_id is None or section.parent_remote_id in seen
        seen.add(section.remote_id)
        assert section.total is not None
    film = next(each for each in sections if each.title == "Film")
    assert film.parent_remote_id == sections[names.index("Arts & Books")].remote_id


def test_what_came_first_does_not_come_back_changed(site: Site) -> None:
    source = opened(site)
    first = run_now(source.refresh(None, SyncState()))
    known = {each.remote_id: each.content_hash for each in first.articles}
    assert len(known) == min(site.total, 100)
    second = run_now(source.refresh(None, first.state))
    for each in second.articles:
        assert known.get(each.remote_id, each.content_hash) == each.content_hash
    assert first.state.values.keys() == second.state.values.keys()


def test_an_article_is_whole(site: Site) -> None:
    found = article(site, opened(site), "long")
    assert found.title == "Ferry “Nadia” & the long talk"
    assert found.author == "Carol"
    assert found.tags == ("ferry",)
    assert found.body_state is BodyState.FULL
    assert "We sail at dawn." in found.plain
    assert found.comments_state is CommentsState.OPEN
    assert found.published_at is not None
    assert found.content_hash


def test_pictures_come_with_a_smaller_file(site: Site) -> None:
    newest = run_now(opened(site).refresh(None, SyncState())).articles
    pictures = [each.picture for each in newest if each.picture]
    assert pictures
    assert all(each.width == 1200 and each.height == 675 for each in pictures)
    assert all(each.caption.startswith("The quay & its boats") for each in pictures)
    assert all(each.alt and each.thumbnail_url for each in pictures)


def test_pages_reach_the_very_end_without_a_double(site: Site) -> None:
    source = opened(site)
    found: list[FoundArticle] = []
    cursor, total = None, None
    for _ in range(site.total):
        page = run_now(source.older(None, cursor))
        total = page.total if cursor is None else total
        found.extend(page.items)
        cursor = page.next
        if cursor is None:
            break
    assert total == len(found) == len({each.remote_id for each in found}) == site.total
    times = [each.published_at or 0 for each in found]
    assert times == sorted(times, reverse=True)


def test_paging_goes_on_below_a_stored_article(site: Site) -> None:
    source = opened(site)
    newest = run_now(source.older(None, None)).items
    third = newest[2]
    assert third.published_at is not None
    below = run_now(source.older(None, source.cursor_after(third.published_at, third.remote_id)))
    assert below.items[0].remote_id == newest[3].remote_id


def test_a_section_holds_only_its_own(site: Site) -> None:
    source = opened(site)
    section = run_now(source.sections())[0]
    page = run_now(source.older(section.remote_id, None))
    assert page.total == section.total
    assert all(section.remote_id in each.section_ids for each in page.items)


def test_search_finds_words_of_the_site(site: Site) -> None:
    source = opened(site)
    page = run_now(source.search("ferry Nadia"))
    assert str(site.posts["long"]) in {each.remote_id for each in page.items}
    assert run_now(source.search("nothinglikethiswasprinted")).items == ()


def test_a_body_can_be_fetched_anew(site: Site) -> None:
    source = opened(site)
    listed = article(site, source, "empty")
    assert run_now(source.body(stored(listed))) == listed


def test_a_locked_article_opens_with_its_password(site: Site) -> None:
    source = opened(site)
    listed = article(site, source, "locked")
    assert (listed.body_state, listed.excerpt) == (BodyState.PROTECTED, "")
    for wrong in (None, "open it"):
        with pytest.raises(AppError) as told:
            run_now(source.body(stored(listed), wrong))
        assert told.value.kind is ErrorKind.PROTECTED
    with pytest.raises(AppError) as told:
        run_now(source.thread(stored(listed)))
    assert told.value.kind is ErrorKind.PROTECTED
    whole = run_now(source.body(stored(listed), "sesame"))
    assert (whole.body_state, "ferry" in whole.plain) == (BodyState.FULL, True)
    assert run_now(source.thread(stored(listed))).complete


def test_an_article_that_is_gone_is_not_found(site: Site) -> None:
    source = opened(site)
    listed = stored(article(site, source, "empty"))
    gone = FoundArticle(remote_id="999999", url=listed.url, title="")
    with pytest.raises(AppError) as told:
        run_now(source.body(stored(gone)))
    assert told.value.kind is ErrorKind.NOT_FOUND


def test_the_long_thread_is_read_whole(site: Site) -> None:
    source = opened(site)
    listed = stored(article(site, source, "long"))
    parts: list[ThreadDelta] = []
    thread = run_now(source.thread(listed, None, parts.append))
    assert (len(thread.comments), thread.total, thread.complete) == (site.long, site.long, True)
    assert [len(each.comments) for each in parts] == [100]
    placed = place(thread.comments, key=lambda each: int(each.remote_id))
    assert len(placed) == site.long
    assert max(each.depth for each in placed) >= 4
    assert any(each.orphan for each in placed)  # answers to comments that are held
    assert {each.badge for each in thread.comments if each.author_name == "Carol"} == {"author"}
    assert "<strong>" not in thread.comments[0].plain
    assert run_now(source.comment_total(listed)) == site.long


def test_a_thread_without_comments_is_complete(site: Site) -> None:
    source = opened(site)
    listed = stored(article(site, source, "closed"))
    assert listed.comments_state is CommentsState.CLOSED
    assert run_now(source.thread(listed)) == ThreadDelta((), 0, complete=True)
    assert run_now(source.comment_total(listed)) == 0
