"""The scheme that the window wears, and the one switch between schemes."""

from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_app.ui.theme import fonts, textlayout
from desktop_app.ui.theme.palette import palette
from desktop_app.ui.theme.sheet import sheet
from desktop_app.ui.theme.tokens import CONTRAST, DARK, LIGHT, Tokens

SCHEMES = ("system", "light", "dark", "contrast")


class Theme(QObject):
    """Tokens of the present scheme; ``changed`` says that everything is to be painted again.

    Main thread. Made once by the composition root and handed to every pane.
    """

    changed = Signal()

    def __init__(self, scheme: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        hints = QGuiApplication.styleHints()
        # Once our palette is set the system's own can no longer be read off the application.
        self._dark_palette = (
            QGuiApplication.palette().color(QPalette.ColorRole.Window).value() < 128
        )
        self.system_accent = QGuiApplication.palette().color(QPalette.ColorRole.Accent)
        """The accent of the system as the program began; where Qt knows none, a usual blue."""
        self._accent: QColor | None = None
        self._tokens = self._choose()
        hints.colorSchemeChanged.connect(self._on_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system)

    @property
    def tokens(self) -> Tokens:
        """Colours to paint with; read them anew in every paint."""
        return self._tokens

    @property
    def scheme(self) -> str:
        """What was asked for: "system", "light", "dark" or "contrast"."""
        return self._scheme

    def set_scheme(self, scheme: str) -> None:
        """Wear ``scheme`` from now on; a running window follows at once."""
        self._scheme = scheme if scheme in SCHEMES else "system"
        self._switch()

    def set_accent(self, accent: QColor | None) -> None:
        """Wear this accent, None: our own; a running window follows at once."""
        self._accent = accent
        self._switch()

    def apply(self, app: QApplication) -> None:
        """Give the application its style, fonts, palette and sheet. Once, before any widget."""
        fonts.install()
        textlayout.forget()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(fonts.font(14))
        self._dress(app)

    def _choose(self) -> Tokens:
        tokens = self._scheme_tokens()
        if self._accent is None:
            return tokens
        from desktop_app.ui.theme.accent import with_accent

        return with_accent(tokens, self._accent)

    def _scheme_tokens(self) -> Tokens:
        fixed = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(self._scheme)
        if fixed is not None:
            return fixed
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return CONTRAST
        system = hints.colorScheme()
        if system == Qt.ColorScheme.Unknown:
            return DARK if self._dark_palette else LIGHT
        return DARK if system == Qt.ColorScheme.Dark else LIGHT

    def _on_system(self) -> None:
        if self._scheme == "system":
            self._switch()

    def _switch(self) -> None:
        tokens = self._choose()
        if tokens == self._tokens:
            return
        self._tokens = tokens
        app = QApplication.instance()
        if app is not None:
            self._dress(cast(QApplication, app))
        self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(sheet(self._tokens))
