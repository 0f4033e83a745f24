"""``python packaging/make.py KIND…``: the packages, from the bundle, into dist/.

``all`` is what can be made on this system. Prints each file with its size and its SHA-256.
"""

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

import product  # noqa: E402

LINUX = ("deb", "rpm", "appimage", "portable", "wheel")
HERE = {"win32": ("windows", "wheel"), "darwin": ("macos", "wheel")}.get(sys.platform, LINUX)
MOST_MB = {"deb": 36, "rpm": 40, "appimage": 45, "portable": 40}
KINDS = ("deb", "rpm", "appimage", "portable", "wheel", "windows", "macos")


def main() -> int:
    """Make what was asked for."""
    options = _options()
    kinds = HERE if "all" in options.kinds else tuple(dict.fromkeys(options.kinds))
    product.DIST.mkdir(exist_ok=True)
    failures = 0
    for kind in kinds:
        if kind in ("windows", "macos"):
            script = Path(__file__).parent / kind / "build.py"
            failures += subprocess.call([sys.executable, script], cwd=product.ROOT)
            continue
        file = _maker(kind, options)(product.DIST)
        size = file.stat().st_size / 1e6
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        print(f"{digest}  {file.name}  {size:.1f} MB", flush=True)
        if product.compression() == 9 and size > MOST_MB.get(kind, size):
            print(f"It may weigh {MOST_MB[kind]} MB at most.", file=sys.stderr)
            failures += 1
    return min(failures, 1)


def _maker(kind: str, options: argparse.Namespace) -> Callable[[Path], Path]:
    if kind == "deb":
        from linux.deb import make
    elif kind == "rpm":
        from linux.rpm import make
    elif kind == "portable":
        from linux.portable import make
    elif kind == "wheel":
        from wheel import make
    else:
        from linux import appimage

        return lambda target: appimage.make(target, options.runtime)
    return make


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, "all"], default=["all"])
    parser.add_argument("--runtime", type=Path, metavar="FILE", help="AppImage's start program")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
