"""The workflows: every action pinned by commit, few rights, commands that exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[3]
FILES = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))


def steps(file: Path) -> list[dict[str, object]]:
    jobs = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def commands(file: Path) -> list[str]:
    runs = (str(step["run"]) for step in steps(file) if "run" in step)
    return [line.strip() for run in runs for line in run.splitlines()]


def test_there_are_two() -> None:
    assert [file.name for file in FILES] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_pinned_by_commit_and_named_by_version(file: Path) -> None:
    uses = re.findall(r"uses: (\S+)( # v\d+\.\d+\.\d+)?$", file.read_text(), re.MULTILINE)
    assert uses
    for action, version in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert version, action


def test_one_action_has_one_commit() -> None:
    text = "".join(file.read_text() for file in FILES)
    pins = set(re.findall(r"uses: (\S+)@(\S+)", text))
    assert len(pins) == len({action for action, _commit in pins})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rights_are_given_to_single_jobs(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {right for right, value in job["permissions"].items() if value == "write"}
        allowed = {"contents"} if name == "publish" else {"id-token", "attestations"}
        assert writes <= allowed, name
        assert job["timeout-minutes"] <= 90
    for step in steps(file):
        if "checkout" in str(step.get("uses")):
            assert step["with"] == {"persist-credentials": False}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_from_outside_is_pasted_into_a_shell(file: Path) -> None:
    for command in commands(file):
        for expression in re.findall(r"\$\{\{\s*(.*?)\s*\}\}", command):
            assert expression.startswith("matrix."), command


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_they_call_is_there(file: Path) -> None:
    told = subprocess.run(
        [sys.executable, "dev.py", "--help"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for command in commands(file):
        if verb := re.match(r"python3? dev\.py (\S+)", command):
            assert re.search(rf"^    {verb[1]}\b", told, re.MULTILINE), command
        for script in re.findall(r"packaging/[\w/.]+", command):
            assert (PROJECT / script).is_file(), command
        for tests in re.findall(r"tests/[\w/.]+", command):
            assert (PROJECT / tests).exists(), command
