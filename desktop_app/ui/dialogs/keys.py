"""All keys on one sheet."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.actions import MENUS, SPECS, key_text
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme


class KeySheet(Dialog):
    """Two columns of actions with their keys, by menu."""

    def __init__(self, parent: QWidget, theme: Theme, keys: Mapping[str, str]) -> None:
        super().__init__(parent, theme, _("Keys"), 640)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        rows = [0, 0]
        for name, title in MENUS:
            column = 0 if rows[0] <= rows[1] else 1
            rows[column] = self._group(grid, name, _(title), column, rows[column], keys)
        rows[0] = self._pair(grid, _("Post what you wrote"), "Ctrl+Enter", 0, rows[0])
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(3, 1)
        grid.setColumnMinimumWidth(2, 24)
        for row in range(max(rows)):
            grid.setRowMinimumHeight(row, 26)
        grid.setRowStretch(max(rows) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        area.setMinimumHeight(420)
        area.setAccessibleName(_("Keys"))
        self.body.addWidget(area)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)

    def _group(
        self,
        grid: QGridLayout,
        name: str,
        title: str,
        column: int,
        row: int,
        keys: Mapping[str, str],
    ) -> int:
        caption = QLabel(title)
        caption.setFont(font(13, 600))
        caption.setObjectName("muted")
        caption.setContentsMargins(0, 10 if row else 0, 0, 0)
        grid.addWidget(caption, row, column * 3, 1, 2)
        row += 1
        for spec in SPECS:
            text = key_text(spec, keys)
            if spec.menu == name and text:
                row = self._pair(grid, _(spec.text), text, column, row)
        return row

    def _pair(self, grid: QGridLayout, words: str, key: str, column: int, row: int) -> int:
        action = QLabel(words)
        shortcut = QLabel(key)
        shortcut.setObjectName("key")
        shortcut.setFont(font(12, 600))
        grid.addWidget(action, row, column * 3)
        grid.addWidget(shortcut, row, column * 3 + 1, Qt.AlignmentFlag.AlignTrailing)
        return row + 1
