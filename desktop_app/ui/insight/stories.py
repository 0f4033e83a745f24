"""Stories: found in the background, opened as a timeline, read, muted and taken apart."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop_app.core.articles import Article, InStory
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import Work
from desktop_app.system.i18n import N_, _
from desktop_app.ui.actions import ActionSpec
from desktop_app.ui.articles import menu, words
from desktop_app.ui.articles.acts import nothing_more
from desktop_app.ui.articles.rows import Row
from desktop_app.ui.errors import Remedy, describe
from desktop_app.ui.insight.feature import Command, Feature, InsightButton
from desktop_app.ui.insight.story_pane import StoryPane
from desktop_app.ui.sources.look import SourceLook, unknown

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding.stories import Muted, Separated
    from desktop_app.services.understanding.texts import ArticleText
    from desktop_app.services.understanding.timeline import Sentence, Timeline
    from desktop_app.ui.insight.room import InsightRoom

STORY, READ, MUTE, APART = "story", "story_read", "story_mute", "story_apart"
TIMELINE, BRIEF = "insight.timeline", "insight.story"
START_MS, MORE_MS = 1500, 3000
"""After the window is there, and after news came, until what has no story is looked at."""


class StoriesFeature(Feature):
    """The button "4 sources", the timeline, the entries of menus. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room, self._window = room, room.window
        self._pane: StoryPane | None = None
        self._article: ArticleId | None = None
        """The article whose story the timeline shows."""
        self._brief: tuple[ArticleId, InStory | None] | None = None
        self._goal: tuple[ArticleId, Sentence] | None = None
        self._soon = QTimer(room, singleShot=True, interval=START_MS)
        self._soon.timeout.connect(self._catch_up)
        self._soon.start()
        acts = self._window.articles.acts
        acts.more = self._entries
        acts.more_wanted.connect(self._on_entry)
        self._window.articles.list.pill_pressed.connect(self._on_pill)
        self._window.applied.connect(self._on_change)

    def buttons(self) -> Sequence[InsightButton]:
        """Return the button that opens the timeline; it shows where there is a story."""
        tip = _("Who else tells this story, and what each adds")
        return (InsightButton(STORY, "stack", _("Story"), tip, self.open, False, 50, STORY, 4),)

    def commands(self) -> Sequence[Command]:
        """Return the menu entries."""
        return (
            (ActionSpec(STORY, N_("Open the story"), ("Y",), "article", True), self.open),
            (ActionSpec(READ, N_("Mark story read"), ("Shift+M",), "article"), self.mark_read),
            (ActionSpec(MUTE, N_("Mute this story"), ("Shift+U",), "article"), self.mute),
            (ActionSpec(APART, N_("Not the same story"), ("Shift+D",), "article"), self.separate),
        )

    # -- the article that shows ------------------------------------------------------------------

    def prepare(self, article: "ArticleText") -> Work[object] | None:
        """Look up the story before the article shows, so that the bar does not change after."""
        return self._look_up(article.article_id)

    def _look_up(self, article_id: ArticleId) -> Work[object]:
        found = yield from self._room.understanding.stories.brief(article_id)
        self._brief = (article_id, found)
        return found

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Show on the button how many sources tell it."""
        here = self._room.article
        if opened is None and self._pane is not None:
            self._pane.hide()  # another article was chosen beside it
        if opened is None or here is None:
            return
        self._show_brief(None)
        goal, self._goal = self._goal, None
        if goal is not None and goal[0] == here.article_id:
            sentence = goal[1]
            length = sentence.end - sentence.start
            QTimer.singleShot(0, partial(self._mark, sentence.start, length))

    def _mark(self, start: int, length: int) -> None:
        self._room.reader.mark(start, length)

    def _show_brief(self, _found: object) -> None:
        here = self._room.article
        if here is None or self._brief is None or self._brief[0] != here.article_id:
            story = None
        else:
            story = self._brief[1]
        told = "" if story is None else words.story_told_by(story)
        self._room.bar.set_shown(STORY, bool(told), told)

    def _on_change(self, change: ChangeSet) -> None:
        # An article that is alone may be of a story by the text or the language that it has now.
        looked_at = change.new_articles or change.bodies or change.languages
        if looked_at and not self._soon.isActive():
            self._soon.start(MORE_MS)
        here = self._room.article
        if here is not None and here.article_id in change.stories:
            work = self._look_up(here.article_id)
            self._room.tasks.start(BRIEF, work, self._show_brief)
        pane = self._pane
        touched = change.stories | change.removed_articles | change.bodies
        if pane is not None and pane.isVisible() and pane.shows(touched):
            self._load()

    def _catch_up(self) -> None:
        self._room.tasks.run(self._room.understanding.stories.catch_up())

    # -- the timeline ----------------------------------------------------------------------------

    def open(self) -> None:
        """Show the story of the current article as a timeline, or go back from it."""
        article = self._window.articles.current() or self._window.reader.current
        if self._pane is not None and self._pane.isVisible():
            self.leave()
        elif article is not None:
            self.open_story(article.id)

    def open_story(self, article_id: ArticleId) -> None:
        """Show the story of an article; where it was scrolled to stays."""
        pane = self._made()
        pane.open()
        if article_id != self._article or pane.timeline is None:
            pane.wait()
        self._article = article_id
        self._load()

    def _load(self) -> None:
        assert self._article is not None
        work = self._room.understanding.stories.of(self._article)
        self._room.tasks.start(TIMELINE, work, self._on_timeline, self._on_failed)

    def _made(self) -> StoryPane:
        if self._pane is None:
            pane = self._pane = StoryPane(
                self._room.theme, self._room.stage.related.pictures, self._window.reader
            )
            pane.look = self._look
            self._window.scroll_over = pane.scroll_page
            pane.closed.connect(self.leave)
            pane.article_chosen.connect(self._on_chosen)
            pane.read_wanted.connect(self.mark_read)
            pane.mute_wanted.connect(self.mute)
            pane.apart_wanted.connect(self._separate)
            pane.copy_wanted.connect(self._on_copy)
            pane.retry_wanted.connect(self._load)
        return self._pane

    def _look(self, source_id: SourceId) -> SourceLook:
        return self._window.articles.context.looks.get(source_id) or unknown()

    def _on_timeline(self, timeline: "Timeline") -> None:
        if self._pane is not None:
            self._pane.show_timeline(timeline)

    def _on_failed(self, error: AppError) -> None:
        if self._pane is None or error.kind is ErrorKind.CANCELLED:
            return
        told = describe(error)
        if error.kind is ErrorKind.NOT_FOUND:
            nothing = _("Stories are found among the articles of the last three days.")
            self._pane.show_problem(_("No story"), nothing)
        else:
            button = told.button if told.remedy is Remedy.RETRY else ""
            self._pane.show_problem(told.title, told.sentence, button)

    def _on_chosen(self, article: Article, sentence: "Sentence | None") -> None:
        here = self._room.article
        if sentence is not None and here is not None and here.article_id == article.id:
            self._mark(sentence.start, sentence.end - sentence.start)
        elif sentence is not None:
            self._goal = (article.id, sentence)
        self.leave()
        self._window.open_article(article)

    def leave(self) -> None:
        """Go back to the article."""
        if self._pane is not None:
            self._pane.hide()
            self._window.reader.setFocus()

    def _on_copy(self, article: Article) -> None:
        menu.copy_link(article)
        self._window.show_toast(_("Link copied"), None)

    # -- what is done with a story ---------------------------------------------------------------

    def _entries(self, row: Row) -> Sequence[menu.Entry]:
        """Return what the menu of a row offers besides."""
        story = row.story
        if story is None:
            return ((MUTE, "bell-slash", _("Mute this story")),)
        mute = (MUTE, "bell-slash", _("Mute this story"))
        if story.muted:
            mute = (MUTE, "bell", _("Hear of this story again"))
        return (
            (STORY, "stack", _("Open the story")),
            (READ, "check-circle", _("Mark story read")),
            mute,
            (APART, "minus", _("Not the same story")),
        )

    def _on_pill(self, number: int) -> None:
        row = self._window.articles.model.row_at(number)
        if row is not None:
            self.open_story(row.article.id)

    def _on_entry(self, name: str, article: Article) -> None:
        if name == STORY:
            self.open_story(article.id)
        elif name == READ:
            self._mark_read(article.id)
        elif name == MUTE:
            self._mute(article.id)
        elif name == APART:
            self._separate(article)

    def _with_current(self, act: Callable[[ArticleId], None]) -> None:
        pane = self._pane
        article = self._window.articles.current() or self._window.reader.current
        if pane is not None and pane.isVisible() and self._article is not None:
            act(self._article)
        elif article is not None:
            act(article.id)

    def mark_read(self) -> None:
        """Mark the story of the current article as read."""
        self._with_current(self._mark_read)

    def _mark_read(self, article_id: ArticleId) -> None:
        work = self._room.understanding.stories.mark_read(article_id)
        self._room.tasks.run(work, self._on_read, self._on_not_done)

    def _on_read(self, ids: tuple[ArticleId, ...]) -> None:
        if not ids:
            self._window.show_toast(_("The story is read already"), None)
        else:
            undo = self._window.articles.marks.undo(ids)
            self._window.show_toast(words.marked(len(ids)), undo)

    def mute(self) -> None:
        """Hear no more of the current article's story, or hear of it again."""
        self._with_current(self._mute)

    def _mute(self, article_id: ArticleId) -> None:
        work = self._room.understanding.stories.toggle_muted(article_id)
        self._room.tasks.run(work, self._on_muted, self._on_not_done)

    def _on_muted(self, muted: "Muted") -> None:
        if muted.on:
            told = _("Story muted: what joins it will not be listed")
        else:
            told = _("You will hear of this story again")
        self._window.show_toast(told, partial(self._undo_mute, muted))

    def _undo_mute(self, muted: "Muted") -> None:
        self._room.tasks.run(self._room.understanding.stories.take_back(muted))

    def separate(self) -> None:
        """Say that the current article is not of its story."""
        article = self._window.articles.current() or self._window.reader.current
        if article is not None:
            self._separate(article)

    def _separate(self, article: Article) -> None:
        work = self._room.understanding.stories.separate(article.id)
        done = partial(self._on_separated, article)
        self._room.tasks.run(work, done, self._on_not_done)

    def _on_separated(self, article: Article, separated: "Separated") -> None:
        if article.id == self._article and self._pane is not None and self._pane.isVisible():
            others = [each.report.article.id for each in self._pane.cards]
            self._article = next((each for each in others if each != article.id), article.id)
            self._load()
        told = _("Taken out of the story: “{title}”").format(title=article.title)
        self._window.show_toast(told, partial(self._rejoin, separated))

    def _rejoin(self, separated: "Separated") -> None:
        self._room.tasks.run(self._room.understanding.stories.rejoin(separated))

    def _on_not_done(self, error: AppError) -> None:
        if error.kind is ErrorKind.NOT_FOUND:
            self._window.show_toast(_("This article is of no story"), None)
        elif error.kind is not ErrorKind.CANCELLED:
            self._window.show_toast(describe(error).sentence, None)

    def close(self) -> None:
        """Stop, and take entries and timeline away."""
        self._soon.stop()
        for slot in (TIMELINE, BRIEF):
            self._room.tasks.cancel(slot)
        acts = self._window.articles.acts
        acts.more = nothing_more
        acts.more_wanted.disconnect(self._on_entry)
        self._window.articles.list.pill_pressed.disconnect(self._on_pill)
        self._window.applied.disconnect(self._on_change)
        self._window.scroll_over = None
        if self._pane is not None:
            self._pane.hide()
            self._pane.deleteLater()
            self._pane = None
