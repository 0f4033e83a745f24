"""A run of the program whose language is changed while it runs: ``python -m … FOLDER WAY``.

``WAY``: "chosen" (in the settings) or "system" (the system speaks another language). It prints one
JSON line for each window that stood.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import WindowOptions, run_window
from desktop_app.core.work import run_now
from desktop_app.system import i18n
from desktop_app.system.settings import INSIGHT, LANGUAGE, REFRESH_ON_START
from desktop_app.ui.running import Running

STAND_MS = 20


class Steps:
    def __init__(self, way: str) -> None:
        self.way, self.windows = way, 0

    def begun(self, running: Running) -> None:
        self.windows += 1
        QTimer.singleShot(STAND_MS, running, lambda: self.when_warm(running))

    def when_warm(self, running: Running) -> None:
        if running._due is None or not running.tasks.quiet():
            QTimer.singleShot(STAND_MS, running, lambda: self.when_warm(running))
            return
        self.tell(running)
        if self.windows == 1:
            running.window.show_conversations()
            running.window.move(QPoint(40, 30))
            self.change(running)
        elif self.windows == 2 and self.way == "chosen":
            running.settings.set(LANGUAGE, "en")
        else:
            running.window.quit()

    def change(self, running: Running) -> None:
        if self.way == "chosen":
            running.settings.set(LANGUAGE, "ar")
        else:
            os.environ["LANGUAGE"] = "ar"
            QApplication.postEvent(QApplication.instance(), QEvent(QEvent.Type.LocaleChange))

    def tell(self, running: Running) -> None:
        window = running.window
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        sidebar = run_now(running.services.subscribing.sidebar())
        line = json.dumps(
            {
                "language": i18n.language(),
                "rtl": window.isRightToLeft(),
                "title": window.articles.shown[1],
                "tooltip": window.articles.read_button.toolTip(),
                "visible": len([each for each in shown if each.isWindow()]),
                "sources": len(sidebar.sources),
                "receives": running._instance is not None and running._instance.listen(),
                "qt": QApplication.translate("QPlatformTheme", "Cancel"),
            }
        )
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def main(folder: Path, way: str) -> int:
    steps, start = Steps(way), Running.start

    def started(running: Running, *args: Any, **kwargs: Any) -> None:
        running.settings.set(REFRESH_ON_START, False)
        running.settings.set(INSIGHT, False)
        start(running, *args, **kwargs)
        steps.begun(running)

    Running.start = started  # type: ignore[method-assign]
    return run_window(WindowOptions(profile=folder))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
