"""The .rpm, installed by rpm itself in a fresh system: checked, started, upgraded, erased.

No RPM distribution can be had here, so the fresh system is a Debian with rpm in it. What its
libraries provide is told to rpm as rpm's own generator names it, the same on every system whose
libraries have these sonames; nothing is installed with ``--nodeps``.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))

import product
from linux import elf, rpm, tree
from linux.fresh import READER, Fresh

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(sys.platform != "linux", reason="the package of RPM systems"),
]
SCREEN = ("xvfb-run", "-a", "-s", "-screen 0 1440x900x24")
NAMER = Path("/usr/lib/rpm/elfdeps")
RPM = ("rpm", "--force-debian")  # Debian's rpm wants to be told that it is meant
FISH = "usr/share/fish/vendor_completions.d/daily8.fish"
SYSTEM = """Name: system-libraries
Version: 1
Release: 1
Summary: What the libraries of this system are called
License: MIT
BuildArch: noarch
{provides}
%description
{summary}
%files
"""


@pytest.fixture(scope="module")
def package() -> Path:
    files = sorted(product.DIST.glob(f"daily8-{product.version()}-1.*.rpm"))
    if not files:
        pytest.skip("no package here: python3 dev.py package rpm makes it")
    return files[0]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    debs = sorted(product.DIST.glob(f"daily8_{product.version()}_*.deb"))
    lack = Fresh.missing() or ("" if NAMER.exists() else "rpm is not installed")
    if lack or not debs:
        pytest.skip(lack or "python3 dev.py package deb: it names what Debian has to bring")
    root = Fresh(tmp_path_factory.mktemp("rpm"))
    root.make("rpm", "xvfb", "xauth")
    root.bring_what_it_needs(debs[0])
    yield root
    subprocess.run(["rm", "-rf", "--one-file-system", root.folder], check=True)


def provided(root: Path) -> list[str]:
    """Return what rpm's generator says that the libraries of a system provide."""
    places = elf.files(next(root.glob("usr/lib/*-linux-gnu")))
    told = subprocess.run(
        [NAMER, "--provides"], input="".join(f"{each}\n" for each in places),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(set(told.stdout.split()))


def asked(package: Path, what: str) -> list[str]:
    told = subprocess.run(["rpm", "-qp", what, package], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def built(spec: str, folder: Path) -> Path:
    """Build a package of no files; return it."""
    folder.mkdir()
    (folder / "system.spec").write_text(spec, "utf-8")
    command = ["rpmbuild", "-bb", "--quiet", "--define", f"_topdir {folder}"]
    subprocess.run([*command, folder / "system.spec"], check=True, capture_output=True)
    return next(folder.rglob("*.rpm"))


def newer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the same package with a later version and one file less."""
    version, lay_out = product.version(), tree.lay_out

    def without_fish(root: Path, *, zsh: str) -> Path:
        lay_out(root, zsh=zsh)
        (root / FISH).unlink()
        (root / FISH).parent.rmdir()
        return root

    monkeypatch.setenv("DAILY8_COMPRESSION", "1")
    monkeypatch.setattr(product, "BUILD", folder / "build")
    monkeypatch.setattr(product, "version", lambda: f"{version}.1")
    monkeypatch.setattr(tree, "lay_out", without_fish)
    return rpm.make(folder)


def put(root: Fresh, file: Path, how: str) -> None:
    target = root.folder / "tmp" / file.name
    target.write_bytes(file.read_bytes())
    # Not --nosignature alone: the sums inside are checked.
    assert root.run("rpm", "--checksig", "--nosignature", f"/tmp/{file.name}").endswith("OK\n")
    told = root.run(*RPM, how, f"/tmp/{file.name}")
    assert told == ""
    target.unlink()


def test_it_names_libraries_as_rpm_does(fresh: Fresh, package: Path) -> None:
    wanted = {each for each in asked(package, "--requires") if not each.startswith("rpmlib(")}
    assert wanted
    assert wanted - set(provided(fresh.folder)) == set()
    # File triggers of the system write its caches: nothing runs as root for this package alone.
    assert asked(package, "--scripts") + asked(package, "--triggers") == []
    assert not [each for each in asked(package, "--provides") if ".so" in each]


def test_a_whole_life(
    fresh: Fresh, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh.folder / "tmp" / package.name).write_bytes(package.read_bytes())
    refused = fresh.run(*RPM, "--install", f"/tmp/{package.name}", check=False)
    assert "libEGL.so.1()(64bit) is needed by daily8" in refused
    assert not (fresh.folder / "usr/bin/daily8").exists()

    provides = "\n".join(f"Provides: {each}" for each in provided(fresh.folder))
    spec = SYSTEM.format(provides=provides, summary="A stand-in for a distribution.")
    put(fresh, built(spec, tmp_path / "system"), "--install")
    put(fresh, package, "--install")
    assert fresh.run("rpm", "--verify", "daily8") == ""  # each file as the package says
    assert fresh.run("daily8", "--version", user=READER) == f"Daily8 {product.version()}\n"
    told = fresh.run(*SCREEN, "daily8", "self-test", user=READER)
    assert {line.split("\t")[0] for line in told.splitlines()} == {"ok"}
    assert "ok\tplatform\txcb" in told
    picture = f"/home/{READER}/demo.png"
    window = (*SCREEN, "daily8", "--demo", "--scheme", "light", "--size", "1440x900")
    fresh.run(*window, "--screenshot", picture, user=READER)
    assert Path(f"{fresh.folder}{picture}").stat().st_size > 50_000
    fresh.run("daily8", "sources", user=READER)
    library = fresh.folder / f"home/{READER}/.local/share/daily8/library.sqlite3"
    assert library.is_file()

    assert (fresh.folder / FISH).exists()
    put(fresh, newer(tmp_path, monkeypatch), "--upgrade")
    assert fresh.run("rpm", "-q", "--qf", "%{VERSION}", "daily8").endswith(".1")
    assert not (fresh.folder / FISH).exists()
    told = fresh.run(*SCREEN, "daily8", "self-test", user=READER)
    assert {line.split("\t")[0] for line in told.splitlines()} == {"ok"}

    assert fresh.run(*RPM, "--erase", "daily8") == ""
    left = fresh.run("find", "/usr", "/etc", "/opt", "/var/lib", "-iname", "*daily8*")
    assert left == ""
    assert library.is_file()  # the reader's own, which only the reader removes
