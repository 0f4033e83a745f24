"""Translate: paragraphs come one after the other and show in the article as they do."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import AppError
from desktop_app.services.understanding.model_translation import (
    CAPTION,
    TITLE,
    Job,
    Paragraph,
    Translated,
)
from desktop_app.system.i18n import _, language, ngettext
from desktop_app.text.translated import Marked, translated
from desktop_app.ui.insight import model_words as words
from desktop_app.ui.insight.model_ask import light
from desktop_app.ui.insight.model_translate_view import BESIDE, ORIGINAL, TranslateView

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.ui.insight.room import InsightRoom

KEY, SLOT = "translate", "insight.model.translate"
SHOW_MS = 300


class _Bridge(QObject):
    """Brings what is heard on the lanes to the main thread."""

    heard = Signal(object, object, object)


class Translating(QObject):
    """The panel, and the article that shows in another language. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        super().__init__(room)
        self._room = room
        self.view: TranslateView | None = None
        self._opened: OpenedArticle | None = None
        self._job: Job | None = None
        self._done: dict[int, Translated] = {}
        self._failed: dict[int, Paragraph] = {}
        self._trouble: AppError | None = None
        self._run = 0
        self._instead = False  # the page shows a translation
        self._bridge = _Bridge(self)
        self._bridge.heard.connect(self._on_heard)
        self._soon = QTimer(self, singleShot=True, interval=SHOW_MS)
        self._soon.timeout.connect(self._show)

    # -- opening ---------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Open the panel, or fold it; nothing is sent by that."""
        if self._room.panel.owner == KEY:
            self.fold()
            return
        if self._room.article is None:
            return
        if self.view is None:
            self.view = self._made()
            self._offer()
        self._room.panel.open(KEY, self.view)
        light(self._room)

    def _made(self) -> TranslateView:
        view = TranslateView(self._room.panel, self._room.theme)
        view.start.clicked.connect(self._on_start)
        view.again.clicked.connect(self._on_again)
        view.stop.clicked.connect(self._on_stop)
        view.ways.chosen.connect(self._on_way)
        view.language.currentIndexChanged.connect(self._on_language)
        view.consent.agreed.connect(self._on_agreed)
        view.consent.declined.connect(self._on_declined)
        view.resized.connect(self._room.panel.refresh)
        choice = self._room.understanding.model.choice
        view.choose(choice.language or language())
        return view

    def fold(self) -> None:
        """Fold the panel and show the original; what came stays kept."""
        self._cancel()
        self._restore()
        self._room.panel.fold(KEY)
        light(self._room)
        if self.view is not None:
            self._offer()

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Take another article; the same one with another text shows as it was."""
        before, self._opened = self._opened, opened
        if opened is None:
            return
        if before is not None and before.article.id == opened.article.id:
            if self._instead and before.body != opened.body:
                self.fold()
            return
        self._cancel()
        self._instead = False
        if self.view is not None:
            self._offer()
        self._room.panel.fold(KEY)
        light(self._room)

    def _offer(self) -> None:
        """Begin anew: nothing of this article was asked for."""
        self._job, self._trouble = None, None
        self._done, self._failed = {}, {}
        view, article = self.view, self._room.article
        if view is None:
            return
        view.rest()
        same = article is not None and article.language == view.language.currentData()
        view.state.say(_("The article is in this language already.") if same else "")

    # -- translating -----------------------------------------------------------------------------

    def _on_language(self) -> None:
        self._cancel()
        self._restore()
        self._offer()
        self._room.panel.refresh()

    def _on_start(self) -> None:
        view, article = self.view, self._room.article
        if view is None or article is None:
            return
        self._cancel()
        picture = self._opened.article.picture if self._opened is not None else None
        work = self._room.understanding.model.translation(
            article.article_id,
            article.title,
            article.text,
            view.language.currentData(),
            picture.caption if picture is not None else "",
        )
        self._room.tasks.start(SLOT, work, self._on_job, self._on_failed)

    def _on_job(self, job: Job) -> None:
        view = self.view
        if view is None:
            return
        self._job = job
        self._done = {each.place: each for each in job.done}
        self._failed = {}
        if not job.missing:
            self._finish()
        elif self._room.understanding.model.gate.is_agreed(job.choice):
            self._send(job.missing)
        else:
            view.start.hide()
            view.consent.ask(job.choice, job.sent)
            self._room.panel.refresh()

    def _on_agreed(self) -> None:
        view, job = self.view, self._job
        if view is None or job is None:
            return
        try:
            self._room.understanding.model.gate.agree(job.choice)
        except AppError as error:
            self._on_failed(error)
            return
        view.consent.hide()
        self._send(job.missing)

    def _on_declined(self) -> None:
        if self.view is not None:
            self.view.rest()
            self._room.panel.refresh()

    def _on_again(self) -> None:
        job = self._job
        if job is None:
            self._on_start()
            return
        asked = [each for each in job.paragraphs if each.place not in self._done]
        self._failed, self._trouble = {}, None
        self._send(tuple(asked))

    def _send(self, paragraphs: tuple[Paragraph, ...]) -> None:
        view, job = self.view, self._job
        if view is None or job is None:
            return
        self._run += 1
        self._trouble = None
        view.show_ways()
        view.set_running(True)
        self._say_progress()
        heard = partial(self._bridge.heard.emit, self._run)
        work = self._room.understanding.model.translate(job, paragraphs, heard)
        self._room.tasks.start(SLOT, work, self._on_done, self._on_failed)
        self._show()

    def _on_heard(
        self, run: int, paragraph: Paragraph, came: "Translated | AppError | None"
    ) -> None:
        if run != self._run or self.view is None:
            return
        if isinstance(came, AppError):
            self._failed[paragraph.place] = paragraph
            self._trouble = came
        elif came is not None:
            self._done[came.place] = came
            if not self._soon.isActive():
                self._soon.start()
        self._say_progress()

    def _say_progress(self) -> None:
        if self.view is None or self._job is None:
            return
        count = len(self._job.paragraphs)
        text = ngettext("{done} of {count} paragraph", "{done} of {count} paragraphs", count)
        self.view.say(text.format(done=len(self._done), count=count))

    def _on_done(self, _came: int) -> None:
        self._finish()

    def _finish(self) -> None:
        view, job = self.view, self._job
        if view is None or job is None:
            return
        view.show_ways()
        view.set_running(False, len(self._failed))
        self._show()
        if self._failed and self._trouble is not None:
            count = len(self._failed)
            text = ngettext(
                "{count} paragraph stayed as it was. {reason}",
                "{count} paragraphs stayed as they were. {reason}",
                count,
            )
            view.say(
                text.format(count=count, reason=words.of_paragraph(self._trouble)), strong=True
            )
        else:
            view.say(
                _("Translated by {model}; it may err. Kept with the article.").format(
                    model=job.choice.shown
                )
            )

    def _on_failed(self, error: AppError) -> None:
        view = self.view
        if view is None:
            return
        missing = 0 if self._job is None else len(self._job.paragraphs) - len(self._done)
        view.set_running(False, max(1, missing))
        view.start.hide()
        view.say(words.of_paragraph(error), strong=True)
        self._show()

    def _on_stop(self) -> None:
        self._cancel()
        if self.view is not None and self._job is not None:
            missing = len(self._job.paragraphs) - len(self._done)
            self.view.set_running(False, missing)
            self.view.say(_("Stopped."))
            self._show()

    def _cancel(self) -> None:
        self._run += 1
        self._soon.stop()
        self._room.tasks.cancel(SLOT)

    # -- the page --------------------------------------------------------------------------------

    def _on_way(self, way: object) -> None:
        if way == ORIGINAL:
            self._restore()
        else:
            self._show()

    def _show(self) -> None:
        """Set what is there of the translation into the page."""
        view, opened = self.view, self._opened
        if view is None or opened is None or opened.body is None or not self._done:
            return
        way = view.ways.value
        if way == ORIGINAL:
            return
        lines: dict[int, Marked] = {
            place: (each.text, [(number.first, number.last) for number in each.numbers])
            for place, each in self._done.items()
            if place >= 0
        }
        body = replace(opened.body, html=translated(opened.body.html, lines, way == BESIDE))
        title = self._done.get(TITLE)
        article = opened.article
        if title is not None:
            whole = f"{article.title}\n{title.text}" if way == BESIDE else title.text
            article = replace(article, title=whole)
        caption = self._done.get(CAPTION)
        if caption is not None and article.picture is not None:
            under = article.picture.caption
            under = f"{under}\n{caption.text}" if way == BESIDE else caption.text
            article = replace(article, picture=replace(article.picture, caption=under))
        self._instead = True
        self._room.stage.update_body(article, body)

    def _restore(self) -> None:
        """Show the original."""
        opened = self._opened
        if self._instead and opened is not None:
            self._room.stage.update_body(opened.article, opened.body)
        self._instead = False

    def close(self) -> None:
        """Stop, and show the original; the widgets go with the panel."""
        self._cancel()
        self._restore()
        self.view = None
        self.deleteLater()
