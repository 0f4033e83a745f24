"""What notifications say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.system.i18n import _, isolated, ngettext

if TYPE_CHECKING:
    from desktop_app.core.articles import Article
    from desktop_app.services.notices import Notice
    from desktop_app.storage.answers import Said

LINES = 3
LONGEST = 160
"""Letters of a comment that are shown."""

Words = tuple[str, str]  # title, text


def of_news(notice: "Notice") -> Words:
    """Return what to say of new articles."""
    if notice.count == 1:
        return notice.sources[0], notice.newest[0].title
    lines = [
        f"{isolated(source)}: {isolated(article.title)}"
        for article, source in zip(notice.newest, notice.sources, strict=True)
    ]
    title = ngettext("{count} new article", "{count} new articles", notice.count)
    return title.format(count=notice.count), _joined(lines, notice.count)


def of_answers(article: "Article", said: "Sequence[Said]") -> Words:
    """Return what to say of comments below an article, the newest first."""
    count = len(said)
    if count == 1:
        author = isolated(said[0].author or _("Somebody"))
        words = _("{name} answered you") if said[0].to_me else _("{name} wrote")
        return words.format(name=author), f"{_short(said[0].plain)}\n{isolated(article.title)}"
    lines = [f"{isolated(each.author)}: {isolated(_short(each.plain))}" for each in said[:LINES]]
    words = ngettext("{count} new comment", "{count} new comments", count)
    if all(each.to_me for each in said):
        words = ngettext("{count} answer to you", "{count} answers to you", count)
    title = f"{words.format(count=count)} · {isolated(article.title)}"
    return title, _joined(lines, count)


def _joined(lines: list[str], count: int) -> str:
    more = count - len(lines)
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return "\n".join(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
