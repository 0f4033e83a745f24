"""What Wine and Windows itself have in common for a trial: programs are run in the same way."""

import subprocess
from pathlib import Path


class Machine:
    """Runs programs; ``starter`` and ``environment`` are what each of them starts with."""

    starter: tuple[str, ...] = ()
    environment: dict[str, str]

    def run(
        self,
        *command: str | Path,
        timeout: float = 300,
        cwd: Path | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; its output comes through a pipe, as Wine needs it."""
        return subprocess.run(
            [*self.starter, *map(str, command)],
            env={**self.environment, **environment},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )

    def start(self, *command: str | Path, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a Windows program and return at once."""
        return subprocess.Popen(
            [*self.starter, *map(str, command)],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
