"""``python -m desktop_app`` and ``daily8``: child processes before anything else, then cli."""

import os
import sys


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    if getattr(sys, "frozen", False) and sys.platform == "linux":
        _keep_libraries_to_ourselves()
    if sys.argv[1:2] == ["--worker"]:
        from desktop_app.worker import main as work

        return work()
    if sys.argv[1:2] == ["--speech"]:
        from desktop_app.runtime.speech_child import main as speak

        return speak(sys.argv[2:])
    from desktop_app.cli import main as command_line

    return command_line(sys.argv[1:])


def _keep_libraries_to_ourselves() -> None:
    """Start browsers and keystores with the system's libraries, not with those of the bundle.

    The bundle's start program named our folder to the loader, which has read it by now. It does so
    again for our own children when it is told to begin anew.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    sys.exit(main())
