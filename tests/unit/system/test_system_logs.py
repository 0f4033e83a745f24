"""The log and the crash report: they are there, they are private, and they keep no secret."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.system import crash
from desktop_app.system.logs import RING_LINES, Log, set_up_logging
from desktop_app.system.paths import Paths, profile_paths
from desktop_app.system.redaction import redacted

log = logging.getLogger("daily8.test")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return profile_paths(tmp_path / "profile")


@pytest.fixture
def running(paths: Paths) -> Iterator[Log]:
    before = logging.getLogger("daily8").level
    made = set_up_logging(paths, "DEBUG")
    yield made
    made.close()
    logging.captureWarnings(False)
    logging.getLogger("daily8").setLevel(before)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Basic c2VjcmV0OnNlY3JldA==SECRET",
        "{'Authorization': 'Bearer SECRET.SECRET.x'}",
        '{"authorization": "Basic SECRETSECRET", "accept": "*/*"}',
        "sent Basic SECRETSECRET=",
        "https://user:SECRET@news.example/feed",
        "http://SECRET@news.example/",
        "GET https://a.example/x?page=2&password=SECRET&z=1",
        "https://a.example/?user_login=me&code=SECRET",
        "daily8://approved?site_url=https://a.example&password=SECRET&state=SECRET",
        "/?access_token=SECRET#top",
        "/?api_key=SECRET;session_id=SECRET",
        "password=SECRET",
        "password: SECRET",
        '{"password": "SEC\\"RET SECRET", "a": 1}',
        "app_password='SECRET SECRET'",
        "client_secret = SECRET, more",
        "jwt=SECRET",
        "Cookie: user=SECRET; other=SECRET",
        "Set-Cookie: wordpress_logged_in_x=SECRET; path=/",
    ],
)
def test_secrets_are_cut_out(text: str) -> None:
    cut = redacted(text)
    assert "SECRET" not in cut and "[removed]" in cut
    assert redacted(cut).count("[removed]") >= 1


@pytest.mark.parametrize(
    "secret",
    ["abcd EFGH 1234 ijkl MNOP 5678", "abcd%20EFGH%201234%20ijkl%20MNOP%205678"],
)
def test_application_passwords_are_cut_out(secret: str) -> None:
    assert redacted(f"found {secret} there") == "found [removed] there"


@pytest.mark.parametrize(
    "text",
    [
        "GET https://a.example/wp-json/wp/v2/posts?page=2&per_page=100: 200",
        "the keystore failed: KeyringLocked",
        "mail to me@example.org",
        "no password was given",
        "127.0.0.1:8080 is left alone for 30 s",
        "this text has many short words in a row",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert redacted(text) == text


def test_lines_reach_file_and_ring(paths: Paths, running: Log) -> None:
    log.info("opened %s", "https://u:SECRET@a.example/")
    log.debug("\ud800 odd")
    try:
        raise ValueError("password=SECRET")
    except ValueError:
        log.info("failed", exc_info=True)
    for handler in running.handlers:
        handler.flush()
    text = paths.log_file.read_text(encoding="utf-8")
    assert "opened https://[removed]@a.example/" in text and "odd" in text
    assert "ValueError: password=[removed]" in text
    assert "SECRET" not in text + "".join(running.ring.lines())
    assert any("opened" in line for line in running.ring.lines())
    assert paths.log_file.stat().st_mode & 0o777 == 0o600


def test_the_ring_forgets_the_oldest(running: Log) -> None:
    for number in range(RING_LINES + 5):
        log.debug("line %d", number)
    lines = running.ring.lines()
    assert len(lines) == RING_LINES and lines[0].endswith("line 5")


def test_files_rotate(paths: Paths, running: Log) -> None:
    for _ in range(120):
        log.debug("x" * 19_000)
    names = sorted(file.name for file in paths.logs.glob("daily8.log*"))
    assert names == ["daily8.log", "daily8.log.1", "daily8.log.2"]
    assert {file.stat().st_mode & 0o777 for file in paths.logs.glob("daily8.log*")} == {0o600}


def test_libraries_speak_from_warning_on(running: Log) -> None:
    logging.getLogger("urllib3.connectionpool").debug("GET /?token=x")
    logging.getLogger("other").warning("told")
    joined = "\n".join(running.ring.lines())
    assert "GET" not in joined and "told" in joined


def test_without_a_file_the_lines_stay_in_memory(paths: Paths) -> None:
    paths.log_file.mkdir()
    made = set_up_logging(paths, "INFO")
    log.info("still here")
    assert any("still here" in line for line in made.ring.lines())
    made.close()
    logging.captureWarnings(False)
    logging.getLogger("daily8").setLevel(logging.NOTSET)


@pytest.mark.usefixtures("expected_log")
def test_an_error_of_a_thread_is_reported(paths: Paths, running: Log) -> None:
    told: list[str] = []
    log.info("just before")
    reports = crash.install(paths, running.ring, told.append)

    def fail() -> None:
        raise RuntimeError("token=SECRET")

    thread = threading.Thread(target=fail, name="lane-1")
    thread.start()
    thread.join()
    try:
        raise KeyError("main")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    reports.uninstall()
    text = paths.crash_file.read_text(encoding="utf-8")
    assert "on lane-1" in text and "RuntimeError: token=[removed]" in text
    assert "KeyError: 'main'" in text and "just before" in text
    assert "SECRET" not in text + "".join(told) and len(told) == 2
    assert paths.crash_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("expected_log")
def test_a_bug_that_comes_back_does_not_fill_the_disk(paths: Paths) -> None:
    told: list[str] = []
    reports = crash.CrashReports(paths, None, told.append)
    for _ in range(200):
        reports.report(ValueError("again"), "a paint event")
    assert len(told) == 50
    assert paths.crash_file.read_text().count("on a paint event") == 50


@pytest.mark.usefixtures("expected_log")
def test_an_old_report_that_grew_large_is_replaced(paths: Paths) -> None:
    paths.crash_file.write_bytes(b"x" * 1_500_000)
    crash.CrashReports(paths, None, None).report(ValueError("new"), "a test")
    assert paths.crash_file.stat().st_size < 10_000


def test_a_crash_of_native_code_leaves_the_stacks(tmp_path: Path) -> None:
    code = (
        "import sys, os, signal\n"
        "from pathlib import Path\n"
        "from desktop_app.system import crash\n"
        "from desktop_app.system.paths import profile_paths\n"
        "crash.install(profile_paths(Path(sys.argv[1])))\n"
        "def here_it_dies():\n    os.kill(os.getpid(), signal.SIGSEGV)\n"
        "here_it_dies()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode < 0
    assert "here_it_dies" in (tmp_path / "logs" / "fatal.txt").read_text()
