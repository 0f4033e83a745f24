"""The handbook of the embedded newsroom names the keys that the window has."""

import re

from desktop_app.ui.actions import SPECS
from tests.servers.newsroom import RESOURCES

_SINGLE = re.compile(r"(?<!\+)<kbd>([A-Z]|F5|Space|[?/])</kbd>")
_ARTICLES = RESOURCES / "articles"


def test_every_key_of_the_handbook_does_something() -> None:
    keys = {key for spec in SPECS for key in spec.keys}
    for file in _ARTICLES.glob("*.html"):
        text = file.read_text("utf-8")
        assert set(_SINGLE.findall(text)) <= keys, file.name
        for pair in re.findall(r"<kbd>(Ctrl|Alt|Shift)</kbd>\+<kbd>([^<]+)</kbd>", text):
            if "Enter" not in pair and "Shift" not in pair[1:]:
                assert "+".join(pair).replace("−", "-").replace("←", "Left") in keys, file.name


def test_the_key_sheet_of_the_handbook_names_what_matters() -> None:
    text = (_ARTICLES / "handbook-keys.html").read_text("utf-8")
    for key in ("J", "K", "N", "M", "S", "O", "V", "C", "R", "Space", "F5", "?", "/"):
        assert f"<kbd>{key}</kbd>" in text
