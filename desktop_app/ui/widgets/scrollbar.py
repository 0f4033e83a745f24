"""A scroll bar that shows itself only near the pointer and while something scrolls."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget

from desktop_app.ui.theme.theme import Theme

WIDTH, PILL, NEAR = 12, 5, 40
LEAST = 28
FADE_MS, REST_MS = 120, 900


class OverlayScrollBar(QWidget):
    """Draws a view's hidden vertical bar as a pill over its trailing edge."""

    def __init__(self, view: QAbstractScrollArea, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme
        self._opacity = self._goal = 0.0
        self._grip: float | None = None
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.valueChanged.connect(self._on_fade)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._leave)
        bar = self._bar()
        bar.valueChanged.connect(self._on_moved)
        bar.rangeChanged.connect(self._on_range)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.viewport().setMouseTracking(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)
        self._place()

    @classmethod
    def attach(cls, view: QAbstractScrollArea, theme: Theme) -> "OverlayScrollBar":
        """Hide the view's own bars and lay this one over its edge."""
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return cls(view, theme)

    def _bar(self) -> QScrollBar:
        return self._view.verticalScrollBar()

    def _place(self) -> None:
        left = 0 if self._view.isRightToLeft() else self._view.width() - WIDTH
        self.setGeometry(QRect(left, 0, WIDTH, self._view.height()))
        self.setVisible(self._bar().maximum() > self._bar().minimum())
        self.raise_()

    def _pill(self) -> QRectF:
        bar = self._bar()
        span = bar.maximum() - bar.minimum()
        room = self.height() - 4
        long = max(LEAST, room * bar.pageStep() / max(1, span + bar.pageStep()))
        top = 2 + (room - long) * (bar.value() - bar.minimum()) / max(1, span)
        return QRectF((WIDTH - PILL) / 2, top, PILL, long)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill as far as it has faded in."""
        if self._opacity <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(self._theme.tokens.muted)
        strength = 0.75 if self._grip is not None or self.underMouse() else 0.45
        color.setAlphaF(strength * self._opacity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(self._pill(), PILL / 2, PILL / 2)

    # -- coming and going ------------------------------------------------------------------------

    def _appear(self) -> None:
        self._rest.start()
        self._go(1.0)

    def _leave(self) -> None:
        if self._grip is None and not self.underMouse():
            self._go(0.0)

    def _go(self, goal: float) -> None:
        if goal == self._goal:
            return
        self._goal = goal
        self._fade.stop()
        self._fade.setStartValue(self._opacity)
        self._fade.setEndValue(goal)
        self._fade.start()

    def _on_fade(self, value: float) -> None:
        self._opacity = value
        self.update()

    def _on_moved(self) -> None:
        if self._view.isVisible():
            self._appear()
            self.update()

    def _on_range(self) -> None:
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the view's size and the pointer; lets every event pass."""
        kind = event.type()
        if watched is self._view:
            if kind in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange, QEvent.Type.Show):
                self._place()
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            x = event.position().x()
            width = self._view.viewport().width()
            if (x if self._view.isRightToLeft() else width - x) <= NEAR:
                self._appear()
        return False

    # -- dragging --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the pill, or jump to where the press was."""
        pill, y = self._pill(), event.position().y()
        self._grip = y - pill.top() if pill.top() <= y <= pill.bottom() else pill.height() / 2
        self._drag(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or stay in sight under the pointer."""
        if self._grip is not None:
            self._drag(event.position().y())
        self._appear()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self._rest.start()
        self.update()

    def _drag(self, y: float) -> None:
        bar, room = self._bar(), self.height() - 4 - self._pill().height()
        part = (y - 2 - (self._grip or 0.0)) / max(1.0, room)
        bar.setValue(round(bar.minimum() + part * (bar.maximum() - bar.minimum())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the view scroll."""
        QApplication.sendEvent(self._bar(), event)
