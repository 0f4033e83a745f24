"""Settings: declared options, limits, and a file that survives everything."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system import settings as options
from desktop_app.system.settings import OPTIONS, Option, OptionKind, Settings, WindowState


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_defaults_stand_without_a_file(file: Path) -> None:
    settings = Settings(file)
    assert settings.problem is None
    assert all(settings.get(option) == option.default for option in OPTIONS)
    assert not file.exists()


def test_a_choice_is_kept(file: Path) -> None:
    Settings(file).set(options.READING_SIZE, 20)
    again = Settings(file)
    assert again.get(options.READING_SIZE) == 20
    assert file.stat().st_mode & 0o777 == 0o600


def test_every_default_is_within_its_own_limits() -> None:
    assert all(option.takes(option.default) for option in OPTIONS)
    assert len({option.key for option in OPTIONS}) == len(OPTIONS)
    declared = [each for each in vars(options).values() if isinstance(each, Option)]
    assert {option.key for option in declared} == {option.key for option in OPTIONS}


@pytest.mark.parametrize(
    ("option", "good", "bad"),
    [
        (options.SCHEME, ["dark", "contrast"], ["pink", 1, None]),
        (options.READING_SIZE, [12, 28], [11, 29, 17.5, True, "17"]),
        (options.READING_LINE, [1.2, 2, 2.2], [1.1, 2.3, "x", False, float("nan")]),
        (options.REFRESH_MINUTES, [0, 5, 1440], [1, 4, -1, 1441]),
        (options.REFRESH_ON_START, [True, False], [1, 0, None, "yes"]),
        (options.KEYS, [{}, {"next": "J"}], [{"next": 1}, [], "J", None]),
        (
            options.PROXY,
            ["system", "none", "http://proxy.example:3128"],
            [
                "",
                "proxy.example",
                "socks5://x",
                "http://",
                "http://u:p@x",
                "http://x:99999",
                None,
                3,
            ],
        ),
    ],
)
def test_limits(file: Path, option: Option[Any], good: list[Any], bad: list[Any]) -> None:
    settings = Settings(file)
    for value in good:
        settings.set(option, value)
        assert settings.get(option) == value
    for value in bad:
        with pytest.raises(ValueError):
            settings.set(option, value)
        assert settings.get(option) == good[-1]


def test_a_value_out_of_limits_in_the_file_is_the_default(file: Path) -> None:
    file.write_text(json.dumps({"reading_size": 500, "scheme": ["dark"], "refresh_on_start": "no"}))
    settings = Settings(file)
    assert settings.get(options.READING_SIZE) == 17
    assert settings.get(options.SCHEME) == "system"
    assert settings.get(options.REFRESH_ON_START) is True


def test_unknown_keys_of_a_newer_app_survive(file: Path) -> None:
    file.write_text(json.dumps({"from_the_future": {"a": 1}}))
    Settings(file).set(options.REFRESH_ON_START, False)
    assert json.loads(file.read_text()) == {"from_the_future": {"a": 1}, "refresh_on_start": False}


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe\x00", b"", b"null", b"[" * 100_000])
def test_a_broken_file_is_set_aside(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.problem is not None
    assert settings.problem.kind is ErrorKind.BAD_FILE
    assert settings.problem.detail == "settings.json.broken-1"
    assert (file.parent / "settings.json.broken-1").read_bytes() == content
    settings.set(options.REFRESH_ON_START, False)
    file.write_bytes(content)
    second = Settings(file).problem
    assert second is not None and second.detail == "settings.json.broken-2"


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    file.mkdir()
    settings = Settings(file)
    assert settings.problem is not None and settings.problem.kind is ErrorKind.STORAGE


def test_a_write_that_fails_is_told_and_holds_for_this_run(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(file)
    settings.set(options.READING_SIZE, 18)
    before = file.read_bytes()
    heard: list[object] = []
    settings.on_change(heard.append)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(AppError) as caught:
        settings.set(options.READING_SIZE, 20)
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert settings.get(options.READING_SIZE) == 20 and heard == [options.READING_SIZE]
    assert file.read_bytes() == before
    assert list(file.parent.glob("*.new")) == []


def test_listeners_hear_of_changes_only(file: Path) -> None:
    settings = Settings(file)
    heard: list[str] = []
    stop = settings.on_change(lambda option: heard.append(option.key))
    settings.set(options.REFRESH_ON_START, False)
    settings.set(options.REFRESH_ON_START, False)
    settings.set(options.SCHEME, "dark")
    stop()
    settings.set(options.SCHEME, "light")
    assert heard == ["refresh_on_start", "scheme"]


def test_threads_do_not_lose_each_others_choices(file: Path) -> None:
    settings = Settings(file)
    jobs = [(options.READING_SIZE, range(12, 28)), (options.KEEP_DAYS, range(7, 23))]

    def work(option: Option[int], values: range) -> None:
        for value in values:
            settings.set(option, value)

    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert json.loads(file.read_text()) == {"reading_size": 27, "keep_days": 22}


def test_the_caller_cannot_change_what_is_stored(file: Path) -> None:
    settings = Settings(file)
    keys = {"next": "J"}
    settings.set(options.KEYS, keys)
    keys["next"] = "K"
    assert settings.get(options.KEYS) == {"next": "J"}


def test_kinds_have_what_they_need() -> None:
    for option in OPTIONS:
        assert bool(option.choices) == (option.kind is OptionKind.CHOICE)
        numeric = option.kind in (OptionKind.WHOLE, OptionKind.NUMBER)
        assert numeric == (option.minimum is not None) == (option.maximum is not None)


def test_window_state_takes_any_json(tmp_path: Path) -> None:
    state = WindowState(tmp_path / "state.json")
    assert state.get("splitter", [1, 2]) == [1, 2]
    state.set("splitter", [228, 352])
    state.set("open", {"a": None})
    assert WindowState(tmp_path / "state.json").get("splitter") == [228, 352]
    (tmp_path / "state.json").write_text("{")
    assert WindowState(tmp_path / "state.json").get("splitter") is None
