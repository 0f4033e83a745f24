"""The proxy as a choice: the system's, none, or one at an address."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.system.settings import PROXY
from desktop_app.ui.dialogs.controls import Select
from desktop_app.ui.theme.theme import Theme

SYSTEM, NONE, ADDRESS = range(3)


class ProxyChoice(QWidget):
    """``chosen`` carries a value that the option takes, ``said`` what is wrong with an address."""

    chosen = Signal(str)
    said = Signal(str)

    def __init__(self, theme: Theme, name: str, words: tuple[str, ...], value: str) -> None:
        super().__init__()
        self.select = Select(theme, name)
        self.select.addItems(words)
        self.address = QLineEdit()
        self.address.setPlaceholderText("http://proxy.example:3128")
        self.address.setAccessibleName(_("Address of the proxy"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.select)
        column.addWidget(self.address)
        self.setFocusProxy(self.select)
        self.show_value(value)
        self.select.currentIndexChanged.connect(self._on_select)
        self.address.editingFinished.connect(self._on_address)

    def show_value(self, value: str) -> None:
        """Show a value of the option."""
        self.select.blockSignals(True)
        index = {"system": SYSTEM, "none": NONE}.get(value, ADDRESS)
        self.select.setCurrentIndex(index)
        self.select.blockSignals(False)
        self.address.setText(value if index == ADDRESS else "")
        self.address.setVisible(index == ADDRESS)
        self.select.update()

    @Slot(int)
    def _on_select(self, index: int) -> None:
        self.address.setVisible(index == ADDRESS)
        if index == ADDRESS:
            self.address.setFocus()
            self._on_address()
        else:
            self.chosen.emit("none" if index == NONE else "system")

    @Slot()
    def _on_address(self) -> None:
        text = self.address.text().strip()
        if not text or self.select.currentIndex() != ADDRESS:
            return
        if text not in ("system", "none") and PROXY.takes(text):
            self.chosen.emit(text)
        else:
            self.said.emit(
                _(
                    "The address of a proxy begins with http:// or https:// and holds no password, "
                    "such as http://proxy.example:3128."
                )
            )
