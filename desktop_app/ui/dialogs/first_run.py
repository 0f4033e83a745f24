"""The first window: four ways in, no account asked for."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme.fonts import baseline, font
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

LOGO = QColor("#C2410C")
COLUMN = 520


class _Way(QAbstractButton):
    """One of the ways in: icon, title, a line of explanation."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str) -> None:
        super().__init__()
        self._theme, self._icon, self._title, self._words = theme, icon, title, words
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFixedHeight(64)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, mirrored where the window is."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(tokens.accent if self.hasFocus() else tokens.line)
        painter.setBrush(tokens.hover if self.underMouse() else tokens.raised)
        painter.drawRoundedRect(ground, 10, 10)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        icon_left = self.width() - 18 - 22 if rtl else 18
        paint_icon(painter, self._icon, QRectF(icon_left, 21, 22, 22), tokens.accent)
        left, width = (18 if rtl else 58), self.width() - 76
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(self.layoutDirection())
        for text, face, top, color in (
            (self._title, font(14, 600), 12, tokens.text),
            (self._words, font(13), 33, tokens.muted),
        ):
            painter.setFont(face)
            painter.setPen(color)
            box = QRectF(left, top, width, 20)
            painter.drawText(box, align | Qt.AlignmentFlag.AlignAbsolute, text)


class FirstRun(QWidget):
    """Covers the empty window until there is a source. Main thread."""

    address_entered = Signal(str)
    catalogue_requested = Signal()
    import_requested = Signal()
    demo_requested = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme, self._window = theme, parent
        self._column = QWidget()
        self.setAccessibleName(_("Welcome"))
        self._address = QLineEdit()
        self._address.setPlaceholderText(_("Paste the address of a newsroom or a feed"))
        self._address.setAccessibleName(_("Address"))
        self._address.setMinimumHeight(40)
        self._address.returnPressed.connect(self._on_add)
        self._build()
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self._address.setFocus()

    def _build(self) -> None:
        column = self._column
        column.setMaximumWidth(COLUMN)
        inner = QVBoxLayout(column)
        inner.setSpacing(12)
        title = QLabel(_("The news, and what people say about it"))
        title.setFont(font(29, 700, serif=True))
        title.setWordWrap(True)
        words = QLabel(
            _(
                "Choose what you want to read. Everything is kept on this computer; "
                "no account is needed."
            )
        )
        words.setFont(font(14))
        words.setWordWrap(True)
        inner.addSpacing(56)
        inner.addWidget(title)
        inner.addWidget(words)
        inner.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        add = TextButton(_("Look"), self._theme, kind="main")
        add.clicked.connect(self._on_add)
        row.addWidget(self._address, 1)
        row.addWidget(add)
        inner.addLayout(row)
        inner.addSpacing(6)
        self._way(
            inner,
            "globe-hemisphere-west",
            _("Choose from the catalogue"),
            _("Newsrooms by region and language"),
            self._on_catalogue,
        )
        self._way(
            inner,
            "download-simple",
            _("Bring your subscriptions"),
            _("An OPML file from another reader"),
            self._on_import,
        )
        self._way(
            inner,
            "newspaper",
            _("Look around first"),
            _("A small newsroom inside Daily8, with its handbook; works offline"),
            self._on_demo,
        )
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(column, 4)
        centred.addStretch(1)
        outer.addLayout(centred)
        outer.addStretch(3)

    def _way(self, layout: QVBoxLayout, icon: str, title: str, words: str, slot: object) -> None:
        way = _Way(self._theme, icon, title, words)
        way.clicked.connect(slot)
        layout.addWidget(way)

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
        """Leave the arrow keys to the focus chain."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the logo above the column."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        column = self._column
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = column.x() + (column.width() - 55 if rtl else 11)
        box = QRectF(left, column.y() + 6, 44, 44)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LOGO)
        painter.drawRoundedRect(box, 12, 12)
        face = font(26, 700)
        painter.setFont(face)
        painter.setPen(QColor("#FFFFFF"))
        width = painter.fontMetrics().horizontalAdvance("8")
        painter.drawText(round(box.center().x() - width / 2), baseline(box.y(), 44, face), "8")
