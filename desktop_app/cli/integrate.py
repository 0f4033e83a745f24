"""``daily8 integrate``: the menu entry of an installation that no package put into the menu."""

import sys
from argparse import Namespace

from desktop_app.cli import DONE, FAILED
from desktop_app.system import i18n, menu_entry
from desktop_app.system.i18n import _


def integrate(options: Namespace) -> int:
    """Write the entry, or take it back with ``--remove``; print each file."""
    i18n.install(options.language or "system")
    if sys.platform != "linux":
        return _refused(_("This is for Linux only: elsewhere the installer does it."))
    if options.remove:
        files = menu_entry.remove()
        if not files:
            return _refused(_("Daily8 was not in the menu."))
    elif menu_entry.put_by_a_package():
        return _refused(_("A package of this system has Daily8 in the menu already."))
    else:
        files = menu_entry.put(menu_entry.own_command())
    if sys.stdout is not None:
        sys.stdout.write("".join(f"{file}\n" for file in files))
    return DONE


def _refused(why: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"{why}\n")
    return FAILED
