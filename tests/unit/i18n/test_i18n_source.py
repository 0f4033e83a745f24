"""The code: whole literal sentences are translated, and nothing else is shown."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pseudo import LONGER, stretched, untranslated

ROOT = Path(__file__).parents[3]
APP = ROOT / "desktop_app"
SPEAKING = sorted((APP / "ui").rglob("*.py")) + sorted((APP / "cli").rglob("*.py"))
FILES = [*SPEAKING, APP / "app.py"]

LITERAL = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""Translating functions, and how many of their arguments are words."""

SHOWING = {
    *("setText", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setTitle"),
    *("setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setLabelText"),
    *("setSuffix", "setPrefix", "setSpecialValueText", "setInformativeText", "setTabText"),
    *("addAction", "addMenu", "addItem", "addItems", "addTab", "insertTab", "setHeaderLabels"),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
    *("drawText", "draw_text", "setWindowFilePath", "setNameFilters", "setNameFilter"),
}
"""What puts its texts before the reader's eyes or ears."""

OWN = {
    *("IconButton", "TextButton", "Chip", "SearchField", "Hint", "Tick", "Toggle", "Select"),
    *("Number", "Rows", "Tabs", "Way", "Dialog", "Invitation", "Described", "Row", "Page"),
    *("show_message", "show_text", "show_toast", "show_words", "set_title", "set_name", "say"),
    *("set_words", "set_context", "set_problem", "add_button", "add_text", "busy", "ask"),
    *("show_closed", "show_invitation", "ActionSpec", "ToastButton", "RowWords", "Hit"),
}
"""The same of our own; their names of icons and actions are lower-case words."""

NAMES = {
    *("Daily8", "8", "English", "العربية", "example.org", "http://proxy.example:3128"),
}
"""Names and examples are the same in every language."""

KEY = re.compile(r"((Ctrl|Alt|Shift)\+)*([A-Z]|[,+=0-]|F\d+|Space|Left|Right)")

IDENTIFIER = re.compile(r"[a-z0-9_./:#-]*")
SEPARATORS = re.compile(r"[\s·|]*|,|<br>")
"""What may stand between parts that are no sentence: lines, a dot in the middle, CSS."""


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    target = node.func
    return target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")


def calls(tree: ast.AST, names: dict[str, int] | set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def translates(node: ast.AST) -> bool:
    return any(True for _call in calls(node, LITERAL))


def literals(call: ast.Call) -> Iterator[str]:
    """Give the literal words among the arguments, also those inside f-strings and tuples."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        stack: list[ast.AST] = [argument]
        while stack:
            node = stack.pop()
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr | ast.Tuple | ast.List | ast.BinOp):
                stack.extend(ast.iter_child_nodes(node))
            elif isinstance(node, ast.IfExp):
                stack.extend((node.body, node.orelse))


def wordy(text: str) -> bool:
    named = text in NAMES or KEY.fullmatch(text)
    return any(letter.isalpha() for letter in text) and not named


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:90]}"


def by_name(file: Path) -> str:
    return str(file.relative_to(APP))


@pytest.fixture(params=FILES, ids=by_name)
def file(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def test_whole_literal_sentences_are_translated(file: Path, tree: ast.Module) -> None:
    """``_`` also takes a name: that of a value declared with ``N_``."""
    wrong = []
    for call in calls(tree, LITERAL):
        for argument in call.args[: LITERAL[called(call)]]:
            named = isinstance(argument, ast.Name | ast.Attribute | ast.Subscript)
            if not isinstance(argument, ast.Constant) and not (called(call) == "_" and named):
                wrong.append(place(file, call))
    assert wrong == []


def test_no_sentence_is_put_together(file: Path, tree: ast.Module) -> None:
    wrong = []
    for node in ast.walk(tree):
        added = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod)
        if (added or isinstance(node, ast.JoinedStr)) and translates(node) and spoken(node):
            wrong.append(place(file, node))
    assert wrong == []


def spoken(node: ast.AST) -> bool:
    """Return whether more than tags and line ends stand around what is translated."""
    if not isinstance(node, ast.JoinedStr):
        return True
    around = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return bool(re.sub(r"<[^>]*>|\n", "", around).strip()) or " " in around


def test_enumerations_use_the_languages_comma(file: Path, tree: ast.Module) -> None:
    wrong = []
    for call in calls(tree, {"join"}):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Constant) and not SEPARATORS.fullmatch(str(owner.value)):
            wrong.append(place(file, call))
    assert wrong == []


def test_what_is_shown_is_translated(file: Path, tree: ast.Module) -> None:
    wrong = [
        place(file, call)
        for call in calls(tree, SHOWING)
        if any(wordy(text) for text in literals(call))
    ]
    wrong += [
        place(file, call)
        for call in calls(tree, OWN)
        if any(wordy(text) and not IDENTIFIER.fullmatch(text) for text in literals(call))
    ]
    assert wrong == []


def test_names_are_not_strung_together(file: Path, tree: ast.Module) -> None:
    """A comma or a full stop between two texts belongs into a sentence of the catalogue."""
    wrong = [
        place(file, part)
        for call in calls(tree, SHOWING | OWN)
        for part in ast.walk(call)
        if isinstance(part, ast.JoinedStr)
        and any(re.search(r"[,.;:?] ", text) for text in literals(ast.Call(call, [part], [])))
    ]
    assert wrong == []


def test_help_of_the_command_line_is_translated(file: Path, tree: ast.Module) -> None:
    wrong = [
        place(file, keyword.value)
        for call in calls(tree, {"add_argument", "add_parser", "ArgumentParser", "add_subparsers"})
        for keyword in call.keywords
        if keyword.arg in ("help", "description", "epilog", "title")
        and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
        and not translates(keyword.value)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "message",
    ["Save", "OK", "{count} new comments since {time}", "Subscriptions (*.opml)", "Two\nlines …"],
)
def test_the_longer_language_is_longer(message: str) -> None:
    made = stretched(message)
    words = re.sub(r"\{[^}]*\}|\(\*[^)]*\)", "", message)
    letters = sum(letter.isalpha() for letter in words)
    assert len(made) >= len(message) + LONGER * letters
    assert re.findall(r"\{[^}]*\}|\(\*[^)]*\)|\n", made) == re.findall(
        r"\{[^}]*\}|\(\*[^)]*\)|\n", message
    )
    assert not untranslated(re.sub(r"\{[^}]*\}|\(\*[^)]*\)", "", made))
