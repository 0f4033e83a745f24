"""Debian and Ubuntu packages for tests: what is missing, and installing it where we may."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_POLICY = Path("/usr/sbin/policy-rc.d")


def missing(names: Sequence[str]) -> list[str]:
    """Return the packages that are not installed."""
    return [name for name in names if not _installed(name)]


def install(names: Sequence[str]) -> str:
    """Install what is missing; return ``""``, or why that is not possible in one sentence."""
    if shutil.which("dpkg-query") is None:
        return f"needs {', '.join(names)}, which come as packages of Debian or Ubuntu"
    wanted = missing(names)
    if not wanted:
        return ""
    if os.geteuid() != 0:
        return f"needs packages that only root may install: apt-get install {' '.join(wanted)}"
    return _apt(wanted)


def _installed(name: str) -> bool:
    asked = ["dpkg-query", "-W", "-f=${db:Status-Abbrev}", name]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.returncode == 0 and done.stdout.startswith("ii")


def _apt(wanted: Sequence[str]) -> str:
    # Debian's wordpress brings a web server along; nothing may start by itself meanwhile.
    guarded = not _POLICY.exists()
    if guarded:
        _POLICY.write_text("#!/bin/sh\nexit 101\n", "ascii")
        _POLICY.chmod(0o755)
    try:
        quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
        for command in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
            done = subprocess.run(
                ["apt-get", *quiet, *command],
                capture_output=True,
                text=True,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                check=False,
            )
        return f"apt-get install failed: {done.stderr[-500:]}" if done.returncode else ""
    finally:
        if guarded:
            _POLICY.unlink()
