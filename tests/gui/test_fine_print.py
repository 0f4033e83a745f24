"""Small things of type: hints that can be read, lines that stand flush, stops in their place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.system import i18n
from desktop_app.system.i18n import _
from desktop_app.ui.actions import Actions
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.first_run import FirstRun
from desktop_app.ui.dialogs.keys import KeySheet
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.layout import PaneLayout
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader.related import RelatedPanel
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.menu_keys import FirstLetters
from desktop_app.ui.widgets.menu_place import open_below
from tests.gui.newsroom import dress
from tests.gui.reading_fakes import FakeServices, FakeTasks, article

PARAGRAPH = (
    "يبقى حسابك في الموقع كما هو: يحصل البرنامج على كلمة مرور خاصة به تُحفظ في مخزن كلمات المرور "
    "في نظامك، ويمكنك سحبها في أي وقت تشاء."
)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dress(qapp)


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    i18n.install("ar")
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    i18n.install("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_hints_in_fields_are_as_dark_as_muted_text(theme: Theme, qtbot: QtBot, scheme: str) -> None:
    theme.set_scheme(scheme)
    dialog = Dialog(None, theme, "A dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    field = QLineEdit()
    dialog.body.addWidget(field)
    page = QWidget()
    qtbot.addWidget(page)
    for each in (field, *FirstRun(page, theme).findChildren(QLineEdit)):
        each.setPlaceholderText("lllllllll")  # upright strokes: some pixels have the whole colour
        each.resize(200, 40)
        image = each.grab().toImage()
        paper = image.pixelColor(image.width() // 2, 4)
        inks = [
            image.pixelColor(x, y)
            for x in range(8, image.width() - 8)
            for y in range(4, image.height() - 4)
        ]
        strongest = max(_difference(ink, paper) for ink in inks)
        assert strongest >= 0.8 * _difference(theme.tokens.muted, paper)
    theme.set_scheme("light")


def test_broken_lines_stand_flush_in_a_mirrored_window(
    theme: Theme, mirrored: None, qtbot: QtBot
) -> None:
    made = label(PARAGRAPH)
    qtbot.addWidget(made)
    made.resize(300, made.heightForWidth(300))
    image = made.grab().toImage()
    rows = image.height() // made.fontMetrics().lineSpacing()
    assert rows >= 2
    edges = [_ink_from_the_right(image, at, rows) for at in range(rows)]
    assert max(edges) - min(edges) <= 3


def _ink_from_the_right(image: QImage, line: int, lines: int) -> int:
    high = image.height() // lines
    paper = image.pixelColor(0, 0)
    for back in range(image.width()):
        column = image.width() - 1 - back
        if any(
            _differs(image.pixelColor(column, y), paper)
            for y in range(line * high, line * high + high)
        ):
            return back
    raise AssertionError("an empty line")


def _differs(one: QColor, other: QColor) -> bool:
    return _difference(one, other) > 60


def _difference(one: QColor, other: QColor) -> int:
    return abs(one.lightness() - other.lightness())


def test_keys_in_a_mirrored_menu_are_runs_of_their_own(
    theme: Theme, mirrored: None, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, {})
    words, _tab, key = actions["settings"].text().partition("\t")
    assert words == _("Settings …") and key == "\u2066Ctrl+,\u2069"
    assert "\t" not in actions["about"].text()
    actions.set_keys({"settings": "Ctrl+Shift+O", "add_source": ""})
    assert actions["settings"].text() == f"{words}\t\u2066Ctrl+Shift+O\u2069"
    assert "\t" not in actions["add_source"].text()


def test_keys_stay_keys_from_left_to_right(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert Actions(window, {})["settings"].text() == "Settings …"


def test_the_sheet_of_keys_has_two_columns_of_one_length(theme: Theme, qtbot: QtBot) -> None:
    sheet = KeySheet(None, theme, {})  # type: ignore[arg-type]
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(sheet)
    page = sheet.area.widget()
    assert page is not None
    columns = page.layout()
    assert columns is not None and columns.count() == 2
    items = [columns.itemAt(at) for at in range(2)]
    heights = [item.sizeHint().height() for item in items if item is not None]
    assert len(heights) == 2 and abs(heights[0] - heights[1]) <= 4 * 26


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_menus_open_flush_with_the_leading_edge(
    theme: Theme, qtbot: QtBot, way: Qt.LayoutDirection
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setLayoutDirection(way)
    window.resize(700, 300)
    button = QWidget(window)
    button.setGeometry(300, 10, 60, 30)
    window.show()
    menu = QMenu(window)
    menu.addAction("Mark everything above as read")
    open_below(menu, button)
    corner = button.mapToGlobal(button.rect().topLeft())
    if way == Qt.LayoutDirection.LeftToRight:
        assert menu.geometry().left() == corner.x()
    else:
        assert menu.geometry().right() == corner.x() + button.width() - 1
    assert menu.geometry().top() == corner.y() + button.height() + 2
    menu.hide()


def test_letters_lead_through_a_menu(theme: Theme, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    FirstLetters(menu).watch(menu)
    made = [menu.addAction(each) for each in ("Search", "Next article", "أخبار", "Settings")]
    made.append(menu.addAction("Next unread article"))
    made[3].setEnabled(False)
    menu.popup(QPoint(0, 0))
    for key, expected in (("n", 1), ("n", 4), ("n", 1), ("S", 0), ("s", 0), ("ا", 2), ("x", 2)):
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, key)
        QApplication.sendEvent(menu, press)
        assert menu.activeAction() is made[expected], key
    menu.hide()


def test_what_is_related_follows_the_article(
    theme: Theme, qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, after = QPushButton("Article", window), QPushButton("Comments", window)
    pictures = Pictures(FakeTasks(), FakeServices(tmp_path), theme)  # type: ignore[arg-type]
    related = RelatedPanel(pictures, theme, window)
    related.before = view
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for numbers in ((1, 2), (3, 4, 5)):
        related.show_articles([article(each) for each in numbers], {}, 0)
        view.setFocus()
        for expected in (*related.buttons, after):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            assert window.focusWidget() is expected
    pictures.stop()


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_panes_reach_both_edges_of_the_window(
    theme: Theme, qtbot: QtBot, way: Qt.LayoutDirection
) -> None:
    panes = [QWidget() for _each in range(4)]
    layout = PaneLayout(theme, *panes)
    qtbot.addWidget(layout)
    layout.resize(1440, 300)
    layout.setLayoutDirection(way)
    layout.show()
    places = sorted((pane.mapTo(layout, QPoint(0, 0)).x(), pane.width()) for pane in panes)
    image, at = layout.grab().toImage(), 0
    for left, width in places:
        assert left == at
        at = left + width + 1
        if at < layout.width():
            assert image.pixelColor(at - 1, 150) == theme.tokens.line
            assert image.pixelColor(at - 2, 150) != theme.tokens.line
    assert at - 1 == layout.width()
