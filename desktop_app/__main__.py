"""``python -m desktop_app`` and ``daily8``: the worker before anything else, the rest to cli."""

import sys


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    if sys.argv[1:2] == ["--worker"]:
        from desktop_app.worker import main as work

        return work()
    from desktop_app.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
