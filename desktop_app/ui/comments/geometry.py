"""Where things stand in a comment's row. Pure: painting and the pointer read the same numbers."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from desktop_app.ui.comments.rows import Row

SIDE = 16
STEP = 12  # a level
LINE_WIDTH = 2
PAD = 9
HEAD = 20
GAP = 4
STATE = 18  # a line of small words
AVATAR = 20
RAISE = 2  # Qt puts the spare space of a line above the letters, the page halves it


@dataclass(frozen=True, slots=True)
class Places:
    """Rectangles in the view's coordinates, mirrored already."""

    head: QRect
    avatar: QRect
    orphan: QRect | None
    text: QRect
    state: QRect | None


def text_width(row: Row, width: int) -> int:
    """Return the room for the words of a row in a list ``width`` pixels wide."""
    return max(40, width - 2 * SIDE - STEP * row.level)


def row_height(row: Row, text_height: int, state_height: int) -> int:
    """Return the height of a row; ``state_height`` is 0 when nothing is said below the words."""
    extra = (STATE if row.orphan else 0) + (GAP + state_height if state_height else 0)
    return PAD + HEAD + GAP + text_height + extra + PAD


def places(row: Row, rect: QRect, text_height: int, state_height: int, rtl: bool) -> Places:
    """Return where the parts of ``row`` stand inside ``rect``."""
    left, width = SIDE + STEP * row.level, text_width(row, rect.width())
    top = rect.top() + PAD
    head = QRect(left, top, width, HEAD)
    avatar = QRect(left, top, AVATAR, AVATAR)
    top += HEAD
    orphan = None
    if row.orphan:
        orphan = QRect(left, top + 2, width, STATE)
        top += STATE
    top += GAP
    text = QRect(left, top - RAISE, width, text_height)
    below = QRect(left, top + text_height + GAP - 1, width, state_height)
    state = below if state_height else None
    return Places(
        _turned(head, rect, rtl),
        _turned(avatar, rect, rtl),
        _turned(orphan, rect, rtl) if orphan is not None else None,
        _turned(text, rect, rtl),
        _turned(state, rect, rtl) if state is not None else None,
    )


def line_rect(level: int, rect: QRect, rtl: bool) -> QRect:
    """Return the thread line number ``level`` of a row."""
    line = QRect(SIDE + STEP * level, rect.top(), LINE_WIDTH, rect.height())
    return _turned(line, rect, rtl)


def line_at(x: int, rect: QRect, level: int, rtl: bool) -> int | None:
    """Return the number of the thread line near ``x`` in a row that has ``level`` of them."""
    inside = rect.right() - x if rtl else x - rect.left()
    number = (inside - (SIDE - 5)) // STEP
    return number if inside >= SIDE - 5 and 0 <= number < level else None


def _turned(box: QRect, rect: QRect, rtl: bool) -> QRect:
    """Mirror a box that was measured from the leading edge of ``rect``."""
    moved = QRect(box)
    if rtl:
        moved.moveLeft(rect.right() + 1 - box.left() - box.width())
    else:
        moved.moveLeft(rect.left() + box.left())
    return moved
