"""The small widgets: names, keys, and what they tell."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QStringListModel, Qt
from PySide6.QtGui import QAccessible, QColor, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton, TextButton
from desktop_app.ui.widgets.chip import Chip
from desktop_app.ui.widgets.face import Face
from desktop_app.ui.widgets.header import Header
from desktop_app.ui.widgets.paint import rounded
from desktop_app.ui.widgets.pill import NewPill
from desktop_app.ui.widgets.row_list import RowList
from desktop_app.ui.widgets.search_field import SearchField
from desktop_app.ui.widgets.splitter import HairlineSplitter
from desktop_app.ui.widgets.toast import Toast
from tests.gui.newsroom import dress


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dress(qapp)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 500)
    QVBoxLayout(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def ink(widget: QWidget, color: QColor) -> int:
    """How many pixels have exactly this colour."""
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height())
    )


def test_controls_have_names_and_roles(window: QWidget, theme: Theme) -> None:
    icon = IconButton("plus", "Add a source", theme, shortcut_text="Ctrl+N")
    text, chip = TextButton("Post", theme, kind="main"), Chip("Unread", theme)
    field = SearchField("Search everything", theme, hint="Ctrl K")
    for widget in (icon, text, chip, field):
        window.layout().addWidget(widget)
    assert [name_of(each) for each in (icon, text, chip, field)] == [
        "Add a source",
        "Post",
        "Unread",
        "Search everything",
    ]
    assert icon.toolTip() == "Add a source (Ctrl+N)"
    assert role_of(chip) == QAccessible.Role.RadioButton
    assert role_of(text) == role_of(icon) == QAccessible.Role.Button


def test_return_presses_the_button_that_has_the_focus(qtbot: QtBot, theme: Theme) -> None:
    dialog, pressed = QDialog(), []
    qtbot.addWidget(dialog)
    plain, main = (
        TextButton("Plain", theme, parent=dialog),
        TextButton("Main", theme, parent=dialog),
    )
    main.setDefault(True)
    plain.clicked.connect(lambda: pressed.append("plain"))
    main.clicked.connect(lambda: pressed.append("main"))
    dialog.show()
    plain.setFocus()
    qtbot.keyClick(plain, Qt.Key.Key_Return)
    assert pressed == ["plain"]


def test_an_active_icon_wears_the_accent(window: QWidget, theme: Theme) -> None:
    button = IconButton("bookmark-simple", "Save", theme)
    window.layout().addWidget(button)
    assert ink(button, theme.tokens.accent) == 0
    button.set_active(True, filled="bookmark-simple-fill")
    assert ink(button, theme.tokens.accent) > 40


def test_a_turned_icon_comes_back(window: QWidget, theme: Theme) -> None:
    button = IconButton("arrows-clockwise", "Refresh", theme)
    window.layout().addWidget(button)
    before = button.grab().toImage()
    button.turn = 30.0
    assert button.grab().toImage() != before
    button.turn = 0.0
    assert button.grab().toImage() == before


def test_the_ring_shows_the_focus(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    first, button = IconButton("plus", "A", theme), IconButton("plus", "B", theme)
    window.layout().addWidget(first)
    window.layout().addWidget(button)
    assert ink(button, theme.tokens.accent) == 0
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert ink(button, theme.tokens.accent) > 20


def test_one_chip_is_on(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    chips = [Chip(text, theme) for text in ("All", "Unread")]
    for chip in chips:
        window.layout().addWidget(chip)
    width = chips[1].sizeHint().width()
    chips[0].setChecked(True)
    qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton, pos=QPoint(width - 3, 12))
    assert [chip.isChecked() for chip in chips] == [False, True]
    assert chips[1].sizeHint().width() == width, "nothing moves when it is chosen"


def test_escape_empties_the_search_then_leaves(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Search", theme, hint="Ctrl K")
    window.layout().addWidget(field)
    qtbot.keyClicks(field, "bus")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left, timeout=500):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(field.down, timeout=500):
        qtbot.keyClick(field, Qt.Key.Key_Down)


def test_the_search_field_has_its_ground(window: QWidget, theme: Theme) -> None:
    field = SearchField("Search", theme)
    window.layout().addWidget(field)
    assert ink(field, theme.tokens.field) > 1000
    theme.set_scheme("dark")
    assert ink(field, theme.tokens.field) > 1000
    theme.set_scheme("light")


def test_a_face_waits_before_it_shows_bars(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    face = Face(theme, window)
    face.setGeometry(window.rect())
    face.show_loading()
    assert face.loading
    assert not face.isVisible()
    qtbot.waitUntil(face.isVisible)
    assert name_of(face) == "Loading"
    face.clear_face()
    assert not face.isVisible()


def test_a_face_says_what_to_do(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    face = Face(theme, window)
    face.setGeometry(window.rect())
    face.show_message("warning-circle", "No connection", "Check the network.", "Try again")
    assert name_of(face) == "No connection. Check the network."
    button = face.findChild(TextButton)
    with qtbot.waitSignal(face.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert face.rect().contains(button.geometry())


def test_a_toast_can_be_taken_back(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    toast, undone = Toast(window, theme), []
    toast.animated = False
    toast.show_message("3 articles marked as read", "Undo", lambda: undone.append(True))
    assert toast.isVisible()
    assert name_of(toast) == "3 articles marked as read"
    button = next(child for child in toast.children() if isinstance(child, QWidget))
    assert toast.rect().contains(button.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not toast.isVisible()


def test_a_toast_stays_at_the_foot(window: QWidget, theme: Theme) -> None:
    toast = Toast(window, theme)
    toast.animated = False
    toast.show_message("Saved " * 30)
    assert window.rect().contains(toast.geometry())
    window.resize(300, 300)
    assert window.rect().contains(toast.geometry())
    toast.dismiss()


def test_a_pill_is_shown_only_with_words(window: QWidget, theme: Theme) -> None:
    pill = NewPill(theme, window)
    pill.show_text("12 new articles")
    assert pill.isVisible()
    assert abs(pill.geometry().center().x() - window.rect().center().x()) <= 1
    pill.show_text("")
    assert not pill.isVisible()


def test_the_title_gives_way_last(window: QWidget, theme: Theme) -> None:
    header = Header(theme)
    window.layout().addWidget(header)
    header.set_title("Today", "24 new · 8 sources")
    header.resize(300, 52)
    assert ink(header.title, theme.tokens.muted) > 0
    header.title.resize(80, 52)
    assert ink(header.title, theme.tokens.muted) == 0
    assert name_of(header.title) == "Today, 24 new · 8 sources"


def test_header_margins_turn_with_the_window(window: QWidget, theme: Theme) -> None:
    header = Header(theme)
    window.layout().addWidget(header)
    assert header.layout().contentsMargins().left() == 16
    header.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert header.layout().contentsMargins().right() == 16


def test_a_handle_is_a_hairline(window: QWidget, theme: Theme) -> None:
    splitter = HairlineSplitter(theme)
    window.layout().addWidget(splitter)
    splitter.addWidget(QWidget())
    splitter.addWidget(QWidget())
    image = splitter.grab().toImage()
    row = [image.pixelColor(x, 20) for x in range(image.width())]
    assert row.count(theme.tokens.line) == 1


@pytest.fixture
def rows(window: QWidget, theme: Theme, qtbot: QtBot) -> RowList:
    view = RowList(theme)
    view.setModel(QStringListModel([f"Row {number}" for number in range(200)], view))
    window.layout().addWidget(view)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 100)
    return view


def test_a_list_does_not_move_when_rows_come(rows: RowList) -> None:
    model = rows.model()
    rows.verticalScrollBar().setValue(301)
    before = rows.viewport().grab().toImage()

    def add() -> None:
        model.insertRows(0, 5)

    rows.keep(add)
    assert rows.viewport().grab().toImage() == before


def test_letters_are_left_to_the_window(rows: RowList, qtbot: QtBot) -> None:
    rows.setCurrentIndex(rows.model().index(3, 0))
    qtbot.keyClicks(rows, "Row 1")
    assert rows.currentIndex().row() == 3
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.currentIndex().row() == 4


def test_the_ring_of_a_list_goes_with_the_mouse(rows: RowList, qtbot: QtBot) -> None:
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(rows.hasFocus)
    assert rows.keyboard.shown
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 20))
    assert not rows.keyboard.shown
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.keyboard.shown


def move_to(rows: RowList, x: float) -> None:
    point = QPointF(x, 50)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        QPointF(rows.viewport().mapToGlobal(point.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(rows.viewport(), event)


def test_the_scroll_bar_comes_near_the_pointer(rows: RowList, theme: Theme, qtbot: QtBot) -> None:
    from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

    bar = rows.findChild(OverlayScrollBar)
    assert bar.isVisible()
    move_to(rows, 20)
    assert bar._goal == 0.0
    move_to(rows, rows.viewport().width() - 10)
    qtbot.waitUntil(lambda: bar._opacity == 1.0)


def test_the_scroll_bar_drags(rows: RowList, qtbot: QtBot) -> None:
    from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

    bar = rows.findChild(OverlayScrollBar)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(6, bar.height() - 3))
    assert rows.verticalScrollBar().value() == rows.verticalScrollBar().maximum()


def test_rounded_pictures_have_clear_corners(theme: Theme) -> None:
    square = QPixmap(200, 100)
    square.fill(QColor("red"))
    image = rounded(square, 72, 72, 8, 2.0).toImage()
    assert (image.width(), image.height()) == (144, 144)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(72, 72) == QColor("red")


def test_painting_leaves_no_painter_open(window: QWidget, theme: Theme) -> None:
    target = QPixmap(400, 500)
    painter = QPainter(target)
    assert painter.isActive()
    painter.end()
    window.render(target)
