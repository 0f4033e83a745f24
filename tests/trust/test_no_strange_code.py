"""Nothing that comes from outside is ever run: no eval, no pickle, no shell, in any file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "desktop_app").rglob("*.py"))]
RUNNING = {"eval", "exec", "compile", "__import__", "execfile"}
CARRYING_CODE = {"pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "code"}
SHELLS = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"),
          ("subprocess", "getstatusoutput"), ("commands", "getoutput")}  # fmt: skip
STARTS_PROGRAMS = {
    "desktop_app/system/child.py",  # the worker
    "desktop_app/cli/writing.py",  # $EDITOR, for a comment
    "desktop_app/system/menu_entry.py",  # the desktop's own tools, when a reader asks for it
    "desktop_app/cli/self_test.py",  # this program, to look at its window
    "desktop_app/cli/deep_checks.py",  # this program, to hear it read aloud
}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nothing_runs_what_it_was_sent(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        where = f"{name(file)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id not in RUNNING, where
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                assert (node.func.value.id, node.func.attr) not in SHELLS, where
            for keyword in node.keywords:
                quiet = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                assert keyword.arg != "shell" or quiet, where
        elif isinstance(node, ast.Import):
            for alias in node.names:
                assert alias.name.split(".")[0] not in CARRYING_CODE, where
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            assert node.module.split(".")[0] not in CARRYING_CODE, where


def test_few_files_start_programs() -> None:
    found = set()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import) and any(a.name == "subprocess" for a in node.names):
                found.add(name(file))
            if isinstance(node, ast.ImportFrom) and node.module == "subprocess":
                found.add(name(file))
    assert found <= STARTS_PROGRAMS
