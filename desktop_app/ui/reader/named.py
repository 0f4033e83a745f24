"""Related articles together with the names of their sources."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article
from desktop_app.core.ids import SourceId
from desktop_app.core.work import Work

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services

Named = tuple[tuple[Article, ...], Mapping[SourceId, str]]


def related_with_names(
    services: "Services", article: Article, known: Mapping[SourceId, str]
) -> Work[Named]:
    """Return what is related; sources are asked for only when one has no known name."""
    found = yield from services.related.of(article.id)
    names = dict(known)
    if any(each.source_id not in names for each in found):
        sidebar = yield from services.subscribing.sidebar()
        names = {source.id: source.title for source in sidebar.sources}
    return found, names
