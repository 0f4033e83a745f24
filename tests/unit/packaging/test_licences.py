"""The list of what the program carries, its texts, and the list of parts made from them."""

from pathlib import Path

import licences
import product


def test_the_list_in_about_names_what_is_installed() -> None:
    lines = licences.LIST.read_text(encoding="utf-8").splitlines()
    missing = [
        line
        for line in (
            f"{name} {version}: {licence}" for name, version, licence in licences.packages()
        )
        if line not in lines
    ]
    assert missing == [], "python packaging/licences.py writes the list anew"
    assert [line for line in lines if "see its page" in line] == []


def test_every_licence_that_asks_for_its_text_has_it() -> None:
    folder = licences.LIST.parent
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text()
    assert "GNU GENERAL PUBLIC LICENSE" in (folder / "GPL-3.0.txt").read_text()
    texts = licences.texts()
    with_text = {place.rpartition("/")[2] for _file, place in texts}
    qt = {"pyside6-essentials", "pyside6-addons", "shiboken6"}  # theirs are the two above
    installed = {name for name, *_more in licences.packages()} - licences.ELSEWHERE.keys()
    assert installed - qt == with_text - licences.ELSEWHERE.keys()
    assert all(Path(file).is_file() for file, _place in texts)


def test_packages_of_other_systems_have_their_version_from_the_lock_file() -> None:
    found = {name: version for name, version, _licence in licences.packages()}
    lock = (product.ROOT / "requirements.lock").read_text()
    for name in licences.ELSEWHERE:
        assert f"{name}=={found[name]} " in lock
