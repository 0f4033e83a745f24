"""Motion and accent as the desktop says them, live, over a real bus; and the size of everything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import _wanted_scale
from desktop_app.system import text_size
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import ACCENT, LESS_MOTION, SCALE
from desktop_app.system.text_size import REMEMBERED
from desktop_app.ui.looks import Looks
from desktop_app.ui.running import Running
from desktop_app.ui.theme.accent import contrast, with_accent
from desktop_app.ui.theme.tokens import CONTRAST, DARK, LIGHT, Tokens
from tests.gui.real_window import PATIENCE_MS, running_window, settle
from tests.support.desk import Desk, desk

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a session bus")


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk(monkeypatch, "--portal") as made:
        yield made


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._looks is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        yield running
        settle(qtbot, running)


@LINUX
def test_the_desktop_is_followed_live(portal: Desk, window: Running, qtbot: QtBot) -> None:
    main, looks = window.window, window._looks
    assert looks is not None
    qtbot.waitUntil(lambda: looks.knows_accent, timeout=PATIENCE_MS)
    own = window._theme.tokens.accent
    qtbot.waitUntil(lambda: not main.toast.animated, timeout=PATIENCE_MS)
    assert not main.reader.stage.view.animated and not main.sources.brand.animated
    portal.tell(setting=["org.gnome.desktop.interface", "enable-animations", "b", True])
    qtbot.waitUntil(lambda: main.toast.animated, timeout=PATIENCE_MS)
    window.settings.set(LESS_MOTION, True)
    assert not main.toast.animated
    window.settings.set(ACCENT, "system")
    first = window._theme.tokens.accent
    assert first != own and abs(first.hslHueF() - QColor("#3584e4").hslHueF()) < 0.05
    accent = [0.9, 0.2, 0.6]
    portal.tell(setting=["org.freedesktop.appearance", "accent-color", "(ddd)", accent])
    qtbot.waitUntil(lambda: window._theme.tokens.accent != first, timeout=PATIENCE_MS)
    window.settings.set(ACCENT, "daily8")
    assert window._theme.tokens.accent == own


@LINUX
def test_larger_letters_of_a_wayland_desktop_hold_from_the_next_start(
    portal: Desk, window: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looks = window._looks
    assert looks is not None
    qtbot.waitUntil(lambda: looks.knows_accent, timeout=PATIENCE_MS)
    space, name = "org.gnome.desktop.interface", "text-scaling-factor"
    paths = profile_paths(tmp_path / "profile")
    portal.tell(setting=[space, name, "d", 1.25])  # on X11 Qt draws larger by itself
    settle(qtbot, window)
    assert window.window.state.get(REMEMBERED) is None
    monkeypatch.setattr(text_size, "is_wayland", lambda: True)
    portal.tell(setting=[space, name, "d", 1.5])
    qtbot.waitUntil(lambda: window.window.state.get(REMEMBERED) == 1.5, timeout=PATIENCE_MS)
    assert "next start" in window.window.toast.text
    assert _wanted_scale(paths, window.settings) == 1.5
    window.settings.set(SCALE, "150")
    assert _wanted_scale(paths, window.settings) == 2.25
    portal.tell(setting=[space, name, "d", 1.0])
    qtbot.waitUntil(lambda: window.window.state.get(REMEMBERED) == 1.0, timeout=PATIENCE_MS)
    assert _wanted_scale(paths, window.settings) == 1.5


def test_without_a_portal_everything_moves(window: Running) -> None:
    assert window.window.toast.animated
    assert window.window.findChild(Looks) is window._looks


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda each: each.name)
@pytest.mark.parametrize(
    "name", ["#3584e4", "#ffff00", "#000000", "#ffffff", "#808080", "#e5a50a", "#00ff7f", "#1b1b6e"]
)
def test_any_accent_can_be_read(tokens: Tokens, name: str) -> None:
    made = with_accent(tokens, QColor(name))
    for ground in (made.window, made.sidebar, made.raised, made.field, made.tint):
        assert contrast(made.accent, ground) >= 4.5, ground.name()
    assert contrast(made.onaccent, made.accent) >= 4.5
    assert contrast(made.text, made.highlight) >= 4.5
    assert contrast(made.text, made.selected) >= 4.5


def test_high_contrast_keeps_its_own(qapp: QApplication) -> None:
    assert with_accent(CONTRAST, QColor("#3584e4")) is CONTRAST
    assert with_accent(LIGHT, QColor()) is LIGHT


SIZE = """
import os, sys
from desktop_app.app import _scaled
from PySide6.QtWidgets import QApplication
with _scaled(int(sys.argv[1]) / 100):
    application = QApplication(["daily8"])
print(application.primaryScreen().devicePixelRatio(), os.environ.get("QT_SCALE_FACTOR"))
"""


@pytest.mark.parametrize(
    ("wanted", "set_by_user", "told"),
    [("100", "", "1.0 None"), ("150", "", "1.5 None"), ("150", "2", "2.0 2")],
)
def test_everything_is_drawn_larger(wanted: str, set_by_user: str, told: str) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("QT_SCALE_FACTOR", None)
    if set_by_user:
        env["QT_SCALE_FACTOR"] = set_by_user
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", SIZE, wanted]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == told
