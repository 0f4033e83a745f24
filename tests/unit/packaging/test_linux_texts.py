"""What the packages for Linux tell desktops, shells and readers of manuals."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's packages")

import licences  # noqa: E402
import product  # noqa: E402
from linux import needs, shell, tree  # noqa: E402

from desktop_app import __version__  # noqa: E402
from desktop_app.cli.parser import VERBS  # noqa: E402

ENTRY = product.ROOT / "resources/app/org.daily8.Daily8.desktop"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return shell.files()


def checked(tool: str, *arguments: str | Path, told: str = "") -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, told), done.stdout


def test_the_version_is_one_everywhere() -> None:
    pyproject = (product.ROOT / "pyproject.toml").read_text("utf-8")
    assert product.version() == __version__
    assert f'\nversion = "{__version__}"\n' in pyproject


def test_desktops_accept_the_entry() -> None:
    checked("desktop-file-validate", ENTRY)


def test_the_entry_says_so_in_arabic_too() -> None:
    text = ENTRY.read_text("utf-8")
    for key in ("GenericName", "Comment", "Keywords"):
        assert re.search(rf"^{key}\[ar\]=.*[\u0600-\u06ff]", text, re.MULTILINE)


def test_software_centres_accept_the_metadata(tmp_path: Path) -> None:
    file = tmp_path / "org.daily8.Daily8.metainfo.xml"
    file.write_text(tree.metainfo(), "utf-8")
    root = ElementTree.fromstring(tree.metainfo())
    assert root.findtext("launchable") == f"{root.findtext('id')}.desktop"
    assert next(root.iter("release")).get("version") == __version__
    for picture in root.iter("image"):
        assert (product.ROOT / "docs/screenshots" / (picture.text or "").rsplit("/", 1)[1]).exists()
    checked("appstreamcli", "validate", "--no-net", file)


def test_the_symbolic_icon_has_one_colour() -> None:
    root = ElementTree.parse(product.ROOT / "resources/app/daily8-symbolic.svg").getroot()
    assert {each.get("fill") for each in root.iter() if each.get("fill")} == {"#2e3436"}


def test_icons_of_all_sizes(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    tree.lay_out_icons(tmp_path)
    for size in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        image = QImage(str(tmp_path / f"{size}x{size}/apps/org.daily8.Daily8.png"))
        assert (image.width(), image.height()) == (size, size)
    assert (tmp_path / "scalable/apps/org.daily8.Daily8.svg").exists()
    assert (tmp_path / "symbolic/apps/org.daily8.Daily8-symbolic.svg").exists()


def test_the_manual_has_every_verb_and_no_error(texts: dict[str, str], tmp_path: Path) -> None:
    for verb in VERBS:
        assert f"\n.B {verb.replace('-', chr(92) + '-')}\n" in texts["man"]
    (tmp_path / "daily8.1").write_text(texts["man"], "utf-8")
    checked("groff", "-man", "-Tutf8", "-ww", "-z", tmp_path / "daily8.1")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_can_read_their_completion(texts: dict[str, str], tmp_path: Path, name: str) -> None:
    (tmp_path / "completion").write_text(texts[name], "utf-8")
    assert all(verb in texts[name] for verb in VERBS)
    checked(name, "-n", tmp_path / "completion")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("daily8 se", {"search", "self-test"}),
        ("daily8 --sch", {"--scheme"}),
        ("daily8 --scheme d", {"dark"}),
        ("daily8 list --", {"--unread", "--saved", "--limit", "--json", "--profile"}),
        ("daily8 --profile p list --un", {"--unread"}),
        ("daily8 import f", {"feeds.opml"}),
        ("daily8 read 3 --k", {"--keep-unread"}),
    ],
)
def test_bash_completes(
    texts: dict[str, str], tmp_path: Path, words: str, wanted: set[str]
) -> None:
    (tmp_path / "completion").write_text(texts["bash"], "utf-8")
    (tmp_path / "feeds.opml").touch()
    parts = words.split(" ")
    script = (
        f"source ./completion; COMP_WORDS=({' '.join(parts)}); COMP_CWORD={len(parts) - 1}; "
        '_daily8; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert wanted <= set(done.stdout.splitlines())


def test_each_carried_package_has_a_licence() -> None:
    found = {name: licence for name, _version, licence in licences.packages()}
    assert {"requests", "lxml", "nh3", "keyring", "pyside6-essentials", "certifi"} <= found.keys()
    assert [name for name, licence in found.items() if licence == "see its page"] == []


def test_an_unknown_library_is_refused(tmp_path: Path) -> None:
    if shutil.which("ld") is None:
        pytest.skip("binutils is not installed")
    (tmp_path / "a.s").write_text('.section .note.GNU-stack,"",@progbits\n')
    for command in (
        ["as", "a.s", "-o", "a.o"],
        ["ld", "-shared", "a.o", "-soname", "libstrange.so.9", "-o", "libstrange.so.9"],
        ["ld", "-shared", "a.o", "--no-as-needed", "libstrange.so.9", "-o", "libours.so"],
    ):
        subprocess.run(command, cwd=tmp_path, check=True)
    assert needs.of_the_system(tmp_path) == (set(), (0, 0))
    (tmp_path / "libstrange.so.9").unlink()
    with pytest.raises(RuntimeError, match=r"libstrange\.so\.9"):
        needs.of_the_system(tmp_path)


def test_the_flatpak_asks_for_no_more_than_it_gives_reasons_for() -> None:
    text = (product.ROOT / "packaging/linux/org.daily8.Daily8.yaml").read_text("utf-8")
    manifest = yaml.safe_load(text)
    assert manifest["id"] == product.APP_ID
    assert manifest["command"] == product.NAME
    asked = manifest["finish-args"]
    assert not [each for each in asked if re.search(r"filesystem=(home|host)|session-bus", each)]
    block = text[text.index("finish-args:") : text.index("cleanup:")].splitlines()[1:]
    assert block[0].lstrip().startswith("#")  # every permission, or group of them, has a reason
    archive = manifest["modules"][0]["sources"][0]["path"]
    assert Path(archive).name == f"{product.NAME}-{product.version()}-linux-x86_64.tar.xz"
