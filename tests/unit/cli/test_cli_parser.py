"""Which arguments mean what."""

from pathlib import Path

import pytest

from desktop_app.cli import DONE, USAGE, main
from desktop_app.cli.parser import VERBS, parse


def test_addresses_open_the_window() -> None:
    options, verb = parse(["example.org", "--open", "feed:x", "--size", "1440x900", "--demo"])
    assert verb is None
    assert (options.addresses, options.open) == (["example.org"], ["feed:x"])
    assert (options.size, options.demo, options.profile) == ((1440, 900), True, None)


def test_general_options_stand_anywhere() -> None:
    for arguments in (["--profile", "p", "list", "--json"], ["list", "--json", "--profile", "p"]):
        options, verb = parse(arguments)
        assert (verb, options.profile, options.json) == ("list", Path("p"), True)
    assert parse(["--profile", "p", "example.org"])[0].profile == Path("p")


@pytest.mark.parametrize(
    ("arguments", "verb"),
    [
        (["opml", "import", "-"], "import"),
        (["import", "-"], "import"),
        (["--self-test"], "self-test"),
        (["self-test", "--out", "f"], "self-test"),
        (["sign-in", "quay", "alice"], "sign-in"),
    ],
)
def test_verbs(arguments: list[str], verb: str) -> None:
    assert parse(arguments)[1] == verb


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["--size", "big"],
        ["--size", "0x0"],
        ["list", "--unread", "--saved"],
        ["read"],
        ["read", "one"],
        ["sign-in", "quay"],
        ["--log-level", "LOUD"],
    ],
)
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: daily8")


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == DONE
    assert capsys.readouterr().out.startswith("Daily8 ")
    assert main(["--help"]) == DONE
    told = capsys.readouterr().out
    assert all(verb in told for verb in VERBS)
    for verb in VERBS:
        assert main([verb, "--help"]) == DONE


def test_no_password_fits_on_the_command_line() -> None:
    with pytest.raises(SystemExit):
        parse(["sign-in", "quay", "alice", "secret"])
    with pytest.raises(SystemExit):
        parse(["sign-in", "quay", "alice", "--password", "secret"])
