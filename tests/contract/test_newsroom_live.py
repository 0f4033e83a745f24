"""What the embedded newsroom does at bad moments."""

from typing import Any

import pytest

from desktop_app.core.comments import Held, Published, Unsure
from desktop_app.core.sources import FoundSource
from desktop_app.core.work import run_now
from desktop_app.network.http import Answer, Http, MemoryBackoff
from desktop_app.sources.kinds import open_source
from desktop_app.sources.wordpress.find import find_wordpress
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.newsroom import Demo
from tests.servers.site import Site, article, opened, stored


class Hasty(Http):
    """Gives up on a posting after a moment, as a reader's network may."""

    def send(self, method: str, url: str, **given: Any) -> Answer:
        return super().send(method, url, **{**given, "deadline": 0.3})


@pytest.fixture(params=["newsroom"])
def site(site: Site) -> Site:
    """Only the newsroom."""
    return site


def hasty_source(home: str, client: Http) -> WordPressSource:
    found: FoundSource | None = run_now(find_wordpress(client.get(home), client))
    assert found is not None
    source = open_source(found, client)
    assert isinstance(source, WordPressSource)
    return source


@pytest.mark.parametrize(("word", "outcome"), [("fine", Published), ("holdme", Held)])
def test_a_posting_that_timed_out_after_the_insert_is_found_again(
    newsroom: Demo, site: Site, word: str, outcome: type
) -> None:
    patient = opened(site)
    place = stored(article(site, patient, "empty"))
    posting, secret = site.posting(f"{word} & stalled < \\ once"), site.secret("bob")
    before = run_now(patient.thread(place)).total or 0
    client = Hasty(MemoryBackoff(), user_agent="Daily8 tests")
    with newsroom.rules(flood=0.0, stall=1.0):
        lost = run_now(hasty_source(site.home, client).post(posting, place, secret))
    client.close()
    assert isinstance(lost, Unsure)
    with newsroom.rules(flood=0.0):
        found = run_now(patient.recover(posting, place, secret, site.readers["bob"]))
    assert isinstance(found, outcome)
    after = run_now(patient.thread(place)).total or 0
    assert after - before == (1 if outcome is Published else 0)
