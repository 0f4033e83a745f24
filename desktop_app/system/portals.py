"""Whether this desktop opens its own file dialog for programs: by its portal. Linux only.

Qt shows the dialogs of a desktop only through a plugin made for it; ours asks the portal, which
every desktop of today brings along. Where no portal answers, that plugin would show nothing at all,
so it is taken only where the desktop says that it has one ("portals.conf" of
flatpak.github.io/xdg-desktop-portal).
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_SERVICE = "dbus-1/services/org.freedesktop.portal.Desktop.service"
_CHOOSER = "org.freedesktop.impl.portal.FileChooser"


def has_file_dialog(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the portal of this desktop shows file dialogs. Reads a few small files."""
    desktops = [each.lower() for each in environment.get("XDG_CURRENT_DESKTOP", "").split(":")]
    desktops = [each for each in desktops if each and "/" not in each]
    folders = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    places = [Path(each) for each in folders.split(":") if each.startswith("/")]
    if not desktops or not any((each / _SERVICE).exists() for each in places):
        return False
    chosen = any(
        (place / f"xdg-desktop-portal/{desktop}-portals.conf").exists()
        for place in (*places, Path("/etc"))
        for desktop in desktops
    )
    users = [used_in for place in places for used_in in _choosers(place)]
    return bool(users) and (chosen or any(set(desktops) & used_in for used_in in users))


def _choosers(place: Path) -> Iterator[set[str]]:
    """Yield the desktops of each program there that shows file dialogs."""
    try:
        for file in sorted((place / "xdg-desktop-portal/portals").glob("*.portal")):
            lines = file.read_text("utf-8", "replace").splitlines()
            values = dict(line.partition("=")[::2] for line in lines)
            if _CHOOSER in values.get("Interfaces", "").split(";"):
                yield set(values.get("UseIn", "").lower().split(";"))
    except OSError:
        return
