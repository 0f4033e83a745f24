"""By which name Windows groups our windows, keeps them on the taskbar and shows our notices."""

import sys

MODEL_ID = "org.daily8.Daily8"
"""The installer gives the shortcut in the Start menu the same (System.AppUserModel.ID)."""

if sys.platform == "win32":

    def claim_identity() -> None:
        """Say who this process is; before its first window."""
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(MODEL_ID)

else:

    def claim_identity() -> None:
        """Elsewhere the desktop entry or the bundle says who we are."""
