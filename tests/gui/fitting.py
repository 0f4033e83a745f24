"""Finds words of ours that are cut: painted ones, labels, buttons, fields, tabs."""

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionFrame,
    QTabBar,
    QTextEdit,
    QWidget,
)

import desktop_app.ui
from desktop_app.system import i18n, resources
from desktop_app.ui.theme import textlayout
from desktop_app.ui.widgets.buttons import IconButton
from tests.support import pseudo

SLACK = 1.0
"""Pixels by which rounding may be off."""


class Ours:
    """Knows whether a text is one of the catalogue's in the language that is spoken now."""

    def __init__(self) -> None:
        exact: set[str] = set()
        patterns: list[str] = []
        for form in _forms():
            if "{" not in form:
                exact.add(form.casefold())
                continue
            parts = re.split(r"\{\w+\}", form)
            if sum(letter.isalpha() for letter in "".join(parts)) >= 4:
                patterns.append(".+".join(re.escape(part) for part in parts))
        self._exact = exact
        self._pattern = re.compile("|".join(f"(?:{each})" for each in patterns), re.S)

    def __contains__(self, text: str) -> bool:
        return text.casefold() in self._exact or bool(self._pattern.fullmatch(text))


def _forms() -> Iterator[str]:
    """Give every form of every message as it is said now."""
    import gettext

    with resources.path("translations/ar/LC_MESSAGES/daily8.mo").open("rb") as file:
        entries: dict[Any, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    arabic, known = i18n.language() == "ar", pseudo.Pseudo()
    for key, words in entries.items():
        if arabic:
            yield words
            continue
        english = key[0] if isinstance(key, tuple) else key
        context, _mark, message = english.rpartition("\x04")
        if context == "date" or not message:
            continue
        yield (
            message
            if i18n._Current.catalogue.__class__ is not pseudo.Pseudo
            else (known.pgettext(context, message) if context else known.gettext(message))
        )


class Watch:
    """What was painted through ``textlayout`` while it looked on."""

    def __init__(self) -> None:
        self.ours = Ours()
        self.texts: set[str] = set()
        self.cut: set[str] = set()

    def note(self, text: str, fault: str) -> None:
        self.texts.add(text)
        if fault and text in self.ours:
            self.cut.add(f"{text!r} {fault}")


@contextmanager
def watching() -> Iterator[Watch]:
    """Look at every text that is laid out or drawn."""
    for module in pkgutil.walk_packages(desktop_app.ui.__path__, "desktop_app.ui."):
        importlib.import_module(module.name)
    watch = Watch()
    elided, laid_out, draw_text = textlayout.elided, textlayout.laid_out, textlayout.draw_text

    def watched_elided(text: str, key: Any, width: float) -> tuple[str, float]:
        made = elided(text, key, width)
        watch.note(text, "" if made[0] == text else f"has only {width:.0f} px")
        return made

    def watched_laid_out(text: str, key: Any, width: float, most: int) -> textlayout.Laid:
        made = laid_out(text, key, width, most)
        watch.note(text, f"needs more than {most} lines" if made.cut else "")
        return made

    def watched_draw_text(painter: QPainter, text: str, *rest: Any, **named: Any) -> float:
        made = draw_text(painter, text, *rest, **named)
        device = painter.device()
        if isinstance(device, QWidget):
            left, width = rest[0], rest[2]
            at_right = named.get("at_right", rest[4] if len(rest) > 4 else False)
            start = left + width - made if at_right else left
            out = start < -SLACK or start + made > device.width() + SLACK
            watch.note(text, f"sticks out of {type(device).__name__}" if out else "")
        return made

    for made, plain in ((watched_elided, elided), (watched_laid_out, laid_out)):
        vars(made)["cache_clear"] = plain.cache_clear
    watched: dict[Any, Callable[..., Any]] = {
        elided: watched_elided,
        laid_out: watched_laid_out,
        draw_text: watched_draw_text,
    }
    patch = pytest.MonkeyPatch()
    for name, module in list(sys.modules.items()):
        if name.startswith("desktop_app.ui"):
            for attribute in ("elided", "laid_out", "draw_text"):
                found = getattr(module, attribute, None)
                if found is not None and found in watched:
                    patch.setattr(module, attribute, watched[found])
    try:
        yield watch
    finally:
        patch.undo()


def misfits(top: QWidget, watch: Watch) -> list[str]:
    """Paint ``top`` and all in it; name every text of ours that has too little room."""
    for _turn in range(3):  # a label's new height asks for another turn
        QApplication.processEvents()
    top.grab()  # lays out what was hidden, at whatever width it had
    watch.cut.clear()
    top.grab()
    found = set(watch.cut)
    for widget in (top, *top.findChildren(QWidget)):
        if widget.isVisible() and widget.window() is top.window():
            for fault in _faults(widget):
                text, what = fault
                watch.texts.add(text)
                if what and text in watch.ours:
                    found.add(f"{text!r} {what} ({type(widget).__name__})")
    return sorted(found)


def _faults(widget: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(widget, QTabBar):
        for index in range(widget.count()):
            inside = widget.rect().contains(widget.tabRect(index))
            yield widget.tabText(index), "" if inside else "is a tab out of sight"
    text = _text(widget)
    if not text:
        return
    yield text, _placed(widget)
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield text, _field(widget, text)
    elif isinstance(widget, QAbstractSpinBox):
        need = widget.minimumSizeHint().width()
        yield text, "" if widget.width() >= need else f"{widget.width()} of {need} px"
    elif isinstance(widget, IconButton) or _paints(widget, QAbstractButton, QLabel):
        if widget.hasHeightForWidth():
            yield text, _high(widget)
    elif isinstance(widget, QLabel) and widget.wordWrap():
        yield text, _high(widget) or _widest_word(widget, text)
    else:
        need = widget.sizeHint().width()
        yield text, "" if widget.width() >= need - SLACK else f"{widget.width()} of {need} px"


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return "" if widget.text() else widget.placeholderText()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return "" if widget.toPlainText() else widget.placeholderText()
    if isinstance(widget, QLabel | QAbstractButton | QAbstractSpinBox):
        return widget.text()
    return ""


def _paints(widget: QWidget, *stock: type) -> bool:
    """Return whether a class of ours paints the words; the watch sees them then."""
    for kind in type(widget).__mro__:
        if kind.__module__.startswith("desktop_app") and "paintEvent" in vars(kind):
            return True
        if kind in stock:
            return False
    return False


def _field(widget: QLineEdit | QPlainTextEdit | QTextEdit, text: str) -> str:
    need = widget.fontMetrics().horizontalAdvance(text)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        room = widget.viewport().width()
    else:
        option = QStyleOptionFrame()
        option.initFrom(widget)
        part = QStyle.SubElement.SE_LineEditContents
        inside: QRect = widget.style().subElementRect(part, option, widget)
        margins = widget.textMargins()
        room = inside.width() - margins.left() - margins.right() - 4
    return "" if need <= room + SLACK else f"{room} of {need} px"


def _high(widget: QWidget) -> str:
    need = widget.heightForWidth(widget.width())
    return "" if widget.height() >= need - SLACK else f"{widget.height()} of {need} px high"


def _widest_word(label: QLabel, text: str) -> str:
    measure, room = label.fontMetrics(), label.contentsRect().width()
    widest = max(text.split(), key=measure.horizontalAdvance, default="")
    need = measure.horizontalAdvance(widest)
    return "" if need <= room + SLACK else f"{widest!r} has {room} of {need} px"


def _placed(widget: QWidget) -> str:
    """Return a fault when a parent cuts the widget off; a view may scroll it up and down."""
    above, scrolled = widget.parentWidget(), False
    while above is not None and not widget.isWindow():
        place = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
        if place.left() < 0 or place.right() >= above.width():
            return f"sticks out of {type(above).__name__} sideways"
        if isinstance(above, QAbstractScrollArea):
            scrolled = True
        in_view = scrolled or isinstance(above.parentWidget(), QAbstractScrollArea)
        if not in_view and (place.top() < 0 or place.bottom() >= above.height()):
            return f"sticks out of {type(above).__name__}"
        if above.isWindow():
            break
        above = above.parentWidget()
    return ""
