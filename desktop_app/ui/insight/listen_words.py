"""What the player says: where it is, what is wrong, and what helps against it on each system."""

import sys

from desktop_app.runtime.speech import Trouble
from desktop_app.runtime.speech_player import Play, Player
from desktop_app.system.i18n import _, isolated, ngettext
from desktop_app.ui.dialogs.places import language_name

SPEEDS = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
MINUTES = (15, 30, 45, 60)


def speed_words(speed: float) -> str:
    """Return a speed as players write it."""
    return isolated(f"{speed:g}×")


def place_words(player: Player, source: str) -> str:
    """Return where the player is, and whose article it reads."""
    if player.play_state is Play.STARTING:
        first = _("Looking for a voice …")
    elif player.play_state is Play.SILENT and player.count:
        first = ngettext("{count} sentence", "{count} sentences", player.count).format(
            count=player.count
        )
    else:
        first = _("Sentence {number} of {count}").format(
            number=player.index + 1, count=player.count
        )
    return " · ".join(isolated(each) for each in (first, source) if each)


def sleep_words(player: Player, after_article: bool) -> str:
    """Return when it falls asleep; empty when it does not."""
    if after_article:
        return _("Stops after this article")
    if not player.awake:
        return ""
    minutes = max(1, round(player.awake / 60))
    return ngettext("Stops in {count} minute", "Stops in {count} minutes", minutes).format(
        count=minutes
    )


def trouble_words(player: Player) -> str:
    """Return what is wrong and what to do; empty when nothing is."""
    trouble = player.trouble
    if trouble is None:
        return left_out_words(player)
    if trouble is Trouble.NO_VOICE:
        return _no_voice(player.language)
    if trouble is Trouble.NO_SERVICE:
        return f"{_no_service()} {_how_to_begin()}"
    return _SAYING[trouble]()


def left_out_words(player: Player) -> str:
    """Return which sentences are passed over."""
    if not player.left_out:
        return ""
    names = _(", ").join(isolated(_name(each)) for each in sorted(player.left_out))
    return _("Sentences in a language without a voice here are left out: {languages}.").format(
        languages=names
    )


def nothing_words(points: bool) -> str:
    """Return that there is nothing to read."""
    if points:
        return _("This article has no key points to read.")
    return _("This article has no text to read.")


def absent_words() -> str:
    """Return why there is no Listen here."""
    return _(
        "Listening is not part of this installation. The package PySide6-Addons, of the same "
        "version as PySide6-Essentials, adds it."
    )


def _no_voice(code: str) -> str:
    if not code:
        return _("The language of this text is not known, so no voice can be chosen.")
    name = isolated(_name(code))
    words = _("This computer has no voice for this language: {language}.").format(language=name)
    return f"{words} {_how_to_add()}"


def _name(code: str) -> str:
    return language_name(code) or code


def _how_to_begin() -> str:
    if sys.platform in ("win32", "darwin"):
        return _how_to_add()
    return _(
        "Install the packages speech-dispatcher and espeak-ng with its module for "
        "speech-dispatcher, then try again."
    )


def _how_to_add() -> str:
    if sys.platform == "win32":
        return _("Add one in Settings, Time and language, Speech, Manage voices.")
    if sys.platform == "darwin":
        return _(
            "Add one in System Settings, Accessibility, Spoken Content, System voice, "
            "Manage Voices."
        )
    return _(
        "The package espeak-ng with its module for speech-dispatcher has one for most languages."
    )


def _no_service() -> str:
    return _("This computer has no voices that could read.")


def _hangs() -> str:
    return _(
        "The system's speech service does not answer. It may wait for a sound device; logging in "
        "again starts it anew."
    )


def _died() -> str:
    return _("The system's speech service stopped.")


def _endless() -> str:
    return _("The voice does not come to the end of a sentence. Is there a sound device?")


_SAYING = {
    Trouble.ABSENT: absent_words,
    Trouble.HANGS: _hangs,
    Trouble.DIED: _died,
    Trouble.ENDLESS: _endless,
}
