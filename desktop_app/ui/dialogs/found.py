"""What an address turned out to be: the candidates, the newest headlines, the sections."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.sources import FoundSection
from desktop_app.system.i18n import _, ngettext
from desktop_app.text.urls import host_shown
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.nesting import nested
from desktop_app.ui.dialogs.rows import Rows, RowWords
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.times import short_age

if TYPE_CHECKING:
    from desktop_app.services.subscribing import Candidate

PREVIEW, MOST_ROWS = 12, 3
ROW = 52


class Found(QWidget):
    """Shows candidates. ``chosen`` says that another one is looked at."""

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._candidates: tuple[Candidate, ...] = ()
        self.choices = Rows(theme, _("What was found"))
        self.choices.currentRowChanged.connect(self._on_row)
        self._headlines = Rows(theme, _("Newest articles"), framed=False)
        self._headlines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sections = Rows(theme, _("Sections to follow"))
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.choices)
        pair = QHBoxLayout()
        pair.setSpacing(24)
        pair.addWidget(_captioned(_("Newest articles"), "", self._headlines), 1)
        hint = _("Tick some to follow only those.")
        self._right = _captioned(_("Sections"), hint, self.sections)
        pair.addWidget(self._right, 1)
        column.addLayout(pair, 1)

    def show_candidates(self, candidates: "tuple[Candidate, ...]") -> None:
        """Show what was found, the first one chosen."""
        self._candidates = candidates
        self.choices.clear()
        for candidate in candidates:
            self.choices.add(candidate.found.base_url, _words(candidate))
        rows = min(len(candidates), MOST_ROWS)
        self.choices.setFixedHeight(rows * ROW + 10)
        several = len(candidates) > 1
        policy = Qt.FocusPolicy.StrongFocus if several else Qt.FocusPolicy.NoFocus
        self.choices.setFocusPolicy(policy)
        self.choices.setCurrentRow(0)

    def candidate(self) -> "Candidate | None":
        """Return the one that is looked at."""
        row = self.choices.currentRow()
        return self._candidates[row] if 0 <= row < len(self._candidates) else None

    def followed(self) -> frozenset[str]:
        """Return the ticked sections; none means all of the source."""
        return frozenset(str(key) for key in self.sections.checked())

    @Slot(int)
    def _on_row(self, _row: int) -> None:
        candidate = self.candidate()
        if candidate is None:
            return
        self._headlines.clear()
        now = int(time.time())
        for article in candidate.preview[:PREVIEW]:
            age = short_age(article.published_at, now) if article.published_at else ""
            words = RowWords(article.title or article.url, age, lines=2)
            self._headlines.add(article.url, words).setFlags(Qt.ItemFlag.ItemIsEnabled)
        if not candidate.preview:
            row = self._headlines.add("", RowWords(_("No articles yet.")))
            row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.sections.clear()
        for section, depth in nested(candidate.sections):
            trail = "" if section.total is None else str(section.total)
            item = self.sections.add(
                section.remote_id, RowWords(section.title, trail=trail, depth=depth), checked=False
            )
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(section))
        if candidate.sections:
            self.sections.setCurrentRow(0)
        self._right.setVisible(bool(candidate.sections))
        self.chosen.emit()


def _spoken(section: FoundSection) -> str:
    if section.total is None:
        return section.title
    count = ngettext("{count} article", "{count} articles", section.total)
    return _(", ").join((section.title, count.format(count=section.total)))


def _words(candidate: "Candidate") -> RowWords:
    found = candidate.found
    host = host_shown(found.home_url) or host_shown(found.base_url)
    title = found.title or host
    kind = {
        "wordpress": _("WordPress newsroom with comments"),
        "feed": _("Feed"),
    }.get(found.kind, "")
    second = " · ".join(part for part in (kind, host) if part)
    return RowWords(title, second, tile=host or title, bold=True)


def _captioned(caption: str, hint: str, view: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(caption, font(13, 600)))
    if hint:
        column.addWidget(label(hint, font(12), muted=True))
    column.addSpacing(4)
    column.addWidget(view, 1)
    return box
