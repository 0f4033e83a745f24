"""All keys on one sheet."""

from collections.abc import Mapping, Sequence
from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.actions import MENUS, SPECS, ActionSpec, sequences
from desktop_app.ui.dialogs.base import MARGIN, Dialog
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.scrolled import Scrolled
from desktop_app.ui.sources.brand import MENU_KEY
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

WIDTH, ROW = 720, 26
CHROME = 134  # what stands above and below the keys

Group = tuple[str, list[tuple[str, list[str]]]]


class KeySheet(Dialog):
    """Two columns of actions with their keys, by menu; scrolls where the screen is low."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        keys: Mapping[str, str],
        specs: Sequence[ActionSpec] = SPECS,
    ) -> None:
        super().__init__(parent, theme, _("Keys"), WIDTH)
        left, right = _halves(_groups(keys, specs))
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 8, 0, 0)
        columns.setSpacing(40)
        for half in (left, right):
            column = QVBoxLayout()
            column.setSpacing(0)
            for index, group in enumerate(half):
                self._add_group(column, group, first=index == 0)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.area = Scrolled(theme, page, by_keys=True)
        self.area.setAccessibleName(_("Keys"))
        self._wanted = (WIDTH, page.heightForWidth(WIDTH - 2 * MARGIN) + CHROME)
        self.body.addWidget(self.area, 1)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
        self.area.setFocus()

    def _add_group(self, column: QVBoxLayout, group: Group, first: bool) -> None:
        title, pairs = group
        caption = label(title, font(12, 600), muted=True)
        caption.setContentsMargins(0, 0 if first else 12, 0, 4)
        column.addWidget(caption)
        for words, keys in pairs:
            line = QWidget()
            line.setMinimumHeight(ROW)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 1, 0, 1)
            row.setSpacing(6)
            row.addWidget(label(words), 1)
            for key in keys:
                cap = QLabel(key)
                cap.setObjectName("key")
                cap.setFont(font(12, 500))
                row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(line)


def _groups(keys: Mapping[str, str], specs: Sequence[ActionSpec]) -> list[Group]:
    groups: list[Group] = []
    for name, title in MENUS:
        pairs = [
            (_(spec.text).rstrip(" …"), [_native(each) for each in sequences(spec, keys)][:2])
            for spec in specs
            if spec.menu == name and sequences(spec, keys)
        ]
        if name == "view" and QGuiApplication.platformName() != "cocoa":
            pairs.append((_("Main menu"), [_native(QKeySequence(MENU_KEY))]))
        if name == "comments":
            pairs.append((_("Post what you wrote"), [_native(QKeySequence("Ctrl+Return"))]))
        if pairs:
            groups.append((_(title), pairs))
    return groups


def _native(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def _rows(groups: list[Group]) -> int:
    return sum(len(pairs) + 1 for _title, pairs in groups) + len(groups) // 2


def _halves(groups: list[Group]) -> tuple[list[Group], list[Group]]:
    """Share the groups among two columns of about one length; each keeps their order."""
    first, rest = groups[:1], groups[1:]
    ways = []
    for choice in product((True, False), repeat=len(rest)):
        left = first + [group for group, taken in zip(rest, choice, strict=True) if taken]
        right = [group for group, taken in zip(rest, choice, strict=True) if not taken]
        ways.append((left, right))
    return min(ways, key=lambda way: abs(_rows(way[0]) - _rows(way[1])))
