"""The command line: ``daily8 [ADDRESS…]`` opens the window, ``daily8 VERB`` works without one.

Answers go to standard output, everything else to standard error. Exit codes: 0 done · 1 it failed,
and standard error says why · 2 the arguments make no sense · 3 written down, but not (or not
surely) sent yet · 130 interrupted.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError

if TYPE_CHECKING:
    from argparse import Namespace

DONE, FAILED, USAGE, NOT_YET, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code."""
    from desktop_app.cli import parser

    try:
        options, verb = parser.parse(arguments)
    except SystemExit as end:  # --help, --version, or a wrong argument; argparse has told
        return end.code if isinstance(end.code, int) else USAGE
    try:
        if verb is None:
            return _window(options)
        if verb == "self-test":
            from desktop_app.cli.self_test import self_test

            return self_test(options)
        if verb == "integrate":
            from desktop_app.cli.integrate import integrate

            return integrate(options)
        from desktop_app.cli.session import run_verb

        return run_verb(verb, options)
    except AppError as error:
        _tell(error)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has seen enough; the interpreter must not flush into the pipe at its end.
        sys.stdout = None
        return FAILED


def _window(options: "Namespace") -> int:
    if options.forget_passwords:
        from desktop_app.system.keystore_sweep import forget_all

        return DONE if forget_all() else FAILED
    from desktop_app.app import WindowOptions, quit_running, run_window

    if options.quit_running:
        return DONE if quit_running(options.profile) else FAILED
    return run_window(
        WindowOptions(
            profile=options.profile,
            demo=options.demo,
            addresses=tuple(map(_handed, options.addresses + options.open)),
            screenshot=options.screenshot,
            size=options.size,
            scheme=options.scheme,
            language=options.language,
            log_level=options.log_level,
        )
    )


def _handed(address: str) -> str:
    """Return a file's address by which a process in another folder finds it, else the same."""
    from pathlib import Path

    try:
        file = Path(address)
        return file.absolute().as_uri() if file.is_file() else address
    except (OSError, ValueError):
        return address


def _tell(error: AppError) -> None:
    from desktop_app.ui.errors import describe

    if sys.stderr is not None:
        sys.stderr.write(f"{describe(error).sentence}\n")
