"""What this desktop can do for us: an option without its ability is not shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abilities:
    """All, unless it is said otherwise."""

    notify: bool = True
    tray: bool = True
    login: bool = True
    count: bool = True
    metered: bool = True
    updates: bool = True


ALL = Abilities()


def found(updates: bool) -> Abilities:
    """Return what there is here. Main thread, with an application."""
    return Abilities(
        notify=False, tray=False, login=False, count=False, metered=False, updates=updates
    )
