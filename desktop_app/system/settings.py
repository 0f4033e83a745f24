"""What the reader can choose: every option is declared here, with its default and its limits."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.files import replace_file, set_aside
from desktop_app.system.paths import storage_error

log = logging.getLogger("daily8.settings")

T = TypeVar("T")


class OptionKind(Enum):
    """What values an option takes, and so which control shows it."""

    CHOICE = "choice"
    SWITCH = "switch"
    WHOLE = "whole"  # an int
    NUMBER = "number"  # a float
    KEYS = "keys"  # action id -> key sequence
    PROXY = "proxy"  # "system", "none" or the address of a proxy
    TEXTS = "texts"  # name -> text


@dataclass(frozen=True)
class Option(Generic[T]):
    """One declared option. ``also`` names single values below ``minimum`` that are allowed."""

    key: str
    default: T
    kind: OptionKind
    choices: tuple[T, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    also: tuple[T, ...] = ()

    def takes(self, value: object) -> bool:
        """Return whether ``value`` may be stored under this option."""
        return _TAKES[self.kind](cast("Option[Any]", self), value)


def _takes_number(option: Option[Any], value: object) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and not (option.kind is OptionKind.NUMBER and isinstance(value, float)):
        return False
    number = cast(float, value)
    low = option.minimum is None or number >= option.minimum
    high = option.maximum is None or number <= option.maximum
    return (low and high) or value in option.also


def _takes_keys(_option: Option[Any], value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(action, str) and isinstance(keys, str) for action, keys in value.items()
    )


def _takes_proxy(_option: Option[Any], value: object) -> bool:
    if value in ("system", "none"):
        return True
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError over 65535
    except ValueError:
        return False
    # A password has no place in this file; a proxy that wants one is set up in the system.
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


_TAKES: dict[OptionKind, Callable[[Option[Any], object], bool]] = {
    OptionKind.CHOICE: lambda option, value: value in option.choices,
    OptionKind.SWITCH: lambda _option, value: isinstance(value, bool),
    OptionKind.WHOLE: _takes_number,
    OptionKind.NUMBER: _takes_number,
    OptionKind.KEYS: _takes_keys,
    OptionKind.PROXY: _takes_proxy,
    OptionKind.TEXTS: _takes_keys,
}


def _choice(key: str, *choices: str) -> Option[str]:
    return Option(key, choices[0], OptionKind.CHOICE, choices)


def _whole(key: str, default: int, low: int, high: int, also: tuple[int, ...] = ()) -> Option[int]:
    return Option(key, default, OptionKind.WHOLE, minimum=low, maximum=high, also=also)


def _switch(key: str, default: bool) -> Option[bool]:
    return Option(key, default, OptionKind.SWITCH)


SCHEME = _choice("scheme", "system", "light", "dark", "contrast")
ARTICLE_PAPER = _choice("article_paper", "same", "sepia")
LANGUAGE = _choice("language", "system", "en", "ar")
READING_SIZE = _whole("reading_size", 17, 12, 28)  # pixels
READING_MEASURE = _whole("reading_measure", 44, 28, 80)  # em
READING_LINE = Option("reading_line", 1.65, OptionKind.NUMBER, minimum=1.2, maximum=2.2)
READING_FACE = _choice("reading_face", "serif", "sans")
MARK_READ = _choice("mark_read", "open", "after_3s", "manual")
REFRESH_ON_START = _switch("refresh_on_start", True)
REFRESH_MINUTES = _whole("refresh_minutes", 30, 5, 1440, also=(0,))  # 0: never by itself
PICTURES = _choice("pictures", "always", "cached_only")
CACHE_MB = _whole("cache_mb", 500, 50, 20_000)
KEEP_DAYS = _whole("keep_days", 90, 7, 36_500)
KEYS: Option[Mapping[str, str]] = Option("keys", {}, OptionKind.KEYS)
PROXY: Option[str] = Option("proxy", "system", OptionKind.PROXY)
MODEL: Option[Mapping[str, str]] = Option("model", {}, OptionKind.TEXTS)  # model_choice.py reads it
INSIGHT = _switch("insight", True)  # off: nothing of it is imported, shown or run
LISTEN_SPEED: Option[float] = Option("listen_speed", 1.0, OptionKind.NUMBER, (), 0.5, 3.0)
LISTEN_VOICES: Option[Mapping[str, str]] = Option("listen_voices", {}, OptionKind.KEYS)
LISTEN_ON = _switch("listen_on", True)  # after an article the next one is read

ACCENT = _choice("accent", "daily8", "system")
LESS_MOTION = _switch("less_motion", False)  # the system's own wish holds besides
SCALE = _choice("scale", "100", "110", "125", "150")  # per cent, besides the screen's own
NOTIFY = _switch("notify", False)  # of new articles; sources that are muted never do
NOTIFY_OF = _choice("notify_of", "all", "chosen")  # sources; each source may say otherwise
NOTIFY_ANSWERS = _choice("notify_answers", "none", "mine", "all")  # in conversations
QUIET_HOURS = _switch("quiet_hours", True)
QUIET_FROM = _whole("quiet_from", 22, 0, 23)  # hours of the machine's clock
QUIET_UNTIL = _whole("quiet_until", 7, 0, 23)
TRAY = _switch("tray", False)  # closing the window then leaves the program running
START_AT_LOGIN = _switch("start_at_login", False)
COUNT_ON_ICON = _switch("count_on_icon", False)
REFRESH_METERED = _switch("refresh_metered", False)  # by itself, where each byte costs
LOOK_FOR_UPDATES = _switch("look_for_updates", True)

OPTIONS: tuple[Option[Any], ...] = (
    SCHEME,
    ARTICLE_PAPER,
    LANGUAGE,
    READING_SIZE,
    READING_MEASURE,
    READING_LINE,
    READING_FACE,
    MARK_READ,
    REFRESH_ON_START,
    REFRESH_MINUTES,
    PICTURES,
    CACHE_MB,
    KEEP_DAYS,
    KEYS,
    PROXY,
    MODEL,
    INSIGHT,
    LISTEN_SPEED,
    LISTEN_VOICES,
    LISTEN_ON,
    ACCENT,
    LESS_MOTION,
    SCALE,
    NOTIFY,
    NOTIFY_OF,
    NOTIFY_ANSWERS,
    QUIET_HOURS,
    QUIET_FROM,
    QUIET_UNTIL,
    TRAY,
    START_AT_LOGIN,
    COUNT_ON_ICON,
    REFRESH_METERED,
    LOOK_FOR_UPDATES,
)


class _JsonFile:
    """A JSON object on disk; unknown keys survive, a broken file is set aside. Any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.problem: AppError | None = None
        self._values = self._read()

    def value(self, key: str) -> Any:
        with self._lock:
            return self._values.get(key)

    def put(self, values: Mapping[str, Any]) -> bool:
        """Store and write; return whether anything changed. Values hold even if the disk fails."""
        with self._lock:
            if self._values | dict(values) == self._values:
                return False
            self._values.update(values)
            text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
            replace_file(self._path, text.encode("utf-8", "surrogatepass"))
            return True

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_bytes())
            if not isinstance(values, dict):
                raise ValueError("not an object")
            return values
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.problem = storage_error(error)
        except (ValueError, RecursionError):
            self.problem = self._broken()
        return {}

    def _broken(self) -> AppError:
        try:
            aside = set_aside(self._path)
        except AppError as error:
            return error
        log.info("%s was broken and is now %s", self._path.name, aside.name)
        return AppError(ErrorKind.BAD_FILE, code="settings", detail=aside.name)


class Settings:
    """The chosen values. ``problem`` says why the file could not be read. Any thread."""

    def __init__(self, path: Path) -> None:
        self._file = _JsonFile(path)
        self._listeners: list[Callable[[Option[Any]], None]] = []

    @property
    def problem(self) -> AppError | None:
        """Why the defaults stand in for what was chosen; None when all is well."""
        return self._file.problem

    def get(self, option: Option[T]) -> T:
        """Return the chosen value; the default when there is none or it is out of its limits."""
        value = self._file.value(option.key)
        return cast(T, value) if value is not None and option.takes(value) else option.default

    def set(self, option: Option[T], value: T) -> None:
        """Store ``value`` and tell the listeners on this thread.

        Raises ValueError when the option does not take it; READ_ONLY, DISK_FULL or STORAGE when
        the file cannot be written (the value holds for this run all the same).
        """
        if not option.takes(value):
            raise ValueError(f"{option.key} does not take {value!r}")
        plain = dict(value) if isinstance(value, Mapping) else value
        try:
            changed = self._file.put({option.key: plain})
        except AppError:
            self._tell(option)
            raise
        if changed:
            self._tell(option)

    def on_change(self, callback: Callable[[Option[Any]], None]) -> Callable[[], None]:
        """Call ``callback(option)`` after each change; return a function that ends that."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def _tell(self, option: Option[Any]) -> None:
        for listener in tuple(self._listeners):
            listener(option)


class WindowState:
    """Sizes and places: any JSON value under a name, kept apart from the settings. Any thread."""

    def __init__(self, path: Path) -> None:
        self._file = _JsonFile(path)

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was stored under ``name``."""
        value = self._file.value(name)
        return default if value is None else value

    def set(self, name: str, value: Any) -> None:
        """Store ``value``. Raises READ_ONLY, DISK_FULL, STORAGE."""
        self._file.put({name: value})

    def update(self, values: Mapping[str, Any]) -> None:
        """Store several values by one write, or by none if all are there. Raises as ``set``."""
        self._file.put(values)
