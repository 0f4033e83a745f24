"""The menus of the player: speed, voice, sleep, and what is read next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.runtime.speech_player import Player
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.insight.listen_words import MINUTES, SPEEDS, speed_words

SPEED, VOICE, SLEEP, READ, GOES_ON, FORGET = "speed", "voice", "sleep", "read", "goes_on", "forget"
AFTER_ARTICLE, ARTICLE, POINTS = "after", "article", "points"

Choice = tuple[str, str, bool]
"""What is chosen, its words, whether it is so now."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader chose besides what the player knows."""

    after_article: bool
    points: bool
    goes_on: bool
    later: int


def menu_for(
    name: str, parent: QWidget, player: Player, chosen: Chosen, slot: Callable[[QAction], None]
) -> QMenu:
    """Return one menu; ``slot`` hears of the action, whose data is what and which."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if name == SPEED:
        speeds = [(f"{each:g}", speed_words(each), each == player.speed) for each in SPEEDS]
        _fill(menu, SPEED, speeds)
    elif name == VOICE:
        _fill_voices(menu, player)
    elif name == SLEEP:
        _fill_sleep(menu, player, chosen)
    else:
        _fill_more(menu, player, chosen)
    menu.triggered.connect(slot)
    return menu


def _fill_more(menu: QMenu, player: Player, chosen: Chosen) -> None:
    """Add everything else, and again what a narrow pane has no button for."""
    _fill(
        menu,
        READ,
        [
            (ARTICLE, _("Read the article"), not chosen.points),
            (POINTS, _("Read the key points"), chosen.points),
        ],
    )
    menu.addSeparator()
    _fill_voices(menu.addMenu(_("Voice")), player)
    _fill_sleep(menu.addMenu(_("Sleep timer")), player, chosen)
    menu.addSeparator()
    following = _add(menu, GOES_ON, "", _("Go on with the next article"))
    following.setCheckable(True)
    following.setChecked(chosen.goes_on)
    if chosen.later:
        words = ngettext(
            "Forget the {count} article kept for later",
            "Forget the {count} articles kept for later",
            chosen.later,
        ).format(count=chosen.later)
        _add(menu, FORGET, "", words)


def _fill_voices(menu: QMenu, player: Player) -> None:
    found = player.voices(player.language)
    now = player.voice(player.language)
    if not found:
        menu.addAction(_("No voice for this language")).setEnabled(False)
        return
    several = len({each.locale for each in found}) > 1
    choices = [
        (each.key, f"{each.name} · {each.locale}" if several else each.name, each == now)
        for each in found
    ]
    _fill(menu, VOICE, choices)


def _fill_sleep(menu: QMenu, player: Player, chosen: Chosen) -> None:
    choices: list[Choice] = [("0", _("Never"), not chosen.after_article and not player.awake)]
    for each in MINUTES:
        words = ngettext("In {count} minute", "In {count} minutes", each).format(count=each)
        choices.append((str(each), words, False))
    choices.append((AFTER_ARTICLE, _("After this article"), chosen.after_article))
    _fill(menu, SLEEP, choices)


def _fill(menu: QMenu, name: str, choices: Sequence[Choice]) -> None:
    group = QActionGroup(menu)
    for value, words, on in choices:
        action = _add(menu, name, value, words)
        action.setCheckable(True)
        action.setChecked(on)
        group.addAction(action)


def _add(menu: QMenu, name: str, value: str, words: str) -> QAction:
    action = menu.addAction(words.replace("&", "&&"))
    action.setData((name, value))
    return action
