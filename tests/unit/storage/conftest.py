"""A real database file for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.sources import Source
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from tests.support.found import StandingClock, found_source


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def database(path: Path, clock: StandingClock) -> Iterator[Database]:
    database = Database(path, clock)
    database.open()
    yield database
    database.close()


@pytest.fixture
def articles(database: Database) -> Articles:
    return Articles(database)


@pytest.fixture
def sources(database: Database) -> Sources:
    return Sources(database)


@pytest.fixture
def comments(database: Database) -> Comments:
    return Comments(database)


@pytest.fixture
def search(database: Database) -> Search:
    return Search(database)


@pytest.fixture
def source(sources: Sources) -> Source:
    return sources.add(found_source(), None, 0)
