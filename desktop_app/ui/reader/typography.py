"""How the article is set: size, measure, line height, face and paper."""

from dataclasses import dataclass

from desktop_app.system.settings import (
    ARTICLE_PAPER,
    READING_FACE,
    READING_LINE,
    READING_MEASURE,
    READING_SIZE,
    Settings,
)

BASE = 17  # pixels: the size that every other size of the page was drawn for
WINDOW_TEXT = 14  # pixels


@dataclass(frozen=True, slots=True)
class Typography:
    """The reader's choices. Sizes in logical pixels."""

    size: int = BASE
    measure: int = 44
    line: float = 1.65
    serif: bool = True
    sepia: bool = False

    @property
    def column(self) -> int:
        """The widest column.

        An em of the measure is one of the window's 14 px text, grown with the reading size, so
        that 44 em are 616 px (some 72 letters a line) and zooming keeps the words of a line.
        """
        return round(self.measure * WINDOW_TEXT * self.size / BASE)

    @property
    def line_height(self) -> int:
        """The height of a line of text."""
        return round(self.size * self.line)

    def scaled(self, pixels: float) -> int:
        """Return a size of the page as drawn, grown with the reading size."""
        return max(1, round(pixels * self.size / BASE))

    def gently(self, pixels: int) -> int:
        """Return the size of small text: it grows by half as much and never below 11."""
        return max(11, round(pixels * (1 + (self.size / BASE - 1) / 2)))


def chosen(settings: Settings) -> Typography:
    """Return the typography that the reader chose."""
    return Typography(
        settings.get(READING_SIZE),
        settings.get(READING_MEASURE),
        settings.get(READING_LINE),
        settings.get(READING_FACE) == "serif",
        settings.get(ARTICLE_PAPER) == "sepia",
    )
