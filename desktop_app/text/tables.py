"""Tables: which ones hold data, and what is kept of their cells."""

from typing import TYPE_CHECKING

from desktop_app.text.gate import MOST_SPAN

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_COLUMNS = 8
MOST_ROWS = 200


def holds_data(table: "_Element") -> bool:
    """Return False for a table that only lays out a page.

    That is one of a single column, with a table or code inside, or that says so.
    """
    if (table.get("role") or "") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", "pre"), None) is not None:
        return False
    for row in table.iterdescendants("tr"):
        if sum(cell.tag in ("td", "th") for cell in row) > 1:
            return True
    return False


def span(cell: "_Element", name: str, most: int = MOST_SPAN) -> int:
    """Return ``colspan`` or ``rowspan`` of a cell, 1 when it is nonsense."""
    value = (cell.get(name) or "").strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 1
    return max(1, min(number, most))
