"""Whether the focus came by the keyboard: only then a ring is shown."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_NO_NEWS = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The window or a menu gives back what was there: the ring stays as it was."""
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class KeyboardFocus(QObject):
    """Watches one widget; ``shown`` says whether its ring belongs on the screen."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._by_keys = False
        widget.installEventFilter(self)
        if isinstance(widget, QAbstractScrollArea):
            widget.viewport().installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether to paint the ring now."""
        return self._by_keys and self._widget.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note how the focus came; lets every event pass."""
        kind = event.type()
        if isinstance(event, QFocusEvent) and watched is self._widget:
            if kind == QEvent.Type.FocusIn and event.reason() not in _NO_NEWS:
                self._set(event.reason() in _BY_KEYS)
            self._repaint()
        elif kind == QEvent.Type.KeyPress:
            self._set(True)
        elif kind == QEvent.Type.MouseButtonPress:
            self._set(False)
        return False

    def _set(self, by_keys: bool) -> None:
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self._repaint()

    def _repaint(self) -> None:
        if isinstance(self._widget, QAbstractScrollArea):
            self._widget.viewport().update()
        self._widget.update()
