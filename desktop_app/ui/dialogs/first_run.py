"""The first window: four ways in, no account asked for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.controls import Toggle
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.landscape import paint_landscape
from desktop_app.ui.dialogs.logo import Logo
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import draw_lines, draw_text, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

COLUMN, FIELD, CARD = 600, 40, 64
_TITLE, _WORDS = fonts.FontKey(14, 600), fonts.FontKey(13)


class Way(QAbstractButton):
    """One of the ways in: icon, title, a line of explanation."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str) -> None:
        super().__init__()
        self._theme, self._icon, self._title, self._words = theme, icon, title, words
        self._keyboard = KeyboardFocus(self)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        """The explanation breaks where it must."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height with all lines of the explanation."""
        lines = laid_out(self._words, _WORDS, float(width - 58 - 44), 3).lines
        return CARD + (lines - 1) * 18

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(COLUMN, self.heightForWidth(COLUMN))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, mirrored where the window is."""
        tokens, rtl, width = self._theme.tokens, self.isRightToLeft(), self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        over = self.underMouse() or self.isDown()
        painter.setPen(tokens.quote if over else tokens.line)
        painter.setBrush(tokens.hover if self.isDown() else tokens.raised)
        painter.drawRoundedRect(ground, 10, 10)
        middle = self.height() / 2
        icon = QRectF(width - 18 - 22 if rtl else 18, middle - 11, 22, 22)
        paint_icon(painter, self._icon, icon, tokens.accent)
        caret = QRectF(16 if rtl else width - 32, middle - 8, 16, 16)
        paint_icon(painter, "caret-right", caret, tokens.muted, rtl)
        left, room = (44 if rtl else 58), float(width - 58 - 44)
        painter.setPen(tokens.text)
        base = fonts.baseline(12, 20, font(*_TITLE))
        draw_text(painter, self._title, left, base, room, _TITLE, at_right=rtl)
        painter.setPen(tokens.muted)
        draw_lines(painter, laid_out(self._words, _WORDS, room, 3), left, 33, room, 18, _WORDS)
        if self._keyboard.shown:
            ring(painter, QRectF(self.rect()), 10, tokens.accent, 0)


class Switch(QWidget):
    """Something that can be switched off, set like a way in but without its card."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str) -> None:
        super().__init__()
        self._theme, self._icon, self._title, self._words = theme, icon, title, words
        self.toggle = Toggle(theme, title)
        self.toggle.setParent(self)
        self.toggle.setAccessibleDescription(words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        """The explanation breaks where it must."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height with all lines of the explanation."""
        return 26 + 18 * laid_out(self._words, _WORDS, float(width - 58 - 66), 3).lines

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(COLUMN, self.heightForWidth(COLUMN))

    def resizeEvent(self, _event: object) -> None:
        """Keep the switch at the trailing edge."""
        left = 12 if self.isRightToLeft() else self.width() - 12 - self.toggle.width()
        self.toggle.move(left, (self.height() - self.toggle.height()) // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and words, mirrored where the window is."""
        tokens, rtl, width = self._theme.tokens, self.isRightToLeft(), self.width()
        painter = QPainter(self)
        middle = (self.height() - 22) / 2
        icon = QRectF(width - 18 - 22 if rtl else 18, middle, 22, 22)
        paint_icon(painter, self._icon, icon, tokens.muted, rtl)
        left, room = (66 if rtl else 58), float(width - 58 - 66)
        painter.setPen(tokens.text)
        draw_text(
            painter, self._title, left, fonts.baseline(4, 20, font(*_TITLE)), room, _TITLE, rtl
        )
        painter.setPen(tokens.muted)
        draw_lines(painter, laid_out(self._words, _WORDS, room, 3), left, 24, room, 18, _WORDS)


class FirstRun(QWidget):
    """Covers the empty window until there is a source. Main thread.

    ``can_leave`` lets Esc uncover a window that has sources.
    """

    address_entered = Signal(str)
    catalogue_requested = Signal()
    import_requested = Signal()
    demo_requested = Signal()
    insight_switched = Signal(bool)

    def __init__(
        self, parent: QWidget, theme: Theme, can_leave: bool = False, insight: bool = True
    ) -> None:
        super().__init__(parent)
        self._insight = insight
        self._theme, self._window, self._can_leave = theme, parent, can_leave
        self.setAccessibleName(_("Welcome"))
        self._column = QWidget()
        self._column.setMaximumWidth(COLUMN)
        self._build()
        self._dress()
        theme.changed.connect(self._dress)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self._address.setFocus()

    def _build(self) -> None:
        inner = QVBoxLayout(self._column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(Logo(self._theme, 48))
        inner.addSpacing(6)
        words = _(
            "Choose what you want to read. Everything is kept on this computer; "
            "no account is needed."
        )
        title = _("The news, and what people say about it")
        inner.addWidget(label(title, font(29, 700, serif=True)))
        inner.addWidget(label(words, font(14)))
        inner.addSpacing(10)
        inner.addLayout(self._make_address())
        inner.addSpacing(6)
        for icon, name, explained, slot in self._ways():
            way = Way(self._theme, icon, name, explained)
            way.clicked.connect(slot)
            inner.addWidget(way)
        inner.addSpacing(6)
        inner.addWidget(self._make_switch())
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._column, 100)
        centred.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 8, 32, 8)
        outer.addStretch(2)
        outer.addLayout(centred)
        outer.addStretch(3)

    def _make_address(self) -> QHBoxLayout:
        self._address = QLineEdit()
        self._address.setPlaceholderText(_("Paste the address of a newsroom or a feed"))
        self._address.setAccessibleName(_("Address"))
        self._address.setAccessibleDescription(
            _("The address of a newsroom, a blog, a feed, or of any article there.")
        )
        self._address.setFont(font(14))
        self._address.returnPressed.connect(self._on_add)
        self._look = TextButton(_("Look"), self._theme, kind="main")
        self._look.setMinimumHeight(FIELD)
        self._look.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._address, 1)
        row.addWidget(self._look)
        return row

    def _make_switch(self) -> "Switch":
        name = _("Key points, listening and more")
        hint = _("A bar over each article. It can be switched off any time.")
        switch = Switch(self._theme, "list-bullets", name, hint)
        switch.toggle.setChecked(self._insight)
        switch.toggle.toggled.connect(self.insight_switched)
        return switch

    def _ways(self) -> tuple[tuple[str, str, str, Callable[[], None]], ...]:
        return (
            (
                "globe-hemisphere-west",
                _("Choose from the catalogue"),
                _("Newsrooms by region and language"),
                self._on_catalogue,
            ),
            (
                "download-simple",
                _("Bring your subscriptions"),
                _("An OPML file from another reader"),
                self._on_import,
            ),
            (
                "newspaper",
                _("Look around first"),
                _("A small newsroom inside Daily8, with its handbook; works offline"),
                self._on_demo,
            ),
        )

    @Slot()
    def _dress(self) -> None:
        t = self._theme.tokens
        edge = t.line if t.contrast else t.field
        self._address.setStyleSheet(
            f"QLineEdit {{ background:{t.field.name()}; color:{t.text.name()}; "
            f"placeholder-text-color:{t.muted.name()}; "
            f"border:1px solid {edge.name()}; border-radius:8px; padding:0 12px; "
            f"min-height:{FIELD - 2}px; max-height:{FIELD - 2}px; }}"
            f"QLineEdit:focus {{ border:1px solid {t.accent.name()}; }}"
        )
        self.update()

    @Slot()
    def _on_add(self) -> None:
        if self._address.text().strip():
            self.address_entered.emit(self._address.text().strip())
        else:
            self._address.setFocus()

    @Slot()
    def _on_catalogue(self) -> None:
        self.catalogue_requested.emit()

    @Slot()
    def _on_import(self) -> None:
        self.import_requested.emit()

    @Slot()
    def _on_demo(self) -> None:
        self.demo_requested.emit()

    def leave(self) -> None:
        """Uncover the window."""
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go through the ways in; Enter takes one."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() == Qt.Key.Key_Escape and self._can_leave:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, QAbstractButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the hills at its foot."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        paint_landscape(painter, QRectF(self.rect()), self._theme.tokens, self.isRightToLeft())
