"""Gives Qt's own words and the direction of writing the language that i18n speaks."""

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.system import i18n

_NAME = "qt words"


def speak(application: QApplication) -> None:
    """Speak the language of i18n, for the first time or another one than before. Main thread."""
    before = application.findChild(QTranslator, _NAME)
    if before is not None:
        application.removeTranslator(before)
        before.setParent(None)
    if i18n.language() != "en":
        translator = QTranslator(application)
        translator.setObjectName(_NAME)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(QLocale(i18n.language()), "qtbase", "_", folder):
            application.installTranslator(translator)
    rtl = i18n.is_rtl()
    application.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    application.setApplicationName("daily8")
    application.setApplicationDisplayName("Daily8")
    application.setDesktopFileName("org.daily8.Daily8")
