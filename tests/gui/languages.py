"""Fixtures that speak English, Arabic and a longer language, one after the other."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.ui.speaking import speak
from tests.gui.fitting import Watch, watching
from tests.support import pseudo


@pytest.fixture(params=["en", "ar", "pseudo"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Speak a language, and English again afterwards."""
    pseudo.install(request.param)
    speak(qapp)
    yield request.param
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    pseudo.install("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def watch(spoken: str) -> Iterator[Watch]:
    """Look at what is painted in that language."""
    with watching() as made:
        yield made
