"""The panel of Ask: what can be asked for, the reader's agreement, the answer."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.understanding.model_prompts import Scope, Task
from desktop_app.system.i18n import _
from desktop_app.ui.insight.model_answer import AnswerView
from desktop_app.ui.insight.model_consent import ConsentView
from desktop_app.ui.insight.model_field import ChipRow, QuestionField
from desktop_app.ui.insight.model_parts import Words
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton, TextButton
from desktop_app.ui.widgets.tab_order import inside


class AskView(QWidget):
    """Main thread. ``wanted`` carries the Task of a press that asks."""

    wanted = Signal(object)
    scope_chosen = Signal(object)
    resized = Signal()

    def __init__(self, panel: InsightPanel, theme: Theme) -> None:
        super().__init__(panel)
        self.panel = panel
        self.summaries: dict[Task, TextButton] = {}
        summaries = QHBoxLayout()
        summaries.setSpacing(6)
        for task, words in (
            (Task.SHORT, _("Short summary")),
            (Task.POINTS, _("Main points")),
            (Task.SIMPLE, _("Explain simply")),
        ):
            button = TextButton(words, theme, parent=self)
            button.clicked.connect(self._on_summary)
            summaries.addWidget(button)
            self.summaries[task] = button
        summaries.addStretch(1)
        self.scopes = ChipRow(
            (
                (Scope.ARTICLE, _("This article")),
                (Scope.STORY, _("The whole story")),
                (Scope.THREAD, _("The comments")),
            ),
            theme,
            panel,
            _("What it is about"),
        )
        self.field = QuestionField(_("Ask about this article"), panel)
        self.send = IconButton("paper-plane-tilt", _("Ask"), theme, size=16)
        self.line = QWidget()
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.send)
        self.hint = Words(panel)
        self.consent = ConsentView(panel, theme)
        self.answer = AnswerView(panel, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addLayout(summaries)
        for widget in (self.scopes, self.hint, self.consent, self.answer):
            column.addWidget(widget)
        self.answer.hide()
        self.field.returnPressed.connect(self._on_send)
        self.field.busy = lambda: not self.answer.stop.isHidden()
        self.field.stop_requested.connect(self.answer.stop_requested)
        self.send.clicked.connect(self._on_send)
        self.scopes.chosen.connect(self.scope_chosen)
        self.answer.resized.connect(self.resized)

    def tab_order(self) -> list[QWidget]:
        """Return what Tab reaches, from the top down."""
        first: list[QWidget] = [self.field, self.send, *self.summaries.values()]
        parts = (self.scopes, self.consent, self.answer)
        return [*first, *(each for part in parts for each in inside(part))]

    @property
    def scope(self) -> Scope:
        """What is asked about."""
        value = self.scopes.value
        return value if isinstance(value, Scope) else Scope.ARTICLE

    def offer(self, scopes: tuple[Scope, ...], hint: str) -> None:
        """Take another article: forget the last answer, show what it can be asked about."""
        self.scopes.show_only(scopes)
        self.scopes.choose(Scope.ARTICLE)
        self.field.clear()
        self.field.dress()
        self.hint.say(hint)
        self.consent.hide()
        self.answer.clear()
        self.answer.hide()
        self.name_field()

    def name_field(self) -> None:
        """Say in the field what a question would be about."""
        words = {
            Scope.ARTICLE: _("Ask about this article"),
            Scope.STORY: _("Ask about all articles of this story"),
            Scope.THREAD: _("What do the comments disagree about?"),
        }[self.scope]
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)

    def _on_summary(self) -> None:
        sender = self.sender()
        for task, button in self.summaries.items():
            if button is sender:
                self.wanted.emit(task)

    def _on_send(self) -> None:
        if not self.field.text().strip() and self.scope is Scope.THREAD:
            self.field.setText(self.field.placeholderText())
        if self.field.text().strip():
            self.wanted.emit(Task.QUESTION)

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(560, self.heightForWidth(560))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all that shows."""
        layout = self.layout()
        if layout is None:
            return 0
        layout.invalidate()
        return (
            layout.heightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.sizeHint().height()
        )

    def focus(self, on_summary: bool) -> None:
        """Give the focus to the question, or to the first summary."""
        begin = self.summaries[Task.SHORT] if on_summary else self.field
        begin.setFocus(Qt.FocusReason.TabFocusReason)
