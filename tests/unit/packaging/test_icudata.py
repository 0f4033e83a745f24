"""ICU's data cut down sorts, folds and names as the whole does."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from linux import bundle, icudata

ASK = r"""
import json, sys
from functools import cmp_to_key
from itertools import product
from PySide6.QtCore import QCollator, QDate, QDateTime, QLocale, QTime, QTimeZone
told = {}
for language, letters in json.loads(sys.argv[1]).items():
    locale, words = QLocale(language), ["".join(each) for each in product(letters, repeat=3)]
    collator = QCollator(locale)
    collator.setNumericMode(True)
    zone = QTimeZone(b"Europe/Berlin")
    moment = QDateTime(QDate(2026, 3, 2), QTime(1, 2), zone)
    told[language] = [
        sorted(words, key=cmp_to_key(collator.compare)),
        [locale.toUpper(each) + locale.toLower(each) for each in words],
        locale.toString(moment, QLocale.FormatType.LongFormat),
        [zone.displayName(moment, each, locale) for each in QTimeZone.NameType],
    ]
print(json.dumps(told))
"""
LETTERS = {"ar": "ابتةأإىي19", "de": "aäAÄßz19", "en": "abAB 10", "he": "אבםמ19", "tr": "iıİIöç"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux's Qt brings ICU")


def whole() -> Path:
    spec = find_spec("PySide6")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "Qt" / "lib" / icudata.SONAME


@pytest.fixture(scope="module")
def less(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("ld") is None:
        pytest.skip("binutils is not installed")
    return icudata.reduced(whole(), tmp_path_factory.mktemp("icu") / icudata.SONAME)


def asked(folder: Path | None) -> object:
    env = dict(os.environ) | ({"LD_LIBRARY_PATH": str(folder)} if folder else {})
    command = [sys.executable, "-c", ASK, json.dumps(LETTERS)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_our_languages_lose_nothing(less: Path) -> None:
    assert asked(less.parent) == asked(None)


def test_it_is_an_eighth_of_the_whole(less: Path) -> None:
    assert less.stat().st_size * 8 <= whole().stat().st_size


def test_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"libicudata\.so\.74"):
        icudata.reduced(tmp_path / "libicudata.so.74", tmp_path / "less")


@pytest.mark.parametrize("data", [b"", b"\x7fELF\x01", b"MZ" + bytes(200)])
def test_what_is_no_library_is_refused(tmp_path: Path, data: bytes) -> None:
    odd = tmp_path / icudata.SONAME
    odd.write_bytes(data)
    with pytest.raises(RuntimeError):
        icudata.reduced(odd, tmp_path / "less")


def test_a_bundle_without_icu_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="take the reduction out"):
        bundle.with_less_icu([("libz.so.1", "/lib/libz.so.1", "BINARY")], tmp_path)


def test_a_library_forgets_where_it_was_built(tmp_path: Path) -> None:
    if shutil.which("ld") is None:
        pytest.skip("binutils is not installed")
    (tmp_path / "empty.s").write_text('.section .note.GNU-stack,"",@progbits\n')
    subprocess.run(["as", "empty.s", "-o", "empty.o"], cwd=tmp_path, check=True)
    for name, path in (("built.so", "/home/builder/python/lib"), ("kept.so", "$ORIGIN/../lib")):
        command = ["ld", "-shared", "-rpath", path, "--enable-new-dtags", "empty.o", "-o", name]
        subprocess.run(command, cwd=tmp_path, check=True)
    kept = (tmp_path / "kept.so").read_bytes()
    bundle.without_search_paths(tmp_path)
    told = subprocess.run(["readelf", "-d", tmp_path / "built.so"], capture_output=True, text=True)
    assert "[$ORIGIN]" in told.stdout
    assert b"/home/builder" not in (tmp_path / "built.so").read_bytes()
    assert (tmp_path / "kept.so").read_bytes() == kept
