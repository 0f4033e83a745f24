"""Whose file dialog opens: the desktop's own where its portal shows one."""

from pathlib import Path

import pytest

from desktop_app.system.portals import has_file_dialog

CHOOSER = "org.freedesktop.impl.portal.FileChooser"


def machine(folder: Path, *, service: bool = True, portal: str = "", conf: str = "") -> str:
    (folder / "dbus-1/services").mkdir(parents=True)
    (folder / "xdg-desktop-portal/portals").mkdir(parents=True)
    if service:
        (folder / "dbus-1/services/org.freedesktop.portal.Desktop.service").touch()
    if portal:
        (folder / "xdg-desktop-portal/portals/some.portal").write_text(portal)
    if conf:
        (folder / f"xdg-desktop-portal/{conf}-portals.conf").touch()
    return str(folder)


GTK = f"[portal]\nDBusName=a.b\nInterfaces=org.c;{CHOOSER};org.d\nUseIn=gnome;X-Cinnamon\n"
OTHER = "[portal]\nInterfaces=org.freedesktop.impl.portal.Secret\nUseIn=gnome\n"


@pytest.mark.parametrize(
    ("desktop", "made", "found"),
    [
        ("GNOME", {"portal": GTK}, True),
        ("ubuntu:GNOME", {"portal": GTK}, True),
        ("X-Cinnamon", {"portal": GTK}, True),
        ("KDE", {"portal": GTK}, False),  # nobody says that it answers there
        ("KDE", {"portal": GTK, "conf": "kde"}, True),
        ("GNOME", {"portal": GTK, "service": False}, False),
        ("GNOME", {"portal": OTHER}, False),
        ("GNOME", {"portal": OTHER, "conf": "gnome"}, False),
        ("GNOME", {}, False),
        ("", {"portal": GTK}, False),
        ("../x", {"portal": GTK}, False),
    ],
)
def test_the_desktop_says_so(
    tmp_path: Path, desktop: str, made: dict[str, object], found: bool
) -> None:
    folder = machine(tmp_path / "share", **made)  # type: ignore[arg-type]
    environment = {"XDG_CURRENT_DESKTOP": desktop, "XDG_DATA_DIRS": f"/nowhere:{folder}"}
    assert has_file_dialog(environment) is found


def test_a_file_of_nonsense_is_no_portal(tmp_path: Path) -> None:
    folder = machine(tmp_path / "share", portal="\x00=\n===\nInterfaces\n")
    assert not has_file_dialog({"XDG_CURRENT_DESKTOP": "GNOME", "XDG_DATA_DIRS": folder})
