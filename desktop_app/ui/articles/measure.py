"""Where things stand in an article's row, and how high it is. Sizes in logical pixels."""

from PySide6.QtCore import QRectF

from desktop_app.ui.articles.rows import Row
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.textlayout import count_lines

SIDE, PAD = 16, 12
HAIRLINE, BAR = 1, 3
META, META_GAP = 17.4, 5
HEAD, HEAD_MOST = 19.14, 3
MORE, MORE_MOST, MORE_GAP = 18.2, 2, 3
NUMBERS, NUMBERS_GAP = 17.4, 6
PICTURE, PICTURE_GAP = 72, 12

UNREAD_KEY = FontKey(14.5, 600)
READ_KEY = FontKey(14.5, 500)
MORE_KEY = FontKey(13)
META_KEY = FontKey(12)
COUNT_KEY = FontKey(12, tnum=True)
NOTE_KEY = FontKey(12, 600, tnum=True)


def head_key(row: Row) -> FontKey:
    """Return the headline's font: semibold while unread."""
    return READ_KEY if row.article.read else UNREAD_KEY


def text_width(row: Row, width: int) -> float:
    """Return the room for headline and excerpt."""
    taken = PICTURE + PICTURE_GAP if row.picture_url else 0
    return float(max(80, width - 2 * SIDE - taken))


class Measure:
    """Counts the lines of rows for one width; remembers them until the width changes.

    A row keeps its height when it is read: its headline gets lighter, but nothing may move.
    """

    def __init__(self) -> None:
        self._width = 0
        self._lines: dict[int, tuple[Row, int, int]] = {}

    def forget(self) -> None:
        """Drop all counts: fonts or list changed."""
        self._lines.clear()

    def lines(self, row: Row, width: int) -> tuple[int, int]:
        """Return the lines of headline and excerpt."""
        if width != self._width:
            self._width = width
            self._lines.clear()
        known = self._lines.get(row.article.id)
        if known is not None and known[0].takes_room_of(row):
            return known[1], known[2]
        room = text_width(row, width)
        head = count_lines(row.headline, head_key(row), room, HEAD_MOST)
        more = count_lines(row.article.excerpt, MORE_KEY, room, MORE_MOST)
        self._lines[row.article.id] = (row, max(1, head), more)
        return max(1, head), more

    def correct(self, row: Row, head: int, more: int) -> None:
        """Take what painting counted instead of the sum of word widths."""
        self._lines[row.article.id] = (row, head, more)

    def height(self, row: Row, width: int) -> int:
        """Return the height of the row, hairline included."""
        head, more = self.lines(row, width)
        text = head * HEAD + (MORE_GAP + more * MORE if more else 0)
        text += NUMBERS_GAP + NUMBERS if row.has_numbers else 0
        body = max(text, float(PICTURE)) if row.picture_url else text
        return int(HAIRLINE + PAD + META + META_GAP + body + PAD)


class Places:
    """Left edges inside a row, measured from the leading edge and mirrored by ``x``."""

    def __init__(self, rect: QRectF, rtl: bool) -> None:
        self.rect, self.rtl = rect, rtl

    def x(self, leading: float, width: float) -> float:
        """Return the left edge of something ``width`` wide, ``leading`` from the leading edge."""
        if self.rtl:
            return self.rect.right() - leading - width
        return self.rect.left() + leading

    @property
    def meta_top(self) -> float:
        """The top of the line with the source's name."""
        return self.rect.top() + HAIRLINE + PAD

    @property
    def head_top(self) -> float:
        """The top of the headline."""
        return self.meta_top + META + META_GAP

    def picture(self) -> QRectF:
        """The picture's place at the trailing edge."""
        leading = self.rect.width() - SIDE - PICTURE
        return QRectF(self.x(leading, PICTURE), int(self.head_top + 0.6), PICTURE, PICTURE)

    def meta_base(self) -> int:
        """The baseline of the line with the source's name."""
        return fonts.baseline(self.meta_top, META, fonts.font(*META_KEY))
