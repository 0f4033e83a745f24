"""Printing an article and saving it as PDF or as a web page. Main thread.

Sheets are drawn one a turn of the event loop, so that a long article does not hold the window.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QIODevice,
    QLocale,
    QMarginsF,
    QObject,
    QStandardPaths,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.work import CPU, WRITE, Work, on
from desktop_app.system.files import replace_file
from desktop_app.system.i18n import _
from desktop_app.system.settings import PICTURES
from desktop_app.text.pictures import body_pictures
from desktop_app.ui.errors import describe
from desktop_app.ui.reader.page import byline_words
from desktop_app.ui.reader.paper import Paper, ageless, printable, scale_to
from desktop_app.ui.reader.typography import chosen
from desktop_app.ui.reader.web_page import web_page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.reading import OpenedArticle

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
MARGIN_MM = 18.0
RESOLUTION = 600
WIDEST = 1600
"""Pixels of a picture on paper; more is not seen there."""
_NOT_IN_NAMES = '\\/:*?"<>|\0\n\r\t'
_LONGEST_NAME = 80


class HandOut(QObject):
    """``toast`` says what became of it."""

    toast = Signal(str, object)

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services") -> None:
        super().__init__(parent)
        self._over, self._tasks, self._services = parent, tasks, services
        self._printer: QPrinter | None = None
        self._opened: OpenedArticle | None = None
        self._path = Path()
        self._drawing: _Drawing | None = None

    # -- saving ----------------------------------------------------------------------------------

    def save(self, opened: "OpenedArticle") -> None:
        """Ask for a place and a form, and write the article there."""
        self._opened = opened
        dialog = QFileDialog(self._over, _("Save the article"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("PDF file (*.pdf)"), _("Web page (*.html)")])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{file_name(opened.article.title)}.pdf")
        dialog.filterSelected.connect(self._on_filter)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def _on_filter(self, words: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            dialog.setDefaultSuffix("html" if "*.html" in words else "pdf")

    @Slot(str)
    def save_to(self, name: str) -> None:
        """Write the article that was to be saved into a file, by its ending."""
        self._path = Path(name)
        if self._opened is None:
            return
        if self._path.suffix.lower() in (".html", ".htm"):
            work = self._save_page(self._opened, self._path)
            self._tasks.start("hand_out.save", work, self._on_saved, self._on_failed)
        else:
            work_of = self._images(self._opened)
            self._tasks.start("hand_out.images", work_of, self._draw_pdf, self._on_failed)

    def _save_page(self, opened: "OpenedArticle", path: Path) -> Work[None]:
        data = yield from self._services.images.contents(_urls(opened), self._may_fetch())
        byline = byline_words(opened.article, ageless(opened.article))
        setting = chosen(self._services.settings)
        title = opened.source.title
        text: str = yield on(
            CPU, web_page, opened.article, title, opened.body, byline, setting, data
        )
        yield on(WRITE, replace_file, path, text.encode("utf-8", "replace"))

    def _draw_pdf(self, images: Mapping[str, QImage]) -> None:
        assert self._opened is not None
        buffer = QBuffer(self)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(RESOLUTION)
        writer.setTitle(self._opened.article.title)
        writer.setCreator("Daily8")
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        layout = QPageLayout(usual_sheet(), QPageLayout.Orientation.Portrait, margins)
        layout.setUnits(QPageLayout.Unit.Millimeter)
        layout.setMargins(margins)
        writer.setPageLayout(layout)
        path = self._path

        def drawn() -> None:
            data = bytes(buffer.data().data())
            buffer.close()
            self._tasks.start("hand_out.save", _write(path, data), self._on_saved, self._on_failed)

        self._draw(images, writer, drawn)

    def _on_saved(self, _nothing: object) -> None:
        self.toast.emit(_("Article saved as {name}.").format(name=self._path.name), None)

    # -- printing --------------------------------------------------------------------------------

    def print_(self, opened: "OpenedArticle") -> None:
        """Ask for a printer, and print the article."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
        from PySide6.QtPrintSupport import QPrinter as Printer

        self._opened = opened
        printer = Printer(Printer.PrinterMode.HighResolution)
        printer.setDocName(opened.article.title)
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        if not QPrinterInfo.availablePrinterNames():  # then a file is all that it can print to
            home = QStandardPaths.writableLocation(_DOCUMENTS)
            name = f"{file_name(opened.article.title)}.pdf"
            printer.setOutputFileName(str(Path(home) / name))
        dialog = QPrintDialog(printer, self._over)
        dialog.setWindowTitle(_("Print the article"))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
        dialog.accepted.connect(self._on_printer)
        self._printer = printer
        QDialog.open(dialog)

    @Slot()
    def _on_printer(self) -> None:
        if self._opened is not None:
            work = self._images(self._opened)
            self._tasks.start("hand_out.images", work, self._print, self._on_failed)

    def _print(self, images: Mapping[str, QImage]) -> None:
        assert self._printer is not None
        self._draw(images, self._printer, self._on_printed)

    def _on_printed(self) -> None:
        self._printer = None
        self.toast.emit(_("The article is on its way to the printer."), None)

    # -- both ------------------------------------------------------------------------------------

    def _draw(
        self, images: Mapping[str, QImage], device: QPagedPaintDevice, done: Callable[[], None]
    ) -> None:
        assert self._opened is not None
        opened, setting = self._opened, chosen(self._services.settings)
        title, size = opened.source.title, printable(device)
        paper = Paper(opened.article, title, opened.body, setting, images, size)
        self._drawing = _Drawing(self, paper, device, done)

    def _images(self, opened: "OpenedArticle") -> Work[dict[str, QImage]]:
        found = yield from self._services.images.contents(_urls(opened), self._may_fetch())
        images: dict[str, QImage] = {}
        for url, data in found.items():
            image: QImage = yield on(CPU, decoded, data)
            if not image.isNull():
                images[url] = image
        return images

    def _may_fetch(self) -> bool:
        return self._services.settings.get(PICTURES) == "always"

    def _on_failed(self, error: AppError) -> None:
        self.toast.emit(describe(error).sentence, None)


class _Drawing(QObject):
    """Draws one sheet a turn of the event loop, then calls ``done``."""

    def __init__(
        self,
        parent: QObject,
        paper: Paper,
        device: QPagedPaintDevice,
        done: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._paper, self._device, self._done = paper, device, done
        self._sheet, self._cut_off = 0, False
        self._painter = QPainter(device)
        scale_to(self._painter, device)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_quit)
        self._next()

    @Slot()
    def _on_quit(self) -> None:
        """Draw no more: a painter that outlives what it paints on crashes."""
        self._cut_off = True
        if self._painter.isActive():
            self._painter.end()

    @Slot()
    def _next(self) -> None:
        if self._cut_off:
            return
        if self._sheet:
            self._device.newPage()
        self._paper.draw(self._painter, self._sheet)
        self._sheet += 1
        if self._sheet < self._paper.sheets:
            QTimer.singleShot(0, self._next)
            return
        self._painter.end()
        self._done()
        self.deleteLater()


def decoded(data: bytes) -> QImage:
    """Return a picture as it goes on paper; a null one when it cannot be read. Any thread."""
    image = QImage.fromData(data)
    if image.width() > WIDEST:
        image = image.scaledToWidth(WIDEST)
    return image


def usual_sheet() -> QPageSize:
    """Return the sheet of this part of the world."""
    metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    return QPageSize(QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter)


def file_name(title: str) -> str:
    """Return a title as a file's name on every system."""
    kept = "".join(" " if letter in _NOT_IN_NAMES else letter for letter in title)
    return " ".join(kept.split())[:_LONGEST_NAME].strip(" .") or _("Article")


def _write(path: Path, data: bytes) -> Work[None]:
    yield on(WRITE, replace_file, path, data)


def _urls(opened: "OpenedArticle") -> tuple[str, ...]:
    lead = opened.article.picture
    body = body_pictures(opened.body.html) if opened.body is not None else ()
    urls = [*([lead.url] if lead is not None and lead.url else []), *(each.url for each in body)]
    return tuple(dict.fromkeys(urls))
