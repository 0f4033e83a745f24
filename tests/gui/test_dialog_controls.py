"""The controls of dialogs: one height, real roles, keys and pointer, both directions."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.controls import Number, Select, Tick, Toggle
from desktop_app.ui.dialogs.key_field import KeyField
from desktop_app.ui.dialogs.password import PasswordField
from desktop_app.ui.dialogs.rows import Rows, RowWords
from desktop_app.ui.theme.theme import Theme
from tests.gui.dialog_room import name_of, role_of
from tests.gui.newsroom import dress

LEFT, RTL = Qt.MouseButton.LeftButton, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dress(qapp)


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> Iterator[Dialog]:
    made = Dialog(None, theme, "A dialog", 420, 380)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    yield made
    made.hide()


def show(dialog: Dialog, qtbot: QtBot, *parts: QWidget) -> None:
    for part in parts:
        dialog.body.addWidget(part)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitExposed(dialog)


def a_number(theme: Theme) -> Number:
    made = Number(theme, "Text size")
    made.setRange(12, 28)
    made.setSuffix(" px")
    made.setValue(17)
    return made


def test_all_controls_are_equally_high(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    select = Select(theme, "Paper")
    select.addItems(["White", "Sepia"])
    folder = Select(theme, "Folder", editable=True)
    parts = (select, folder, a_number(theme), QLineEdit(), PasswordField(theme, "Password"))
    show(dialog, qtbot, *parts, Toggle(theme, "On"))
    assert {part.height() for part in parts} == {32}
    assert len({(part.x(), part.width()) for part in parts}) == 1


def test_roles_and_names(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number, toggle = a_number(theme), Toggle(theme, "Look on opening")
    tick, select = Tick(theme, "All the same"), Select(theme, "Paper")
    show(dialog, qtbot, number, toggle, tick, select)
    assert (name_of(number), role_of(number)) == ("Text size", QAccessible.Role.SpinBox)
    assert (name_of(toggle), role_of(toggle)) == ("Look on opening", QAccessible.Role.CheckBox)
    assert (name_of(tick), role_of(tick)) == ("All the same", QAccessible.Role.CheckBox)
    assert (name_of(select), role_of(select)) == ("Paper", QAccessible.Role.ComboBox)


def test_numbers_have_visible_steps(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number = a_number(theme)
    show(dialog, qtbot, number)
    assert number.lineEdit().x() > 28 and number.text() == "17 px"
    assert number._less.x() < number.lineEdit().x() < number._more.x()
    qtbot.mouseClick(number._more, LEFT)
    qtbot.mouseClick(number._more, LEFT)
    qtbot.mouseClick(number._less, LEFT)
    assert number.value() == 18
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert number.value() == 19
    number.setValue(28)
    assert not number._more.isEnabled() and number._less.isEnabled()


def test_thousands_stand_apart(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number = Number(theme, "Tokens a day")
    number.setRange(0, 5_000_000)
    number.setValue(500_000)
    show(dialog, qtbot, number)
    assert number.text() == "500,000"
    for typed, expected in (("1250000", 1_250_000), ("2,000", 2_000)):
        number.selectAll()
        qtbot.keyClicks(number, typed)
        number.interpretText()
        assert number.value() == expected
    assert number.text() == "2,000"


def test_numbers_turn_around(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number, secret = a_number(theme), PasswordField(theme, "Password")
    dialog.setLayoutDirection(RTL)
    show(dialog, qtbot, number, secret)
    assert number._more.x() < number.lineEdit().x() < number._less.x()
    assert secret.eye.x() < 20


def test_the_wheel_changes_nothing_in_passing(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number, select = a_number(theme), Select(theme, "Paper")
    select.addItems(["White", "Sepia"])
    show(dialog, qtbot, number, select)
    for part in (number, select):
        middle = QPointF(part.rect().center())
        turn = QWheelEvent(
            middle,
            QPointF(part.mapToGlobal(part.rect().center())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(part, turn)
    assert number.value() == 17 and select.currentIndex() == 0


def test_a_choice_by_keys_and_by_its_list(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    select = Select(theme, "Paper")
    select.addItems(["White", "Sepia", "A very long name of a paper that fits all the same"])
    show(dialog, qtbot, select)
    qtbot.keyClick(select, Qt.Key.Key_Down)
    assert select.currentText() == "Sepia"
    assert select.sizeHint().width() > 320
    select.showPopup()
    view = select.view()
    qtbot.waitUntil(view.isVisible)
    assert view.visualRect(view.model().index(0, 0)).height() == 32
    qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(0, 0)).center())
    qtbot.waitUntil(lambda: select.currentText() == "White")


def test_ticks_break_their_words(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    tick = Tick(theme, "This site has no encryption. Send my password all the same, please. " * 2)
    show(dialog, qtbot, tick)
    assert tick.height() >= 60 and tick.width() < 400
    qtbot.mouseClick(tick, LEFT, pos=QPoint(200, tick.height() - 6))
    assert tick.isChecked()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert not tick.isChecked()


def test_a_password_can_be_seen(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    field = PasswordField(theme, "Password")
    show(dialog, qtbot, field)
    field.setText("abcd efgh")
    assert field.displayText() != field.text()
    qtbot.mouseClick(field.eye, LEFT)
    assert field.displayText() == "abcd efgh" and name_of(field.eye) == "Hide the password"
    qtbot.mouseClick(field.eye, LEFT)
    assert field.displayText() != field.text() and name_of(field.eye) == "Show the password"


def test_rows_are_ticked_anywhere(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    rows = Rows(theme, "Sections")
    rows.add("a", RowWords("Business", "52 articles"), checked=False)
    rows.add("b", RowWords("Sport", depth=1), checked=False)
    rows.add("c", RowWords("Fixed"))
    show(dialog, qtbot, rows)
    for row in range(3):
        at = rows.visualItemRect(rows.item(row)).center()
        qtbot.mouseClick(rows.viewport(), LEFT, pos=at)
    assert rows.checked() == ["a", "b"]
    rows.setCurrentRow(0)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert rows.checked() == ["b"]
    spoken = QAccessible.queryAccessibleInterface(rows).child(0)
    assert spoken.text(QAccessible.Text.Name) == "Business, 52 articles"


@pytest.mark.parametrize(
    ("key", "modifier", "wanted"),
    [
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?"),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "Shift+A"),
        (Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier, "J"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "Ctrl+Return"),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, ""),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "F5"),
    ],
)
def test_the_key_field_takes_the_next_key(
    qtbot: QtBot, theme: Theme, key: Qt.Key, modifier: Qt.KeyboardModifier, wanted: str
) -> None:
    field = KeyField()
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.pressed) as caught:
        qtbot.keyClick(field, key, modifier)
    assert caught.args == [QKeySequence(wanted)]


def test_a_dialog_keeps_its_size_while_it_works(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    rows = Rows(theme, "Rows")
    dialog.add_button("Cancel")
    main = dialog.add_button("Do it", main=True)
    show(dialog, qtbot, rows)
    before, place = dialog.size(), main.mapTo(dialog, QPoint(0, 0))
    dialog.busy("Doing it …")
    qtbot.waitUntil(dialog._busy.isVisible)
    assert (dialog.size(), main.mapTo(dialog, QPoint(0, 0))) == (before, place)
    dialog.say("It did not work. " * 6)
    dialog.idle()
    assert (dialog.size(), main.mapTo(dialog, QPoint(0, 0))) == (before, place)
    assert dialog.notice.isVisible() and not dialog._busy.isVisible()


def test_enter_does_the_main_thing_and_esc_leaves(
    dialog: Dialog, theme: Theme, qtbot: QtBot
) -> None:
    field, pressed = QLineEdit(), []
    leave = dialog.add_button("Cancel")
    leave.clicked.connect(dialog.reject)
    dialog.add_button("Do it", main=True).clicked.connect(lambda: pressed.append(1))
    show(dialog, qtbot, field)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pressed == [1]
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_dialogs_follow_the_scheme(dialog: Dialog, theme: Theme, qtbot: QtBot) -> None:
    number = a_number(theme)
    dialog.add_button("Close", main=True)
    show(dialog, qtbot, number)
    for scheme in ("dark", "contrast", "light"):
        theme.set_scheme(scheme)
        image = dialog.grab().toImage()
        assert image.pixelColor(2, 2) == theme.tokens.window, scheme
        spot = number.mapTo(dialog, QPoint(34, 16))
        assert image.pixelColor(spot) == theme.tokens.field, scheme
    buttons = [each for each in dialog.findChildren(QPushButton) if each.isDefault()]
    assert [each.text() for each in buttons] == ["Close"]
