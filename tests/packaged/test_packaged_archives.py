"""The portable archive, what an AppImage holds, and the wheel: unpacked and started elsewhere."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import product
from linux.fresh import READER, Fresh

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux's packages"),
]
# What every desktop has, so that an AppImage brings none of it.
OF_A_DESKTOP = (
    "xvfb", "xauth", "fonts-dejavu-core", "libegl1", "libgl1", "libdbus-1-3", "libfontconfig1",
    "libfreetype6", "libglib2.0-0", "libgssapi-krb5-2", "libx11-xcb1", "libxcb-randr0",
    "libxcb-render0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-xfixes0",
    "libwayland-client0", "libwayland-cursor0", "libzstd1",
)  # fmt: skip
LANGUAGE = {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def made(pattern: str, kind: str) -> Path:
    files = sorted(product.DIST.glob(pattern), key=lambda each: each.stat().st_mtime)
    if not files:
        pytest.skip(f"python3 dev.py package {kind} makes it")
    return files[-1]


def told(*command: str | Path, home: Path, **env: str) -> str:
    home.mkdir(exist_ok=True)
    around = {"PATH": os.environ["PATH"], "HOME": str(home), **LANGUAGE, **env}
    done = subprocess.run(
        command, env=around, cwd=home, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def all_fine(lines: str) -> bool:
    return {line.split("\t")[0] for line in lines.splitlines()} == {"ok"}


def test_the_portable_program_moves_with_its_data(tmp_path: Path) -> None:
    archive = made(f"daily8-{product.version()}-linux-*.tar.xz", "portable")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    folder = next(each for each in tmp_path.iterdir() if each.name.startswith("daily8-"))
    home = tmp_path / "home"
    assert all_fine(told(folder / "daily8", "self-test", home=home))
    told(folder / "daily8", "sources", home=home)
    assert (folder / "data/data/library.sqlite3").is_file()
    moved = folder.rename(tmp_path / "another stick")
    told(moved / "daily8", "sources", home=home)
    assert list(home.iterdir()) == []
    assert "MIT" in (moved / "LICENCES.txt").read_text("utf-8")


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Fresh]:
    if lack := Fresh.missing():
        pytest.skip(lack)
    root = Fresh(tmp_path / "debian")
    root.folder.mkdir()
    root.make(*OF_A_DESKTOP)
    yield root
    subprocess.run(["rm", "-rf", "--one-file-system", root.folder], check=True)


def test_what_an_appimage_holds_starts_on_a_bare_desktop(desktop: Fresh) -> None:
    squeezed = made(f"Daily8-{product.version()}-*.squashfs", "appimage")
    if shutil.which("unsquashfs") is None:
        pytest.skip("squashfs-tools is not installed")
    inside = desktop.folder / "opt/Daily8.AppDir"
    subprocess.run(["unsquashfs", "-quiet", "-no-progress", "-d", inside, squeezed], check=True)
    assert {".DirIcon", "AppRun", "org.daily8.Daily8.desktop", "org.daily8.Daily8.svg"} <= {
        each.name for each in inside.iterdir()
    }
    assert all(each.exists() for each in inside.iterdir())  # no link leads nowhere
    screen = ("xvfb-run", "-a", "/opt/Daily8.AppDir/AppRun")
    lines = desktop.run(*screen, "self-test", user=READER)
    assert all_fine(lines), lines
    assert "ok\tplatform\txcb" in lines
    picture = f"/home/{READER}/demo.png"
    desktop.run(*screen, "--demo", "--screenshot", picture, user=READER)
    assert Path(f"{desktop.folder}{picture}").stat().st_size > 50_000


def test_the_wheel_installs_as_a_tool(tmp_path: Path) -> None:
    wheel = made(f"daily8-{product.version()}-py3-none-any.whl", "wheel")
    folders = {
        "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "UV_PYTHON": sys.executable,
    }  # fmt: skip
    install = [sys.executable, "-m", "uv", "tool", "install", "--quiet", str(wheel)]
    subprocess.run(install, env={**os.environ, **folders}, cwd=tmp_path, check=True)
    program, home = tmp_path / "bin/daily8", tmp_path / "home"
    assert told(program, "--version", home=home) == f"Daily8 {product.version()}\n"
    assert all_fine(told(program, "self-test", home=home))
    entry = told(program, "integrate", home=home).splitlines()[0]
    assert f'Exec="{tmp_path}/tools/daily8/bin/daily8" %U' in Path(entry).read_text("utf-8")
    told(program, "integrate", "--remove", home=home)
    assert not Path(entry).exists()
