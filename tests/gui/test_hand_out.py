"""An article on paper and in a file: words, pictures, direction, and nothing from outside."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.demo.newsroom import Newsroom
from desktop_app.system import resources
from desktop_app.ui.reader.hand_out import HandOut, _Drawing, file_name
from desktop_app.ui.reader.paper import Paper, printable
from desktop_app.ui.reader.typography import chosen
from desktop_app.ui.running import Running
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    made = Newsroom(tmp_path_factory.mktemp("newsroom"), resources.path("newsroom"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def window(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, newsroom: Newsroom
) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        add_source(running, newsroom.url)
        settle(qtbot, running)
        yield running
        settle(qtbot, running)


def open_article(running: Running, qtbot: QtBot, title: str) -> Article:
    page = run_now(running.services.reading.page(ListQuery(ListKind.ALL)))
    article = next(each for each in page.items if title in each.title)
    running.window.open_article(article)
    qtbot.waitUntil(lambda: running.window.reader.opened is not None, timeout=PATIENCE_MS)
    settle(qtbot, running)
    return article


def save(running: Running, qtbot: QtBot, path: Path) -> None:
    """Save as the reader does: the key, the dialog, a name."""
    running.window.actions_["save_article"].trigger()
    (dialog,) = (each for each in running.window.findChildren(QFileDialog) if each.isVisible())
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.deleteLater()
    qtbot.waitUntil(path.exists, timeout=PATIENCE_MS)
    settle(qtbot, running)
    assert path.name in running.window.toast.text


def words(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here")
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(told.stdout.decode("utf-8").split())


def test_a_pdf_holds_the_whole_article(window: Running, qtbot: QtBot, tmp_path: Path) -> None:
    article = open_article(window, qtbot, "Olive harvest")
    path = tmp_path / "olives.pdf"
    save(window, qtbot, path)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Subtype /Image") + data.count(b"/Subtype/Image") >= 2
    text = words(path)
    assert article.title in text and "The press opens for buckets" in text
    assert "as its notice says" in text, "to the last line"
    assert "1 of 2" in text and "2 of 2" in text
    assert "h ago" not in text
    assert (path.stat().st_mode & 0o777) == 0o600 or path.drive


def test_arabic_is_set_from_right_to_left(window: Running, qtbot: QtBot, tmp_path: Path) -> None:
    open_article(window, qtbot, "الصيادون")
    opened = window.window.reader.opened
    assert opened is not None
    path = tmp_path / "boats.pdf"
    save(window, qtbot, path)
    hand_out = window.window.findChild(HandOut)
    assert hand_out is not None and hand_out._drawing is not None
    document = hand_out._drawing._paper.document
    assert document.begin().textDirection() == Qt.LayoutDirection.RightToLeft
    assert path.stat().st_size > 20_000


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.direction = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        known = dict(attrs)
        if tag == "html":
            self.direction = known.get("dir") or ""
        if tag in ("img", "link", "script", "iframe", "source", "video", "object", "embed"):
            self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


@pytest.mark.parametrize(
    ("title", "direction"), [("Olive harvest", "ltr"), ("الصيادون", "rtl"), ("שמונים", "rtl")]
)
def test_a_web_page_needs_nothing_else(
    window: Running, qtbot: QtBot, tmp_path: Path, title: str, direction: str
) -> None:
    article = open_article(window, qtbot, title)
    path = tmp_path / "page.html"
    save(window, qtbot, path)
    text = path.read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(text)
    assert outline.direction == direction
    assert outline.addresses and all(each.startswith("data:image/") for each in outline.addresses)
    assert "script" not in outline.tags and "pic:" not in text
    assert "default-src 'none'" in text
    assert f"<title>{article.title}</title>" in text
    assert not re.search(r"url\(|@import|\son\w+=", text)


def test_no_picture_is_fetched_for_one_who_does_not_want_it(
    window: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    from desktop_app.system.settings import PICTURES

    window.settings.set(PICTURES, "cached_only")
    article = open_article(window, qtbot, "Packing for a journey")
    assert article.picture is not None
    run_now(window.services.images.tidy())
    images = window.services.images
    assert run_now(images.contents(("https://127.0.0.1:9/none.png",), False)) == {}
    path = tmp_path / "plain.pdf"
    save(window, qtbot, path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_printing_goes_through_the_systems_dialog(
    window: Running, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_article(window, qtbot, "Olive harvest")
    path = tmp_path / "printed.pdf"
    window.window.actions_["print"].trigger()
    (dialog,) = (each for each in window.window.findChildren(QPrintDialog) if each.isVisible())
    printer = dialog.printer()
    assert printer.docName().startswith("Olive harvest")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    dialog.accepted.emit(printer)
    dialog.close()
    qtbot.waitUntil(lambda: "printer" in window.window.toast.text, timeout=PATIENCE_MS)
    assert path.read_bytes().startswith(b"%PDF-")


def test_the_end_of_the_program_in_the_middle_of_drawing(
    window: Running, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """Painter, device and what it writes to must not be left to be destroyed in any order."""
    open_article(window, qtbot, "Olive harvest")
    opened = window.window.reader.opened
    assert opened is not None
    writer, drawn = QPdfWriter(str(tmp_path / "cut.pdf")), list[bool]()
    writer.setPageSize(QPageSize.PageSizeId.A6)
    setting = chosen(window.services.settings)
    paper = Paper(opened.article, "", opened.body, setting, {}, printable(writer))
    drawing = _Drawing(window.window, paper, writer, lambda: drawn.append(True))
    assert paper.sheets > 1 and drawing._painter.isActive()
    qapp.aboutToQuit.emit()
    assert not drawing._painter.isActive()
    qtbot.wait(1)
    assert drawn == []


def test_nothing_happens_without_an_article(window: Running) -> None:
    window.window.hand_out(on_paper=True)
    window.window.hand_out(on_paper=False)
    assert window.window.findChildren(HandOut) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('A/B: what\\is "this"?', "A B what is this"),
        ("  ..  ", "Article"),
        ("سفينة جديدة", "سفينة جديدة"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert file_name(title) == name


def test_the_paper_asks_nobody_for_anything(qapp: QApplication) -> None:
    from desktop_app.ui.reader.paper import _Document

    document = _Document({})
    kind = QTextDocument.ResourceType.ImageResource.value
    assert document.loadResource(kind, QUrl("file:///etc/passwd")).isNull()
    assert document.loadResource(kind, QUrl("https://example.org/a.png")).isNull()
