"""Run apart: opens the window on the demo newsroom, reads an article, tells what it left behind.

``python -m tests.gui.insight_trace FOLDER on|off`` prints JSON.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CONNECTED: set[str] = set()


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        CONNECTED.add(f"{arguments[1][0]}:{arguments[1][1]}")
    elif event == "socket.connect":
        CONNECTED.add(str(arguments[1]))


def modules() -> list[str]:
    rooms = ("insight", "services.understanding", "ui.insight", "ui.stories")
    names = [f"desktop_app.{room}" for room in rooms]
    return sorted(
        name
        for name in sys.modules
        if any(name == room or name.startswith(f"{room}.") for room in names)
        or name.startswith("desktop_app.runtime.speech")
        or "TextToSpeech" in name
    )


def main(folder: Path, switch: str) -> None:
    sys.addaudithook(listen)
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMenu

    from desktop_app.app import WindowOptions, _Demo, build_window
    from desktop_app.core.articles import ListKind, ListQuery
    from desktop_app.core.work import run_now
    from desktop_app.system.paths import profile_paths
    from desktop_app.system.settings import INSIGHT, REFRESH_ON_START, Settings

    application = QApplication(["daily8"])
    paths = profile_paths(folder)
    settings = Settings(paths.settings_file)
    settings.set(REFRESH_ON_START, False)
    settings.set(INSIGHT, switch == "on")
    demo = _Demo(paths)
    running = build_window(application, paths, settings, WindowOptions(), demo.start)
    window, told = running.window, {}

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "painted" not in told:
                told["painted"] = modules()
            return False

    painted = Painted()
    window.articles.installEventFilter(painted)

    def turn(until: Callable[[], bool], patience: float = 40.0) -> None:
        end = time.monotonic() + patience
        while not until() and time.monotonic() < end:
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
        assert until(), "patience"

    def rest() -> None:
        since = time.monotonic()
        turn(lambda: time.monotonic() - since > 0.3)
        turn(running.tasks.quiet)

    running.start()
    turn(lambda: "painted" in told)
    rest()
    running.open_demo()
    turn(lambda: window.articles.model.rowCount() > 10)
    rest()
    sources = run_now(running.services.subscribing.sidebar()).sources
    window.sources.select(ListQuery(ListKind.SOURCE, source_id=sources[0].id))
    rest()
    window.articles.list.choose(3)
    rest()
    rest()
    window.read_on()
    rest()
    view = window.reader.stage.view
    page_menu = window.reader.menu.build(view.rect().center())
    menus = [
        action.text()
        for menu in window.main_menu.findChildren(QMenu)
        for action in menu.actions()
        if action.text()
    ]
    told |= {
        "modules": modules(),
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "actions": [spec.name for spec in window.actions_.specs],
        "menus": menus,
        "page menu": [each.text() for each in page_menu.actions()],
        "connected": sorted(CONNECTED),
        "newsroom": sources[0].home_url,
        "title": window.reader.current.title if window.reader.current else "",
        "page": view.toPlainText()[:400],
        "related": len(window.reader.stage.related.buttons),
        "head": view.head(),
    }
    window.close()
    running.stop()
    demo.stop()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 2 else tempfile.mkdtemp()), sys.argv[-1])
