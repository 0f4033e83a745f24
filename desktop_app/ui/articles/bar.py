"""The two rows under the header: the search field, and the chips with the sections' menu."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.articles import ListFilter
from desktop_app.core.ids import SectionId
from desktop_app.core.sources import Section
from desktop_app.system.i18n import _, pgettext
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import draw_text, elided
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.chip import Chip
from desktop_app.ui.widgets.menu_place import open_below
from desktop_app.ui.widgets.paint import ring
from desktop_app.ui.widgets.search_field import SearchField

SIDE, GAP, MOST_PICKER = 16, 10, 130
_PICK = fonts.FontKey(12.5)


class SectionPicker(QPushButton):
    """Says which section of a source is shown; a press opens the menu of all."""

    chosen = Signal(object)
    """A ``Section``, or None for the whole source."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sections: Sequence[Section] = ()
        self._current: SectionId | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.hide()
        theme.changed.connect(self.update)

    def set_sections(self, sections: Sequence[Section], current: SectionId | None) -> None:
        """Offer ``sections``; none hides the picker."""
        self._sections, self._current = sections, current
        title = next((each.title for each in sections if each.id == current), _("All sections"))
        self.setText(title)
        self.setAccessibleName(_("Section: {title}").format(title=title))
        self.setToolTip(title)
        self.setVisible(bool(sections))
        self.updateGeometry()
        self.update()

    def open_menu(self) -> None:
        """Show the menu under the picker."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        self._add(menu, group, _("All sections"), None)
        menu.addSeparator()
        for section in self._sections:
            self._add(menu, group, section.title, section)
        group.triggered.connect(self._on_chosen)
        open_below(menu, self)

    def _add(self, menu: QMenu, group: QActionGroup, text: str, section: Section | None) -> None:
        action = QAction(text.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked((section.id if section else None) == self._current)
        action.setData(section)
        group.addAction(action)
        menu.addAction(action)

    def _on_chosen(self, action: QAction) -> None:
        self.chosen.emit(action.data())

    def sizeHint(self) -> QSize:
        """Return the size of the words and the caret."""
        return QSize(round(elided(self.text(), _PICK, MOST_PICKER)[1]) + 28, 24)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint words and caret, quietly."""
        painter, tokens, rtl = QPainter(self), self._theme.tokens, self.isRightToLeft()
        color = tokens.text if self._current is not None or self.underMouse() else tokens.muted
        shown, wide = elided(self.text(), _PICK, MOST_PICKER)
        painter.setPen(color)
        base = fonts.baseline(0, self.height(), fonts.font(*_PICK))
        left = self.width() - 6 - wide if rtl else 6
        draw_text(painter, shown, left, base, wide + 1, _PICK)
        caret = self.width() - 6 - wide - 5 - 12 if rtl else 6 + wide + 5
        paint_icon(painter, "caret-down", QRectF(caret, 6.5, 12, 12), color)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), 7, tokens.accent)


class Bar(QWidget):
    """Search field over chips. ``filter_chosen`` carries a ``ListFilter``."""

    filter_chosen = Signal(object)

    def __init__(self, theme: Theme, search_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField(_("Search everything"), theme, hint=search_key)
        self.picker = SectionPicker(theme)
        self._chips = {
            ListFilter.ALL: Chip(pgettext("filter", "All"), theme),
            ListFilter.UNREAD: Chip(pgettext("filter", "Unread"), theme),
            ListFilter.SAVED: Chip(pgettext("filter", "Saved"), theme),
        }
        self._row = QWidget(self)
        chips = QHBoxLayout(self._row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        for chip in self._chips.values():
            chips.addWidget(chip)
            chip.toggled.connect(self._on_toggled)
        chips.addStretch(1)
        chips.addWidget(self.picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 0, SIDE, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self.field)
        layout.addWidget(self._row)
        self.set_filter(ListFilter.ALL)

    def set_filter(self, wanted: ListFilter) -> None:
        """Show which chip is on, telling nobody."""
        for kind, chip in self._chips.items():
            chip.blockSignals(True)
            chip.setChecked(kind is wanted)
            chip.blockSignals(False)
            chip.update()

    def show_chips(self, shown: bool) -> None:
        """Hide the chips where a list has no use for them."""
        self._row.setVisible(shown)

    def _on_toggled(self, on: bool) -> None:
        if on:
            chosen = next(kind for kind, chip in self._chips.items() if chip is self.sender())
            self.filter_chosen.emit(chosen)
