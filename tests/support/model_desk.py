"""A profile with articles, a loopback server that plays a language model, and the choice of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_app.app import build_services
from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import FoundSource, SafeHtml
from desktop_app.core.work import run_now
from desktop_app.services.bundle import Services
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.services.understanding.model_service import LanguageModel
from desktop_app.services.understanding.texts import ArticleText
from desktop_app.storage.articles import Articles
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import Settings
from desktop_app.text.plain import plain
from tests.servers.model_replay import MODEL, Replay, replaying

NOW = 1_795_452_000
TITLE = "Night buses get a second line"
PARAGRAPHS = (
    "From Thursday the city will run buses until two in the morning on a second line.",
    "Twelve drivers planned the route on paper in August and walked it at night.",
    "Line N2 links the university, the hospital and the old market every forty minutes.",
    "“We know where people stand in the dark,” said Omar Saleh, who has driven for 19 years.",
    "The first month costs the city 18,000 dinars, less than half of what was expected.",
)


def body_of(paragraphs: tuple[str, ...]) -> SafeHtml:
    return SafeHtml("".join(f"<p>{each}</p>" for each in paragraphs))


class Desk:
    """Everything at hand."""

    def __init__(self, folder: Path, replay: Replay) -> None:
        paths = profile_paths(folder)
        self.replay = replay
        self.settings = Settings(paths.settings_file)
        self.credentials = MemoryCredentials()
        self.services: Services
        self.services, self.backstage = build_services(
            paths, self.settings, credentials=self.credentials, clock=SystemClock()
        )
        database = self.services.reading._database
        self.sources, self.articles = Sources(database), Articles(database)

    @property
    def model(self) -> LanguageModel:
        return self.services.understanding.model

    def choose(self, agreed: bool = True, **more: Any) -> Choice:
        """Choose the server that replays, and agree."""
        choice = replace(Choice(Where.HERE, self.replay.url, MODEL), **more)
        self.model.choose(choice)
        if agreed:
            self.model.gate.agree(self.model.choice)
        return self.model.choice

    def add(
        self, title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS, number: int = 1
    ) -> ArticleText:
        """Store an article of a source of its own; return its text."""
        host = f"https://paper{number}.example"
        source = self.sources.add(
            FoundSource("feed", f"{host}/feed", f"Paper {number}", f"{host}/"), None, NOW
        )
        return self.store(source.id, title, paragraphs, number)

    def store(
        self, source_id: SourceId, title: str, paragraphs: tuple[str, ...], number: int
    ) -> ArticleText:
        html = body_of(paragraphs)
        found = FoundArticle(
            remote_id=str(number),
            url=f"https://paper.example/{number}",
            title=title,
            published_at=NOW,
            body=html,
            body_state=BodyState.FULL,
            plain=plain(html),
        )
        (article_id,) = self.articles.store(source_id, [found], NOW).new
        return self.text(article_id)

    def text(self, article_id: ArticleId) -> ArticleText:
        opened = run_now(self.services.reading.open(article_id))
        work = self.services.understanding.texts.of(opened.article, opened.body, opened.source)
        return run_now(work)

    def source_of(self, text: ArticleText) -> SourceId:
        article = self.articles.get(text.article_id)
        assert article is not None
        return article.source_id


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    with replaying() as replay:
        desk = Desk(folder, replay)
        try:
            yield desk
        finally:
            desk.backstage.close()
