"""A picture enlarged over the whole window: Esc or a click closes it, arrow keys go on."""

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_lines, laid_out

GROUND = QColor(12, 10, 9, 248)
INK = QColor("#F5EFE8")
FAINT = QColor("#B8ADA2")
CAPTION, COUNT = FontKey(14), FontKey(12, tnum=True)
MARGIN, FOOT, HIT = 56, 72, 48


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture that can be enlarged."""

    url: str
    caption: str


class EnlargedPicture(QWidget):
    """A child of the window that covers it. Colours are its own: pictures are judged on dark.

    What is stored on disk shows without a network.
    """

    def __init__(
        self, window: QWidget, pictures: Pictures, items: Sequence[Shown], at: int
    ) -> None:
        super().__init__(window)
        self._pictures = pictures
        self._items = tuple(items)
        self._at = at
        self._before = window.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        pictures.ready.connect(self._on_picture)
        pictures.failed.connect(self._on_picture)
        self._say()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown(self) -> Shown:
        """The picture in sight."""
        return self._items[self._at]

    def step(self, by: int) -> None:
        """Go to another picture; stops at both ends."""
        at = max(0, min(len(self._items) - 1, self._at + by))
        if at != self._at:
            self._at = at
            self._say()
            self.update()

    def leave(self) -> None:
        """Close and give the focus back."""
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.close()

    def _say(self) -> None:
        place = _("Picture {number} of {count}").format(number=self._at + 1, count=len(self._items))
        self.setAccessibleName(place)
        self.setAccessibleDescription(self.shown.caption)

    def _on_picture(self, url: str) -> None:
        if url == self.shown.url:
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Keep the window's keys out while this is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close, or go on."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        forward = Qt.Key.Key_Left if rtl else Qt.Key.Key_Right
        back = Qt.Key.Key_Right if rtl else Qt.Key.Key_Left
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        elif event.key() in (forward, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            self.step(1)
        elif event.key() in (back, Qt.Key.Key_Up, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp):
            self.step(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on at the arrows, close anywhere else."""
        point = event.position().toPoint()
        if self._at > 0 and self._arrow(back=True).contains(point):
            self.step(-1)
        elif self._at + 1 < len(self._items) and self._arrow(back=False).contains(point):
            self.step(1)
        else:
            self.leave()

    def _arrow(self, back: bool) -> QRect:
        at_left = back == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)
        left = 4 if at_left else self.width() - HIT - 4
        return QRect(left, (self.height() - HIT) // 2, HIT, HIT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture as large as it fits, its caption, and where it stands in the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), GROUND)
        room = self.rect().adjusted(MARGIN, 32, -MARGIN, -FOOT)
        pixmap = self._pixmap(room)
        if pixmap is not None:
            size = pixmap.deviceIndependentSize()
            middle = QRectF(room).center()
            corner = QPointF(
                round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2)
            )
            painter.drawPixmap(corner, pixmap)
        else:
            failed = self._pictures.is_failed(self.shown.url)
            middle = QRectF(room).center()
            icon = QRectF(middle.x() - 18, middle.y() - 18, 36, 36)
            paint_icon(painter, "image-broken" if failed else "image", icon, FAINT)
        self._paint_words(painter)

    def _pixmap(self, room: QRect) -> QPixmap | None:
        width, height = room.width(), room.height()
        natural = self._pictures.natural(self.shown.url)
        if natural is not None:
            width, height = min(width, natural.width()), min(height, natural.height())
        dpr = self.devicePixelRatioF()
        return self._pictures.get(self.shown.url, max(1, width), max(1, height), dpr, 0.0, False)

    def _paint_words(self, painter: QPainter) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self.shown.caption:
            width = float(min(720, self.width() - 2 * MARGIN))
            laid = laid_out(self.shown.caption, CAPTION, width, 2)
            if laid.lines == 1:
                width = min(width, advance(self.shown.caption, CAPTION))
            painter.setPen(INK)
            left = (self.width() - width) / 2
            draw_lines(painter, laid, left, self.height() - FOOT + 14, width, 20, CAPTION)
        if len(self._items) > 1:
            for back, name in ((True, "caret-left"), (False, "caret-right")):
                there = self._at > 0 if back else self._at + 1 < len(self._items)
                box = QRectF(self._arrow(back)).adjusted(12, 12, -12, -12)
                paint_icon(painter, name, box, INK if there else QColor(255, 255, 255, 60), rtl)
            painter.setPen(FAINT)
            painter.setFont(fonts.of(COUNT))
            words = f"{self._at + 1} / {len(self._items)}"
            where = QRect(0, 8, self.width(), 20)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter.value, words)
        close = QRectF(16 if rtl else self.width() - 36, 14, 20, 20)
        paint_icon(painter, "x", close, INK)
