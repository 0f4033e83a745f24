"""The pictures of the article that shows: space kept for each, filled when it comes.

A picture never moves the text under the eye. Its space is reserved from the size that the source
gives; where it gives none, 16:9 over the column, the usual shape of a news picture. When such a
picture turns out to have another shape while it is in sight, it is shown whole inside the
reserved frame. The frame itself is corrected only while it is out of sight (above or below the
viewport, the line under the eye held in place), and for good with the next filling.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextCursor, QTextDocument

from desktop_app.core.articles import Picture
from desktop_app.text.pictures import SCHEME, decode, encode
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader.objects import object_places
from desktop_app.ui.theme.icons import paint_icon

SMALL = 64  # pixels: up to this a picture is a sign in the text, not an illustration
TALLEST = 1.4  # of the column
SAME_SHAPE = 0.05
RADIUS = 10.0


@dataclass(slots=True)
class Spot:
    """One picture in the text. ``width`` and ``height`` are what is reserved, in pixels."""

    url: str
    position: int
    own: QSize  # as the source says it, or as it was seen; empty: unknown
    lead: bool = False
    width: int = 0
    height: int = 0
    guessed: bool = False  # the shape is a guess

    @property
    def small(self) -> bool:
        """Whether it is a sign in the text, such as a smiley."""
        return not self.own.isEmpty() and max(self.own.width(), self.own.height()) <= SMALL

    @property
    def radius(self) -> float:
        """Round corners for illustrations only."""
        return 0.0 if self.small else RADIUS


@dataclass
class Spots:
    """All spots of one document. Main thread."""

    pictures: Pictures
    document: QTextDocument
    ground: QColor = field(default_factory=QColor)
    ink: QColor = field(default_factory=QColor)
    dpr: float = 1.0
    column: int = 0
    items: list[Spot] = field(default_factory=list)
    captions: dict[str, str] = field(default_factory=dict)
    _blanks: dict[tuple[object, ...], QPixmap] = field(default_factory=dict)

    def find(self, lead: Picture | None, column: int) -> None:
        """Look up the pictures of a document that was just filled, and reserve their space."""
        self.items = []
        self._blanks.clear()
        for at in object_places(self.document):
            cursor = QTextCursor(self.document)
            cursor.setPosition(at)
            cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
            form = cursor.charFormat()
            if form.isImageFormat() and form.toImageFormat().name().startswith(SCHEME):
                image = form.toImageFormat()
                url = decode(image.name())
                own = QSize(round(image.width()), round(image.height()))
                self.items.append(Spot(url, at, self._own_size(url, own)))
        if lead is not None and self.items and self.items[0].url == lead.url:
            self.items[0].lead = True
        self.fit(column)
        for spot in self.items:
            if spot.guessed:  # Qt has asked for it while filling, before its spot was known
                self._put(spot, self.resource(encode(spot.url)))

    def fit(self, column: int) -> bool:
        """Reserve space for ``column``; return whether the text had to be laid out anew."""
        self.column = column
        changed = False
        whole = QTextCursor(self.document)
        whole.beginEditBlock()  # one layout for all frames, not one for each
        for spot in self.items:
            size = self._reserved(spot)
            if (size.width(), size.height()) != (spot.width, spot.height):
                spot.width, spot.height = size.width(), size.height()
                self._write(spot)
                changed = True
        whole.endEditBlock()
        return changed

    def pixmap(self, spot: Spot) -> QPixmap | None:
        """Return the picture in its reserved frame if it is in memory; ask for it otherwise."""
        found = self.pictures.get(
            spot.url, spot.width, spot.height, self.dpr, spot.radius, not spot.guessed
        )
        if found is None or not spot.guessed:
            return found
        frame = QPixmap(round(spot.width * self.dpr), round(spot.height * self.dpr))
        frame.setDevicePixelRatio(self.dpr)
        frame.fill(Qt.GlobalColor.transparent)
        size = found.deviceIndependentSize()
        painter = QPainter(frame)
        painter.drawPixmap(
            round((spot.width - size.width()) / 2), round((spot.height - size.height()) / 2), found
        )
        painter.end()
        return frame

    def resource(self, name: str) -> QPixmap:
        """Answer the document's question for a picture: the picture, or a calm placeholder."""
        url = decode(name)
        for spot in self.items:
            if spot.url == url and spot.width:
                found = self.pixmap(spot)
                return found if found is not None else self._placeholder(spot)
        return self.nothing()

    @staticmethod
    def nothing() -> QPixmap:
        """Return an empty picture: an empty answer would let Qt look on the disk itself."""
        pixmap = QPixmap(1, 1)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def refresh(self, url: str | None = None) -> bool:
        """Put what is in memory now into the document; return whether anything came."""
        came = False
        for spot in self.items:
            if (url is None or spot.url == url) and spot.width:
                found = self.pixmap(spot)
                if found is None and self.pictures.is_failed(spot.url):
                    found = self._placeholder(spot)
                if found is not None:
                    self._put(spot, found)
                    came = True
        return came

    def _put(self, spot: Spot, pixmap: QPixmap) -> None:
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document.addResource(kind, QUrl(encode(spot.url)), pixmap)

    def learn(self, url: str) -> None:
        """Note the true size of a picture that came; its frame stays until it is out of sight."""
        natural = self.pictures.natural(url)
        for spot in self.items:
            if spot.url == url and natural is not None and spot.own.isEmpty():
                spot.own = natural
                if _same_shape(natural, QSize(spot.width, spot.height)):
                    spot.guessed = False

    def wrong(self) -> list[Spot]:
        """Return the spots whose frame waits to be corrected."""
        return [spot for spot in self.items if spot.guessed and not spot.own.isEmpty()]

    def correct(self, spot: Spot) -> None:
        """Give a spot the frame that fits its picture."""
        size = self._reserved(spot)
        spot.width, spot.height = size.width(), size.height()
        self._write(spot)

    def at(self, name: str) -> Spot | None:
        """Return the spot of an image name in the document."""
        url = decode(name)
        return next((spot for spot in self.items if spot.url == url), None)

    def illustrations(self) -> list[Spot]:
        """Return what can be enlarged, in order."""
        return [spot for spot in self.items if not spot.small]

    def _own_size(self, url: str, said: QSize) -> QSize:
        natural = self.pictures.natural(url)
        if natural is not None:
            return natural
        return said if said.width() > 0 and said.height() > 0 else QSize()

    def _reserved(self, spot: Spot) -> QSize:
        column = self.column
        if spot.own.isEmpty():
            spot.guessed = True
            return QSize(column, round(column * 9 / 16))
        spot.guessed = False
        width, height = spot.own.width(), spot.own.height()
        if spot.small:
            return QSize(width, height)
        if spot.lead or width >= column * 0.6:
            shown = column
        else:
            shown = width
        tall = shown * height / width
        if tall > column * TALLEST:
            shown, tall = round(shown * column * TALLEST / tall), column * TALLEST
        return QSize(max(1, shown), max(1, round(tall)))

    def _write(self, spot: Spot) -> None:
        cursor = QTextCursor(self.document)
        cursor.setPosition(spot.position)
        cursor.setPosition(spot.position + 1, QTextCursor.MoveMode.KeepAnchor)
        image = cursor.charFormat().toImageFormat()
        image.setWidth(spot.width)
        image.setHeight(spot.height)
        cursor.setCharFormat(image)

    def _placeholder(self, spot: Spot) -> QPixmap:
        """Return a frame without its picture; frames of one size share their memory."""
        broken = self.pictures.is_failed(spot.url) and spot.width > SMALL
        colours = (self.ground.rgba(), self.ink.rgba(), self.dpr)
        key = (spot.width, spot.height, spot.radius, broken, *colours)
        if key not in self._blanks:
            self._blanks[key] = self._blank(spot, broken)
        return self._blanks[key]

    def _blank(self, spot: Spot, broken: bool) -> QPixmap:
        pixmap = QPixmap(round(spot.width * self.dpr), round(spot.height * self.dpr))
        pixmap.setDevicePixelRatio(self.dpr)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ground)
        frame = QRectF(0, 0, spot.width, spot.height)
        painter.drawRoundedRect(frame, spot.radius, spot.radius)
        if broken:
            middle = frame.center()
            paint_icon(
                painter, "image-broken", QRectF(middle.x() - 14, middle.y() - 14, 28, 28), self.ink
            )
        painter.end()
        return pixmap


def _same_shape(one: QSize, other: QSize) -> bool:
    if one.isEmpty() or other.isEmpty():
        return False
    ratio = one.width() / one.height() / (other.width() / other.height())
    return abs(ratio - 1) < SAME_SHAPE
