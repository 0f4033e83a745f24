"""``daily8 self-test``: what this installation needs, one line each.

The words are for whoever packages the program and for bug reports, so they stay English.
"""

import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from desktop_app import __version__
from desktop_app.cli import DONE, FAILED, deep_checks
from desktop_app.cli.deep_checks import must
from desktop_app.core.errors import AppError

_MODULES = (
    "requests", "keyring", "feedparser", "lxml.html", "nh3", "readability", "sqlite3", "ssl",
    "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtNetwork", "PySide6.QtSvg",
    "desktop_app.app", "desktop_app.ui.main_window", "desktop_app.demo.newsroom",
    "desktop_app.sources.wordpress.source", "desktop_app.sources.feed.source",
    "desktop_app.sources.feed.fulltext", "desktop_app.services.taking_part",
)  # fmt: skip
_RESOURCES = ("catalogue.json", "fonts/InterDaily8-Regular.ttf", "icons/newspaper.svg")
_LONGEST = 60.0

Check = Callable[[], str]


def self_test(options: Namespace) -> int:
    """Run every check; return 1 when one failed."""
    lines: list[tuple[str, bool, str]] = []
    if options.window_only:
        from desktop_app.ui.self_check import window_lines

        lines += window_lines()
    else:
        lines.append(("daily8", True, f"{__version__}, Python {sys.version.split()[0]}"))
        lines += [_run(name, check) for name, check in _CHECKS.items()]
    text = "".join(f"{'ok' if fine else 'FAILED'}\t{name}\t{more}\n" for name, fine, more in lines)
    if not options.window_only:
        told, fine = _window()
        text += told
        lines.append(("window", fine, ""))
    if options.out is not None:
        options.out.write_text(text, encoding="utf-8")
    if sys.stdout is not None:
        sys.stdout.write(text)
    return DONE if all(fine for _name, fine, _more in lines) else FAILED


def _run(name: str, check: Check) -> tuple[str, bool, str]:
    try:
        return name, True, check()
    except AppError as error:
        return name, False, str(error)
    except Exception as bug:  # noqa: BLE001 - whatever breaks is what this is for
        return name, False, f"{type(bug).__name__}: {bug}"


def _imports() -> str:
    for name in _MODULES:
        import_module(name)
    return f"{len(_MODULES)} modules"


def _resources() -> str:
    from desktop_app.system import resources

    sizes = [len(resources.data(name)) for name in _RESOURCES]
    return f"{sum(sizes)} bytes in {len(sizes)} files"


def _translations() -> str:
    from desktop_app.system import i18n

    before = i18n.language()
    try:
        i18n.install("ar")
        if i18n._("Try again") == "Try again":
            raise RuntimeError("Arabic is missing")
    finally:
        i18n.install(before)
    return "en, ar"


def _database() -> str:
    from desktop_app.core.clock import SystemClock
    from desktop_app.storage.database import Database
    from desktop_app.storage.meta import Meta

    with tempfile.TemporaryDirectory(prefix="daily8-") as folder:
        database = Database(Path(folder) / "library.sqlite3", SystemClock())
        database.open()
        try:
            Meta(database).set("self-test", "fine")
            must(Meta(database).get("self-test") == "fine", "what was written is not read back")
            with database.read() as connection:
                version = connection.execute("select sqlite_version()").fetchone()[0]
        finally:
            database.close()
    return f"SQLite {version}"


def _full_text() -> str:
    from desktop_app.core.articles import FoundArticle
    from desktop_app.core.clock import SystemClock
    from desktop_app.core.sources import FoundSource
    from desktop_app.storage.articles import Articles
    from desktop_app.storage.database import Database
    from desktop_app.storage.search import Search
    from desktop_app.storage.sources import Sources

    with tempfile.TemporaryDirectory(prefix="daily8-") as folder:
        database = Database(Path(folder) / "library.sqlite3", SystemClock())
        database.open()
        try:
            found = FoundSource("feed", "https://example.org/feed", "Example", "")
            source = Sources(database).add(found, None, 0)
            article = FoundArticle("1", "https://example.org/1", "The harbour at night")
            Articles(database).store(source.id, [article], 0)
            must(len(Search(database).find("harb")) == 1, "an article is not found")
        finally:
            database.close()
    return "FTS5"


def _tls() -> str:
    import ssl

    from desktop_app.network.trust import tls_context

    roots = tls_context().cert_store_stats()["x509_ca"]
    places = ssl.get_default_verify_paths()
    return f"{ssl.OPENSSL_VERSION}, {roots or places.capath} roots"


def _keystore() -> str:
    from desktop_app.system.credentials import KeyringCredentials

    credentials = KeyringCredentials()
    credentials.probe()
    if not credentials.persistent:
        return "none: passwords are kept for one run only"
    return credentials.where


def _worker() -> str:
    from desktop_app.sources.wordpress import mapping
    from desktop_app.system.child import Child

    child = Child()
    try:
        must(child.call(mapping.sections, (b"[]",)) == (), "the child answers nonsense")
    finally:
        child.close()
    return "answers"


def _window() -> tuple[str, bool]:
    """Ask a process of its own: without its platform plug-in Qt ends the process."""
    command = [sys.executable, "self-test", "--window-only"]
    if not getattr(sys, "frozen", False):
        command[1:1] = ["-m", "desktop_app"]
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"FAILED\twindow\t{type(error).__name__}\n", False
    if ended.returncode and not ended.stdout:
        last = (ended.stderr.strip().splitlines() or [f"exit code {ended.returncode}"])[-1]
        return f"FAILED\twindow\t{last}\n", False
    return ended.stdout, ended.returncode == 0


_CHECKS: dict[str, Check] = {
    "imports": _imports,
    "resources": _resources,
    "translations": _translations,
    "database": _database,
    "search": _full_text,
    "tls": _tls,
    "keystore": _keystore,
    "worker": _worker,
    "feed": deep_checks.feed,
    "upgrade": deep_checks.upgrade,
    "zones": deep_checks.zones,
    "understanding": deep_checks.understanding,
    "speech": deep_checks.speech,
}
