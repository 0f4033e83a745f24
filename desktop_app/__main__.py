"""``python -m desktop_app`` and ``daily8``: child processes before anything else, then cli."""

import sys


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    if sys.argv[1:2] == ["--worker"]:
        from desktop_app.worker import main as work

        return work()
    if sys.argv[1:2] == ["--speech"]:
        from desktop_app.runtime.speech_child import main as speak

        return speak(sys.argv[2:])
    from desktop_app.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
