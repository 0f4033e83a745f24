"""Larger letters, as the system wants them."""

import sys
from types import ModuleType, TracebackType
from typing import Any

import pytest

from desktop_app.system import text_size


class Key:
    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        pass


def registry(value: Any) -> ModuleType:
    def open_key(root: int, path: str) -> Key:
        assert (root, path) == (1, r"Software\Microsoft\Accessibility")
        if value is None:
            raise FileNotFoundError
        return Key()

    made = ModuleType("winreg")
    vars(made).update(HKEY_CURRENT_USER=1, OpenKey=open_key, QueryValueEx=lambda *_: (value, 4))
    return made


@pytest.mark.parametrize(
    ("value", "factor"),
    [(None, 1.0), (100, 1.0), (150, 1.5), (225, 2.25), (9000, 2.25), (0, 0.75), ("150", 1.0)],
)
def test_windows_says_it_in_its_registry(
    monkeypatch: pytest.MonkeyPatch, value: object, factor: float
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry(value))
    assert text_size.factor(None) == factor


@pytest.mark.parametrize(
    ("remembered", "factor"),
    [(None, 1.0), (1.25, 1.25), (1, 1.0), (True, 1.0), ("2", 1.0), (float("nan"), 1.0), (50, 2.25)],
)
def test_a_desktop_on_wayland_is_believed_the_next_time(
    monkeypatch: pytest.MonkeyPatch, remembered: object, factor: float
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland;xcb")
    assert text_size.factor(remembered) == factor
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert text_size.factor(remembered) == 1.0


def test_where_the_window_will_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert text_size.is_wayland()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    assert not text_size.is_wayland()


def test_elsewhere_qt_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert text_size.factor(2.0) == 1.0
