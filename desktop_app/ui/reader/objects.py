"""Where a document has pictures, as Qt counts: letters outside the first plane count twice."""

from PySide6.QtGui import QTextDocument

_OBJECT = "\ufffc".encode("utf-16-le")


def object_places(document: QTextDocument) -> list[int]:
    """Return the positions of all pictures and other objects, first to last."""
    units = document.toRawText().encode("utf-16-le", "surrogatepass")
    found, at = [], units.find(_OBJECT)
    while at >= 0:
        if at % 2 == 0:  # else it lies across two letters
            found.append(at // 2)
        at = units.find(_OBJECT, at + 1)
    return found
