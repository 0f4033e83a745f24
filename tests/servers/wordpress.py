"""A real WordPress on 127.0.0.1 from Debian's packages, seeded, with switches for tests.

``python -m tests.servers.wordpress`` starts one and keeps it until Ctrl+C; tests use
``running()``. Nothing listens outside 127.0.0.1; MariaDB listens on a socket file only.
"""

import argparse
import json
import os
import pwd
import secrets
import shutil
import signal
import sys
import tempfile
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import packages
from tests.servers.processes import (
    UnavailableError,
    answers,
    call,
    free_port,
    heed_signals,
    serving,
    succeeds,
    until,
)

PHP = Path(__file__).with_name("php")
PACKAGES = (
    "wordpress",
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-mbstring",
    "php-xml",
    "mariadb-server-core",
    "mariadb-client-core",
)
_PHP_SETTINGS = ("memory_limit=512M", "display_errors=0", "log_errors=1", "opcache.enable_cli=1")

_CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', '%(salt)s' . $name);
    define($name . '_SALT', $name . '%(salt)s');
}
$table_prefix = 'wp_';
define('WP_HOME', getenv('DAILY8_HOME')); define('WP_SITEURL', getenv('DAILY8_HOME'));
// Application passwords over plain http need exactly "local".
define('WP_ENVIRONMENT_TYPE', getenv('DAILY8_ENVIRONMENT') ?: 'local');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('DISALLOW_FILE_MODS', true);
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True)
class User:
    """One account of the site."""

    id: int
    login: str
    role: str
    password: str
    app_password: str
    app_uuid: str


@dataclass(frozen=True)
class WordPress:
    """A running site and what its seed made."""

    url: str
    version: str
    users: Mapping[str, User]
    posts: Mapping[str, int]  # long, empty, closed, locked, arabic, hebrew, played
    categories: Mapping[str, int]
    total: int  # posts that visitors see
    long: int  # approved comments of the long thread
    folder: Path | None  # None: somebody else's, so that no further doors can be opened

    @property
    def api(self) -> str:
        """The API root."""
        return f"{self.url}/wp-json/"

    def request(
        self,
        method: str,
        path: str,
        fields: Mapping[str, object] | None = None,
        user: str = "admin",
    ) -> Any:
        """Call the API as ``user`` and return the JSON of the answer."""
        account = self.users[user]
        pair = b64encode(f"{account.login}:{account.app_password}".encode()).decode()
        asked = urllib.request.Request(
            self.api + path,
            method=method,
            data=None if fields is None else json.dumps(fields).encode(),
            headers={"Authorization": f"Basic {pair}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    @contextmanager
    def switched(self, *, no_flood: bool = False, stall_ms: int = 0) -> Iterator[None]:
        """Let comments follow each other at once, or stall after each is stored."""
        self.request(
            "POST", "wp/v2/settings", {"daily8_no_flood": no_flood, "daily8_stall_ms": stall_ms}
        )
        try:
            yield
        finally:
            off = {"daily8_no_flood": False, "daily8_stall_ms": 0}
            self.request("POST", "wp/v2/settings", off)

    @contextmanager
    def another_door(self, path: str = "", **settings: str) -> Iterator[str]:
        """Serve the same site at another address too; yield it.

        ``path`` puts it into a sub-directory. ``settings``: ``PLAIN_LINKS``, ``NEWS_TYPE``,
        ``STRIP_AUTHORIZATION`` = "1", ``ENVIRONMENT`` = "production".
        """
        if self.folder is None:
            raise UnavailableError("This WordPress was started elsewhere: no further doors to it.")
        with _served(self.folder, free_port(), path, settings) as url:
            yield url


@contextmanager
def running(
    port: int = 0, posts: int = 207, comments: int = 2000, folder: Path | None = None
) -> Iterator[WordPress]:
    """Bring one up, yield it, and take it down without a trace.

    ``DAILY8_WORDPRESS`` names the ``env.json`` of one that runs already. ``folder`` keeps
    the site for the next time. ``DAILY8_WORDPRESS_TREE`` names another WordPress to serve.
    Raises UnavailableError.
    """
    described = os.environ.get("DAILY8_WORDPRESS")
    if described:
        yield read(json.loads(Path(described).read_text("utf-8")), None)
        return
    tree = Path(os.environ.get("DAILY8_WORDPRESS_TREE", "/usr/share/wordpress"))
    reason = packages.install(PACKAGES)
    if reason:
        raise UnavailableError(reason)
    kept = folder
    # A socket's path may have 107 letters, so it cannot live below a test's own folder.
    folder = kept or Path(tempfile.mkdtemp(prefix="daily8-wp-"))
    port = port or free_port()
    try:
        with ExitStack() as stack:
            stack.enter_context(_database(folder))
            if not (folder / "seed.json").is_file():
                _install(folder, tree, port, posts, comments)
            url = stack.enter_context(_served(folder, port, "", {}))
            seeded = json.loads((folder / "seed.json").read_text("utf-8"))
            description = {"url": url, **seeded}
            _write_private(folder / "env.json", json.dumps(description))
            yield read(description, folder)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def read(described: Mapping[str, Any], folder: Path | None) -> WordPress:
    """Return the site that an ``env.json`` describes."""
    users = {
        login: User(login=login, **{name: each[name] for name in _USER_FIELDS})
        for login, each in described["users"].items()
    }
    return WordPress(
        url=described["url"],
        version=described["version"],
        users=users,
        posts=described["posts"],
        categories=described["categories"],
        total=described["total"],
        long=described["long"],
        folder=folder,
    )


_USER_FIELDS = ("id", "role", "password", "app_password", "app_uuid")


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """Run a private MariaDB on a socket inside ``folder``."""
    data, sock = folder / "db", folder / "db.sock"
    user = f"--user={pwd.getpwuid(os.geteuid()).pw_name}"
    if not (data / "mysql").is_dir():
        making = ["mariadb-install-db", "--no-defaults", user, f"--datadir={data}"]
        making += ["--auth-root-authentication-method=normal", "--skip-test-db"]
        call([*making, "--innodb-log-file-size=8M"], folder)
    command = ["mariadbd", "--no-defaults", user, f"--datadir={data}", f"--socket={sock}"]
    command += ["--skip-networking", "--performance-schema=0", "--innodb-buffer-pool-size=64M"]
    command += ["--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=8M"]
    with serving(command, folder, {}):
        client = ["mariadb", "--no-defaults", "-uroot", f"--socket={sock}", "-e"]
        statement = "CREATE DATABASE IF NOT EXISTS wp CHARACTER SET utf8mb4"
        until(lambda: succeeds([*client, statement]), "MariaDB", folder)
        yield


def _install(folder: Path, tree: Path, port: int, posts: int, comments: int) -> None:
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(tree, site, symlinks=False, ignore_dangling_symlinks=True)
    values = {"socket": folder / "db.sock", "salt": secrets.token_hex(24)}
    (site / "wp-config.php").unlink(missing_ok=True)
    _write_private(site / "wp-config.php", _CONFIG % values)
    content = site / "wp-content"
    for name in ("uploads", "mu-plugins"):
        (content / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(PHP / "switches.php", content / "mu-plugins")
    shutil.copytree(PHP / "theme", content / "themes" / "plain", dirs_exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    command = [*_php(folder), str(PHP / "seed.php"), str(site), url, str(posts), str(comments)]
    told = call(command, folder, {"DAILY8_HOME": url})
    _write_private(folder / "seed.json", told.strip().rpartition("\n")[2])


@contextmanager
def _served(folder: Path, port: int, path: str, settings: Mapping[str, str]) -> Iterator[str]:
    """Run PHP's own web server on one port; yield the address of the site."""
    url = f"http://127.0.0.1:{port}{path}"
    root = folder / "site"
    if path:
        root = folder / f"root-{port}"
        root.mkdir()
        (root / path.strip("/")).symlink_to(folder / "site")
    environment = {f"DAILY8_{name}": value for name, value in settings.items()}
    environment |= {"DAILY8_HOME": url, "DAILY8_PATH": path, "PHP_CLI_SERVER_WORKERS": "4"}
    command = [*_php(folder), "-S", f"127.0.0.1:{port}", "-t", str(root), str(PHP / "router.php")]
    with serving(command, folder, environment):
        until(lambda: answers(f"{url}/?rest_route=/"), "WordPress", folder)
        yield url


def _php(folder: Path) -> list[str]:
    settings = (*_PHP_SETTINGS, f"error_log={folder / 'php.log'}")
    return ["php", *(part for each in settings for part in ("-d", each))]


def main() -> int:
    """Run one until Ctrl+C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--posts", type=int, default=207)
    parser.add_argument("--comments", type=int, default=2000)
    parser.add_argument("--install", action="store_true", help="only install the packages")
    parser.add_argument("--folder", type=Path, help="keep the site here for the next time")
    given = parser.parse_args()
    if given.install:
        reason = packages.install(PACKAGES)
        sys.stderr.write(f"{reason}\n" if reason else "")
        return 1 if reason else 0
    heed_signals()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with running(given.port, given.posts, given.comments, given.folder) as site:
            sys.stdout.write(f"WordPress {site.version} on {site.url}\n")
            if site.folder:
                sys.stdout.write(f"DAILY8_WORDPRESS={site.folder / 'env.json'}\n")
            sys.stdout.flush()
            signal.pause()
    except UnavailableError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
