"""Every action does something, stands in a menu, and has a key of its own."""

from collections import Counter

from desktop_app.ui.actions import MENUS, SPECS
from desktop_app.ui.commands import COMMANDS


def test_every_action_has_a_command() -> None:
    assert {spec.name for spec in SPECS} == set(COMMANDS)


def test_every_action_stands_in_a_menu_that_exists() -> None:
    menus = {name for name, _title in MENUS}
    assert {spec.menu for spec in SPECS} == menus


def test_no_two_actions_share_a_key() -> None:
    keys = Counter(key for spec in SPECS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_keys_that_readers_know_are_there() -> None:
    by_name = {spec.name: spec.keys for spec in SPECS}
    known = {
        "next": "J",
        "previous": "K",
        "next_unread": "N",
        "scroll": "Space",
        "toggle_read": "M",
        "toggle_saved": "S",
        "toggle_comments": "C",
        "reply": "R",
        "search": "/",
        "keys": "?",
        "palette": "Ctrl+K",
    }
    assert {name: key for name, key in known.items() if key not in by_name[name]} == {}
    assert set(by_name["open_browser"]) == {"O", "V"}
