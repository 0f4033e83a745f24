"""The .deb in a fresh Debian 12: installed, started on a screen, upgraded, removed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import product
from linux.fresh import READER, Fresh

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(sys.platform != "linux", reason="Debian's package"),
]
SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1440x900x24")
SHOWN = os.environ.get("DAILY8_SHOWN", "")  # a folder that gets the picture


@pytest.fixture(scope="module")
def deb() -> Path:
    files = sorted(product.DIST.glob(f"daily8_{product.version()}_*.deb"))
    if not files:
        pytest.skip("no package here: python3 dev.py package deb makes it")
    return files[0]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, deb: Path) -> Iterator[Fresh]:
    if lack := Fresh.missing():
        pytest.skip(lack)
    root = Fresh(tmp_path_factory.mktemp("debian"))
    root.make("xvfb", "xauth", "desktop-file-utils")
    root.bring_what_it_needs(deb)
    yield root
    subprocess.run(["rm", "-rf", "--one-file-system", root.folder], check=True)


def newer(deb: Path, folder: Path) -> Path:
    """Return the same package with a later version and one file less."""
    subprocess.run(["dpkg-deb", "-R", deb, folder / "new"], check=True)
    control = folder / "new" / "DEBIAN" / "control"
    text = control.read_text("utf-8").replace(
        f"Version: {product.version()}", f"Version: {product.version()}+1"
    )
    control.write_text(text, "utf-8")
    (folder / "new" / "usr/share/fish/vendor_completions.d/daily8.fish").unlink()
    file = folder / "newer.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", folder / "new", file], check=True)
    return file


def test_a_whole_life(fresh: Fresh, deb: Path, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    fresh.install(deb)

    assert fresh.run("daily8", "--version", user=READER) == f"Daily8 {product.version()}\n"
    cache = fresh.folder / "usr/share/applications/mimeinfo.cache"
    assert "x-scheme-handler/daily8=org.daily8.Daily8.desktop;" in cache.read_text("utf-8")

    told = fresh.run(*SCREEN, "daily8", "self-test", user=READER)
    lines = [line.split("\t") for line in told.splitlines()]
    assert [line for line in lines if line[0] != "ok"] == []
    assert ["ok", "platform", "xcb"] in lines

    picture = f"/home/{READER}/demo.png"
    window = (*SCREEN, "daily8", "--demo", "--scheme", "light", "--size", "1440x900")
    fresh.run(*window, "--screenshot", picture, user=READER)
    image = QImage(f"{fresh.folder}{picture}")
    assert (image.width(), image.height()) == (1440, 900)
    colours = {image.pixel(x, y) for x in range(0, 1440, 7) for y in range(0, 900, 7)}
    assert len(colours) > 200
    if SHOWN:
        image.save(str(Path(SHOWN) / "package-debian.png"))

    fresh.run("daily8", "sources", user=READER)
    library = fresh.folder / f"home/{READER}/.local/share/daily8/library.sqlite3"
    assert library.is_file()

    fresh.install(newer(deb, tmp_path))
    status = fresh.run(
        "dpkg-query", "--show", "--showformat", "${Version} ${db:Status-Status}", "daily8"
    )
    assert status == f"{product.version()}+1 installed"
    assert not (fresh.folder / "usr/share/fish/vendor_completions.d/daily8.fish").exists()
    told = fresh.run(*SCREEN, "daily8", "self-test", user=READER)
    assert {line.split("\t")[0] for line in told.splitlines()} == {"ok"}

    fresh.run("dpkg", "--purge", "daily8")
    left = fresh.run("find", "/usr", "/etc", "/var/lib/dpkg/info", "/opt", "-iname", "*daily8*")
    assert left == ""
    assert "daily8" not in cache.read_text("utf-8")
    assert library.is_file()  # the reader's own, which only the reader removes
