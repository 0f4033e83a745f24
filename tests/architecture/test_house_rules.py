"""The rules of the house that import-linter cannot express, read off the syntax tree."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "desktop_app"
FILES = sorted(APP.rglob("*.py"))
QT_WIDGETS = {"PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg"}
HEAVY = {"requests", "keyring", "feedparser", "lxml", "nh3", "readability", "cryptography"}
OWNERS = {"requests": ("network",), "keyring": ("system",), "sqlite3": ("storage", "demo")}
KIND_OWNERS = ("sources", "core", "storage")


def room(file: Path) -> str:
    return file.relative_to(APP).parts[0].removesuffix(".py")


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def at_module_level(module: ast.Module) -> Iterator[ast.AST]:
    """Walk what runs on import: not function bodies, not ``if TYPE_CHECKING``."""
    stack: list[ast.AST] = [module]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            stack.extend(node.orelse)
            continue
        stack.extend(ast.iter_child_nodes(node))


def by_name(file: Path) -> str:
    return str(file.relative_to(APP))


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_a_file_fits_its_room(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_widgets_stay_in_ui(file: Path) -> None:
    if room(file) in ("ui", "app"):
        return
    assert not QT_WIDGETS & set(imports(ast.walk(tree(file))))


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_qt_stays_above_services(file: Path) -> None:
    if room(file) in ("ui", "app", "runtime", "cli"):
        return
    assert not any(name.startswith("PySide6") for name in imports(ast.walk(tree(file))))


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_a_library_has_one_owner(file: Path) -> None:
    for name in imports(ast.walk(tree(file))):
        owners = OWNERS.get(name.split(".")[0])
        assert owners is None or room(file) in owners, name


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_slow_imports_wait_until_they_are_needed(file: Path) -> None:
    names = {name.split(".")[0] for name in imports(at_module_level(tree(file)))}
    assert not names & HEAVY


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_forbidden_calls_are_absent(file: Path) -> None:
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = called or (node.func.id if isinstance(node.func, ast.Name) else "")
        assert called not in {"processEvents", "QThread", "QThreadPool", "ThreadPoolExecutor"}
        assert called not in {"eval", "exec"} or isinstance(node.func, ast.Attribute)
        if called == "connect" and node.args:
            receiver = node.args[0]
            assert not isinstance(receiver, ast.Lambda), f"lambda connected, line {node.lineno}"
            partial = isinstance(receiver, ast.Call) and "partial" in ast.dump(receiver.func)
            assert not partial, f"partial connected, line {node.lineno}"
        if called == "Signal":
            for argument in node.args:
                name = argument.id if isinstance(argument, ast.Name) else ""
                assert name not in {"int", "dict"}, f"Signal({name}), line {node.lineno}"
        if called == "QApplication":
            assert room(file) == "app"


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_only_sources_know_their_kinds(file: Path) -> None:
    if room(file) in KIND_OWNERS:
        return
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Compare):
            left = node.left
            assert not (
                isinstance(left, ast.Attribute)
                and left.attr == "kind"
                and any(
                    isinstance(side, ast.Constant) and isinstance(side.value, str)
                    for side in node.comparators
                )
            ), f"line {node.lineno}"


@pytest.mark.parametrize("file", FILES, ids=by_name)
def test_no_pickle_and_no_bundle_branches(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "import pickle" not in text
    assert "_MEIPASS" not in text or file.name == "resources.py"


def test_signals_do_not_eat_reference_counts() -> None:
    """PySide6 6.12 lost one reference to True at every emit and died; see the version pin."""
    from PySide6.QtCore import QObject, Signal

    class Emitter(QObject):
        fired = Signal(object)

        def __init__(self) -> None:
            super().__init__()
            self.count = 0

        def on_fired(self, value: object) -> None:
            self.count += 1

    emitter = Emitter()
    emitter.fired.connect(emitter.on_fired)
    before = sys.getrefcount(True)
    for _ in range(1000):
        emitter.fired.emit(True)
    assert emitter.count == 1000
    assert abs(sys.getrefcount(True) - before) < 100
