"""A run of the program whose window goes to a finer screen and back: ``python -m … FOLDER``.

It prints one JSON line for each screen it stood on.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument

from desktop_app.app import WindowOptions, run_window
from desktop_app.text.pictures import encode
from desktop_app.ui.running import Running

STAND_MS, CALM = 50, 6
IMAGE = QTextDocument.ResourceType.ImageResource.value


class Steps:
    def __init__(self, running: Running) -> None:
        self.running, self.calm = running, 0
        self.left = [self.open, self.finer, self.back, running.window.quit]
        self.go_on()

    def go_on(self) -> None:
        step = self.left.pop(0)
        self.when_calm(step)

    def when_calm(self, step: Callable[[], Any]) -> None:
        rests = self.running._due is not None and self.running.tasks.quiet()
        self.calm = self.calm + 1 if rests else 0
        if self.calm < CALM:
            QTimer.singleShot(STAND_MS, self.running, lambda: self.when_calm(step))
            return
        self.calm = 0
        if self.running.window.reader.opened is not None:
            self.tell()
        step()
        if self.left:
            self.go_on()

    def open(self) -> None:
        self.running.window.articles.list.choose(0)

    def finer(self) -> None:
        self.move(1)

    def back(self) -> None:
        self.move(0)

    def move(self, number: int) -> None:
        screen, window = QGuiApplication.screens()[number], self.running.window
        window.windowHandle().setScreen(screen)
        window.move(screen.geometry().topLeft() + QPoint(20, 20))

    def tell(self) -> None:
        view = self.running.window.reader.stage.view
        assert view.spots is not None
        images = [view.document().resource(IMAGE, QUrl(encode(s.url))) for s in view.spots.items]
        told = {
            "screen": self.running.window.devicePixelRatio(),
            "pictures": [each.devicePixelRatio() for each in images],
            "sharp": [
                abs(each.width() - spot.width * view.devicePixelRatio()) <= 2
                for each, spot in zip(images, view.spots.items, strict=True)
            ],
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def main(folder: Path) -> int:
    start = Running.start

    def started(running: Running, *args: Any, **kwargs: Any) -> None:
        start(running, *args, **kwargs)
        running.window.panes.animated = False
        running.steps = Steps(running)  # type: ignore[attr-defined]

    Running.start = started  # type: ignore[method-assign]
    return run_window(WindowOptions(profile=folder, demo=True, size=(1300, 860)))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
