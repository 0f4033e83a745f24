"""An answer as it comes: its sentences, what proves them, how it went, and what can be done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.insight import model_words as words
from desktop_app.ui.insight.model_parts import QuoteButton, SentenceButton, Words, way_of
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

if TYPE_CHECKING:
    from desktop_app.services.understanding.model_asking import (
        Answer,
        CheckedAnswer,
        CheckedQuote,
        CheckedSentence,
    )
    from desktop_app.services.understanding.model_service import Progress, Stage


GAP = 6  # between a sentence and what stands over it


class AnswerView(QWidget):
    """Main thread. ``chosen`` carries a ``CheckedQuote`` that the reader wants to see."""

    chosen = Signal(object)
    resized = Signal()
    stop_requested = Signal()
    again_requested = Signal()
    copy_requested = Signal()

    def __init__(self, panel: InsightPanel, theme: Theme) -> None:
        super().__init__(panel)
        self._panel = panel
        self._stage: Stage | None = None
        self._seconds = 0
        self._shown: CheckedAnswer | None = None
        self.rows: list[SentenceButton | QuoteButton] = []
        self.missing = _("Not in the article")
        """What is said of a sentence that nothing proves."""
        self.state = Words(panel)
        self.notes = Words(panel)
        self.stop = TextButton(_("Stop"), theme, icon="x", parent=self)
        self.again = TextButton(_("Try again"), theme, parent=self)
        self.copy = TextButton(_("Copy"), theme, icon="copy", parent=self)
        self._list = QVBoxLayout()
        self._list.setSpacing(3)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.stop, self.again, self.copy):
            buttons.addWidget(button)
            button.hide()
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._list)
        column.addWidget(self.state)
        column.addWidget(self.notes)
        column.addLayout(buttons)
        self.stop.clicked.connect(self.stop_requested)
        self.again.clicked.connect(self.again_requested)
        self.copy.clicked.connect(self.copy_requested)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._on_tick)

    def tab_order(self) -> list[QWidget]:
        """Return the sentences with their sources, then what can be done with them."""
        return [*self.rows, self.stop, self.again, self.copy]

    # -- what happens ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Say that something was sent."""
        self.clear()
        self._seconds = 0
        self._tick.start()
        self.stop.show()
        self.resized.emit()

    def show_progress(self, progress: "Progress") -> None:
        """Show how far it is."""
        self._stage = progress.stage
        self.state.say(words.progress(progress.stage, self._seconds))
        if progress.checked is not None:
            self._show(progress.checked, finished=False)
        self.resized.emit()

    def show_answer(self, answer: "Answer") -> None:
        """Show all of it, checked."""
        self._rest()
        self._show(answer.checked, finished=True)
        self.state.say(words.trouble(answer.trouble) if answer.trouble is not None else "")
        self.state.strong = answer.trouble is not None
        notes = [words.left_out(answer.prepared.left_out)]
        if answer.checked.sentences:
            notes.insert(0, words.share(answer.checked))
        self.notes.say(" ".join(note for note in notes if note))
        self.copy.setVisible(bool(answer.checked.sentences))
        self.again.show()
        self.resized.emit()
        count = len(answer.checked.sentences)
        self._announce(
            ngettext(
                "The answer has {count} sentence.", "The answer has {count} sentences.", count
            ).format(count=count)
            if count
            else self.state.text
        )

    def show_error(self, error: AppError) -> None:
        """Say what went wrong; what came before stays."""
        self._rest()
        self.state.strong = True
        self.state.say(words.trouble(error))
        self.again.show()
        self.resized.emit()
        self._announce(self.state.text)

    def show_stopped(self) -> None:
        """Say that the reader stopped it."""
        self._rest()
        self.state.say(_("Stopped."))
        self.again.show()
        self.resized.emit()

    def clear(self) -> None:
        """Show nothing."""
        self._rest()
        self._shown = None
        self._take_rows(0)
        for each in (self.state, self.notes):
            each.strong = False
            each.say("")
        for button in (self.again, self.copy):
            button.hide()

    def _rest(self) -> None:
        self._tick.stop()
        self._stage = None
        self.stop.hide()

    def _on_tick(self) -> None:
        self._seconds += 1
        if self._stage is not None:
            self.state.say(words.progress(self._stage, self._seconds))
            self.resized.emit()

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # -- rows ------------------------------------------------------------------------------------

    def _show(self, checked: "CheckedAnswer", finished: bool) -> None:
        if checked == self._shown and not finished:
            return
        before = self._shown.sentences if self._shown is not None else ()
        same = sum(1 for one, two in zip(before, checked.sentences, strict=False) if one == two)
        kept = same if before[:same] == checked.sentences[:same] else 0
        self._shown = checked
        self._take_rows(sum(1 + len(_under(each)) for each in checked.sentences[:kept]))
        main = way_of(" ".join(each.text for each in checked.sentences))
        for sentence in checked.sentences[kept:]:
            row = SentenceButton(sentence, self._panel, main, self.missing)
            row.above = GAP if self.rows else 0
            row.clicked.connect(self._on_clicked)
            self._add(row)
            for quote in _under(sentence):
                under = QuoteButton(quote, self._panel, main)
                under.clicked.connect(self._on_clicked)
                self._add(under)
        last = [each for each in self.rows if isinstance(each, SentenceButton)][-1:]
        for each in self.rows:
            if isinstance(each, SentenceButton):
                each.set_unfinished(not finished and each in last)

    def _add(self, row: "SentenceButton | QuoteButton") -> None:
        row.setParent(self)
        self._list.addWidget(row)
        row.show()
        self.rows.append(row)

    def _take_rows(self, kept: int) -> None:
        for row in self.rows[kept:]:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.rows[kept:]

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QuoteButton):
            self.chosen.emit(sender.quote)
        elif isinstance(sender, SentenceButton) and sender.sentence.quotes:
            self.chosen.emit(sender.sentence.quotes[0])

    def text(self) -> str:
        """Return the answer as text, each sentence with what proves it."""
        lines = []
        for row in self.rows:
            if isinstance(row, QuoteButton):
                lines.append(f"    {row.text()}")
            else:
                note = f" [{row.note}]" if row.note else ""
                lines.append(f"{row.sentence.text}{note}")
        return "\n".join(lines)

    def keyPressEvent(self, event: object) -> None:
        """Esc stops what is under way."""
        key = getattr(event, "key", lambda: None)()
        if key == Qt.Key.Key_Escape and self._tick.isActive():
            self.stop_requested.emit()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


def _under(sentence: "CheckedSentence") -> "tuple[CheckedQuote, ...]":
    """Return the quotations to show under a sentence: not one that is the sentence itself."""
    return tuple(each for each in sentence.quotes if each.text != sentence.text)
