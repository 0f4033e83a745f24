"""Steps of the tests of what the desktop shows: the presence of a window, and what is unread."""

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import run_now
from desktop_app.ui.presence import Presence
from desktop_app.ui.running import Running


def presence(running: Running) -> Presence:
    """Return what stands for the window in the desktop."""
    assert running._presence is not None
    return running._presence


def ids(running: Running) -> list[ArticleId]:
    """Return the unread articles, as they are listed."""
    page = run_now(running.services.reading.page(ListQuery(ListKind.UNREAD)))
    return [each.id for each in page.items]
