"""What ``dev.py bundle`` froze, started as a stranger would: no Python, an odd folder."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hostile_server import HostileServer, body

BUNDLE = Path(__file__).parents[2] / "dist" / "daily8"
PROGRAM = "daily8.exe" if os.name == "nt" else "daily8"
MOST_BYTES = 130_000_000
CHECKS = {
    "daily8", "imports", "resources", "translations", "database", "search", "tls", "keystore",
    "worker", "feed", "upgrade", "zones", "understanding", "speech", "qt", "platform", "pictures",
    "sorting", "writing",
}  # fmt: skip
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Pier</title>
<link>{link}</link><description>News</description><item><title>Der Kai öffnet</title>
<link>{link}/1</link><guid>1</guid><description>Ein Text.</description></item></channel></rss>"""

pytestmark = pytest.mark.skipif(
    not (BUNDLE / PROGRAM).exists(), reason="no bundle here: python3 dev.py bundle makes it"
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bundle in a folder with a space and letters beyond ASCII in its name."""
    folder = tmp_path_factory.mktemp("bundle") / "Daily 8 – أخبار ü"
    shutil.copytree(BUNDLE, folder, symlinks=True)
    yield folder / PROGRAM
    shutil.rmtree(folder)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without this project's Python, its modules or its home."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "LANG")
    home = str(tmp_path / "a home")
    Path(home).mkdir()
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": home, "USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home,
        "PATH": str(tmp_path / "nothing"),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def start(program: Path, *arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [program, *arguments],
        env=env, cwd=env["HOME"], capture_output=True, encoding="utf-8", timeout=110, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def checked(told: str) -> dict[str, str]:
    lines = [line.split("\t") for line in told.splitlines()]
    assert [line for line in lines if line[0] != "ok"] == []
    return {name: more for _ok, name, more in lines}


def test_it_finds_all_that_it_needs(program: Path, bare: dict[str, str]) -> None:
    assert set(checked(start(program, "self-test", env=bare))) == CHECKS


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one platform")
def test_it_opens_a_window_on_a_screen(program: Path, bare: dict[str, str]) -> None:
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb is not installed")
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", str(program)]
    bare |= {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "xcb"}
    told = start(Path(screen[0]), *screen[1:], "self-test", env=bare)
    assert checked(told)["platform"] == "xcb"


def test_it_shows_the_demo(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    file = tmp_path / "صورة 1.png"
    size = ("--size", "1440x900", "--scheme", "light")
    start(program, "--demo", "--screenshot", str(file), *size, env=bare)
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (1440, 900)
    colours = {picture.pixel(x, y) for x in range(0, 1440, 7) for y in range(0, 900, 7)}
    assert len(colours) > 200  # texts and photographs, no empty frame


def test_its_worker_reads_a_feed(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    profile = ("--profile", str(tmp_path / "a profile"))
    with HostileServer() as server:
        feed = FEED.format(link=server.url("/")).encode()
        server.on("/feed", body(feed, Content_Type="application/rss+xml"))
        start(program, *profile, "add", server.url("/feed"), env=bare)
    listed = json.loads(start(program, *profile, "list", "--json", env=bare))
    assert [each["title"] for each in listed] == ["Der Kai öffnet"]


@pytest.mark.skipif(sys.platform != "linux", reason="the goal is Linux's")
def test_it_stays_small() -> None:
    files = [path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
