"""What a release says of itself: its notes, its sums, its list of parts."""

import json
import re
import uuid
from pathlib import Path

import notes
import product
import pytest
import sbom
import sums

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A thing.

## [1.1.0] - 2026-11-01

[1.2.0]: https://example.org
"""


def test_the_notes_are_the_part_about_the_version() -> None:
    assert notes.notes("1.2.0", CHANGELOG) == "### Added\n\n- A thing.\n"


@pytest.mark.parametrize("version", ["1.1.0", "1.3.0", "1x2.0", "Unreleased"])
def test_no_notes_no_release(version: str) -> None:
    with pytest.raises(notes.NotesError):
        notes.notes(version, CHANGELOG)


def test_the_tag_is_the_version() -> None:
    notes.check_tag("v1.2.0", "1.2.0")
    for tag in ("1.2.0", "v1.2", "v1.2.0-rc1"):
        with pytest.raises(notes.NotesError):
            notes.check_tag(tag, "1.2.0")


def test_sums_are_those_of_what_is_published(tmp_path: Path) -> None:
    (tmp_path / "daily8.deb").write_bytes(b"a package")
    (tmp_path / "daily8-1.2.0-setup.exe").write_bytes(b"")
    (tmp_path / "notes.md").write_bytes(b"no artefact")
    told = sums.read(sums.sums(tmp_path))
    assert list(told) == ["daily8-1.2.0-setup.exe", "daily8.deb"]
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert told["daily8-1.2.0-setup.exe"] == empty


def test_builds_that_differ_are_told() -> None:
    first = {"a.deb": "1", "a.rpm": "2", "a.tar.xz": "3"}
    assert sums.differences(first, {**first, "a.rpm": "another"}) == []
    assert sums.differences(first, {**first, "a.deb": "another"}) == ["a.deb: 1 and another"]
    assert sums.differences(first, {"a.deb": "1"}) == ["a.tar.xz: 3 and absent"]
    assert sums.differences({}, {}) == ["there was nothing to compare"]


def test_the_list_of_parts_has_what_no_package_manager_knows() -> None:
    whole = sbom.bom()
    parts = {each["name"]: each for each in whole["components"]}
    assert {"Qt", "OpenSSL", "SQLite", "CPython", "requests", "lxml", "libxml2"} <= parts.keys()
    assert all(re.fullmatch(r"\d[\w.+-]*", each["version"]) for each in parts.values())
    assert parts["Qt"]["licenses"] == [{"license": {"id": "LGPL-3.0-only"}}]
    assert parts["OpenSSL"]["cpe"].startswith("cpe:2.3:a:openssl:openssl:3.")


def test_the_list_of_parts_is_well_formed_and_the_same_each_time() -> None:
    whole = sbom.bom()
    assert (whole["bomFormat"], whole["specVersion"]) == ("CycloneDX", "1.6")
    assert uuid.UUID(whole["serialNumber"].removeprefix("urn:uuid:"))
    references = [each["bom-ref"] for each in whole["components"]]
    assert len(references) == len(set(references))
    assert sorted(whole["dependencies"][0]["dependsOn"]) == sorted(references)
    assert whole["metadata"]["component"]["version"] == product.version()
    assert json.dumps(whole) == json.dumps(sbom.bom())


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("MIT", {"license": {"id": "MIT"}}),
        ("Apache-2.0 OR BSD-3-Clause", {"expression": "Apache-2.0 OR BSD-3-Clause"}),
        ("its redistributable terms", {"license": {"name": "its redistributable terms"}}),
    ],
)
def test_licences_are_ids_expressions_or_names(stated: str, written: dict[str, object]) -> None:
    assert sbom._licences(stated) == [written]
