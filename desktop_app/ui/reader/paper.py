"""An article laid out on sheets of paper: what is printed, and what becomes a PDF. Main thread.

Set as on the screen, in the light colours, one CSS pixel being 1/96 inch. Pictures are put in as
they were decoded; nothing is fetched from here.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QTextCursor,
    QTextDocument,
)

from desktop_app.core.articles import Article, Body
from desktop_app.system.i18n import _, is_rtl, isolated
from desktop_app.text.pictures import SCHEME, decode
from desktop_app.ui.reader.direction import direct
from desktop_app.ui.reader.objects import object_places
from desktop_app.ui.reader.page import make_page, mark_head
from desktop_app.ui.reader.typography import Typography
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.tokens import LIGHT

INCH = 96
"""CSS pixels."""
FOOT = 30
AGELESS = 31 * 86_400
LARGEST_TEXT = 20
_SMALL = 64  # pictures up to this stand in the line


class Paper:
    """One article on sheets of one size. ``size`` is the printable area in CSS pixels."""

    def __init__(
        self,
        article: Article,
        source: str,
        body: Body | None,
        typography: Typography,
        images: Mapping[str, QImage],
        size: QSizeF,
    ) -> None:
        self._source, self._url = source, QUrl(article.url).toDisplayString()
        self._size, self._images = size, images
        high = size.height() - FOOT
        setting = replace(typography, sepia=False, size=min(typography.size, LARGEST_TEXT))
        room = int(size.width())
        page = make_page(article, source, body, setting, LIGHT, room, ageless(article))
        self.document = _Document(images)
        self.document.setDocumentMargin(0)
        self.document.setUseDesignMetrics(True)
        self.document.setDefaultFont(page.font)
        self.document.setDefaultStyleSheet(page.css)
        self.document.setHtml(page.html)
        mark_head(self.document, page)
        direct(self.document)
        self._fit_pictures(room, high * 0.9)
        self.document.setPageSize(QSizeF(size.width(), high))

    @property
    def sheets(self) -> int:
        """How many there are."""
        return max(1, self.document.pageCount())

    def draw(self, painter: QPainter, sheet: int) -> None:
        """Draw a sheet, counted from 0, into the printable area; one unit is a CSS pixel."""
        high = self._size.height() - FOOT
        seen = QRectF(0, sheet * high, self._size.width(), high)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = seen
        context.palette.setColor(QPalette.ColorRole.Text, LIGHT.text)
        painter.save()
        painter.translate(0, -seen.top())
        painter.setClipRect(seen.adjusted(0, 0, 0, -1))  # what begins the next sheet stays there
        self.document.documentLayout().draw(painter, context)
        painter.restore()
        self._draw_foot(painter, sheet)

    def _draw_foot(self, painter: QPainter, sheet: int) -> None:
        """Write source and address, and which sheet this is."""
        box = QRectF(0, self._size.height() - FOOT + 10, self._size.width(), FOOT - 10)
        painter.setFont(fonts.font(11))
        painter.setPen(LIGHT.muted)
        number = _("{number} of {count}").format(number=sheet + 1, count=self.sheets)
        near, far = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if is_rtl():
            near, far = far, near
        metrics = fonts.metrics(fonts.font(11))
        room = box.width() - metrics.horizontalAdvance(number) - 24
        told = " · ".join(isolated(each) for each in (self._source, self._url) if each)
        told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, near | Qt.AlignmentFlag.AlignVCenter, told)
        painter.drawText(box, far | Qt.AlignmentFlag.AlignVCenter, number)

    def _fit_pictures(self, widest: float, highest: float) -> None:
        """Give each picture its size; one that could not be had takes no room."""
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        for at in reversed(object_places(self.document)):
            cursor.setPosition(at)
            cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
            form = cursor.charFormat()
            if form.isImageFormat() and form.toImageFormat().name().startswith(SCHEME):
                image = form.toImageFormat()
                found = self._images.get(decode(image.name()))
                if found is None:
                    cursor.removeSelectedText()
                else:
                    size = QSizeF(found.size()) / found.devicePixelRatioF()
                    if image.width() > 0 and image.height() > 0:
                        size = QSizeF(image.width(), image.height())
                    if max(size.width(), size.height()) > _SMALL:
                        room = QSizeF(widest, highest)
                        size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
                    image.setWidth(size.width())
                    image.setHeight(size.height())
                    cursor.setCharFormat(image)
        cursor.endEditBlock()


class _Document(QTextDocument):
    """Knows its pictures and nothing else: no file, no network."""

    def __init__(self, images: Mapping[str, QImage]) -> None:
        super().__init__()
        self._images = images

    def loadResource(self, _kind: int, name: QUrl | str) -> QImage:
        """Answer from what was decoded."""
        url = QUrl(name).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        return self._images.get(decode(url), QImage())


def ageless(article: Article) -> int:
    """Return a time at which an article is too old for "2 h ago": on paper that is soon wrong."""
    return article.published_at + AGELESS


def printable(device: QPagedPaintDevice) -> QSizeF:
    """Return the printable area of a sheet in CSS pixels."""
    points = device.pageLayout().paintRectPoints()
    return QSizeF(points.size()) * (INCH / 72)


def scale_to(painter: QPainter, device: QPagedPaintDevice) -> None:
    """Let one unit of the painter be a CSS pixel."""
    factor = device.logicalDpiX() / INCH
    painter.scale(factor, factor)
