"""Languages: a real catalogue, a missing one, a broken one."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.system import i18n, resources


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    i18n.install("en")


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    catalogue = Catalog(locale="ar")
    catalogue.add("Read", "\u0627\u0642\u0631\u0623")
    catalogue.add("Read", "\u0645\u0642\u0631\u0648\u0621", context="state")
    catalogue.add(("{count} comment", "{count} comments"), tuple("abcdef"))
    packed = io.BytesIO()
    write_mo(packed, catalogue)
    for language, content in (("ar", packed.getvalue()), ("xx", b"broken")):
        folder = tmp_path / "translations" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "daily8.mo").write_bytes(content)
    monkeypatch.setattr(resources, "_root", lambda: tmp_path)
    return tmp_path


def test_without_a_catalogue_it_is_english() -> None:
    assert i18n._("Read") == "Read"
    assert i18n.ngettext("one", "many", 2) == "many"
    assert i18n.pgettext("state", "Read") == "Read"
    assert i18n.N_("Read") == "Read"
    assert i18n.language() == "en" and not i18n.is_rtl()


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize("language", ["ar", "ar-JO", "ar_EG"])
def test_arabic(language: str) -> None:
    i18n.install(language)
    assert i18n._("Read") == "\u0627\u0642\u0631\u0623"
    assert i18n.pgettext("state", "Read") == "\u0645\u0642\u0631\u0648\u0621"
    forms = [i18n.ngettext("{count} comment", "{count} comments", n) for n in (0, 1, 2, 5, 11, 100)]
    assert "".join(forms) == "abcdfe"
    assert i18n.language() == "ar" and i18n.is_rtl()


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize("language", ["fr", "../../etc", "", "zz_ZZ"])
def test_an_unknown_language_is_english(language: str) -> None:
    i18n.install("ar")
    i18n.install(language)
    assert i18n.language() == "en" and i18n._("Read") == "Read"


@pytest.mark.usefixtures("catalogues", "expected_log")
def test_a_broken_catalogue_is_english() -> None:
    i18n.install("xx")
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ar_JO.UTF-8"}, "ar-JO"),
        ({"LANG": "C", "LANGUAGE": "he:en"}, "he"),
        ({"LC_ALL": "pt_BR.UTF-8@euro", "LANG": "de_DE"}, "pt-BR"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX"}, "en"),
    ],
)
def test_the_language_of_the_machine(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == language


@pytest.mark.usefixtures("catalogues")
def test_system_follows_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ar_JO.UTF-8")
    i18n.install("system")
    assert i18n.language() == "ar"
