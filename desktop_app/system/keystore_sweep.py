"""Forgets all that Daily8 keeps in the keystore of Windows, for an uninstaller that is told so.

Elsewhere nothing calls it: a package of Linux belongs to all users and must not touch the keys of
one, and macOS has no uninstaller. There, signing out forgets a password.
"""

import sys
from collections.abc import Callable, Iterable

from desktop_app.system.credentials import SERVICE


def is_ours(target: str) -> bool:
    """Return whether a name in the keystore is one under which keyring keeps a secret of ours."""
    return target == SERVICE or target.endswith(f"@{SERVICE}")


def sweep(targets: Iterable[str], delete: Callable[[str], None]) -> bool:
    """Delete what is ours among ``targets``; return whether nothing of it is left.

    ``delete`` raises OSError for what it could not delete.
    """
    whole = True
    for target in filter(is_ours, targets):
        try:
            delete(target)
        except OSError:
            whole = False
    return whole


if sys.platform == "win32":

    def forget_all() -> bool:
        """Forget every password and key of this user; return whether that was done. Any thread."""
        from win32ctypes.pywin32 import pywintypes, win32cred

        def delete(target: str) -> None:
            try:
                win32cred.CredDelete(Type=win32cred.CRED_TYPE_GENERIC, TargetName=target)
            except pywintypes.error as error:
                raise OSError(str(error)) from error

        try:
            found = win32cred.CredEnumerate()
        except pywintypes.error as error:
            return bool(error.winerror == _NOTHING_THERE)
        return sweep([str(each["TargetName"]) for each in found], delete)

    _NOTHING_THERE = 1168  # ERROR_NOT_FOUND

else:

    def forget_all() -> bool:
        """Leave everything where it is."""
        return False
