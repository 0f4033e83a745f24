"""What Debian's and the RPM systems' own checkers find in the packages: no error."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import product

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's packages"),
]
RULES = product.ROOT / "packaging" / "linux" / "rpmlintrc"


def made(pattern: str, tool: str) -> Path:
    files = sorted(product.DIST.glob(pattern))
    if not files or shutil.which(tool) is None:
        pytest.skip(f"needs {tool} and a package in dist/: python3 dev.py package")
    return files[0]


def test_lintian() -> None:
    file = made(f"daily8_{product.version()}_*.deb", "lintian")
    command = ["lintian", "--allow-root", "--fail-on", "error,warning", file]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rpmlint() -> None:
    file = made(f"daily8-{product.version()}-1.*.rpm", "rpmlint")
    done = subprocess.run(["rpmlint", "-r", RULES, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert " 0 errors," in done.stdout
