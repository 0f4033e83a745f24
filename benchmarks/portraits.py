"""Pictures of the demo window for docs/screenshots/: signed in, an article open, a comment waiting.

``python -m benchmarks.portraits FOLDER NAME`` takes one; dev.py calls it for each.
"""

import os
import re
import sys
import tempfile
import time
from html import unescape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from desktop_app.app import WindowOptions, _Demo, build_window
from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.comments import DraftKey, DraftKind
from desktop_app.core.work import Work, run_now
from desktop_app.system import i18n
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import INSIGHT, REFRESH_ON_START, Settings
from desktop_app.ui.demo import NEIGHBOURS
from desktop_app.ui.demo import address as neighbour
from desktop_app.ui.running import Running
from desktop_app.ui.speaking import speak

PATIENCE, CALM = 40.0, 0.8
WORDS = {
    "en": "A timetable on paper at each stop would help those without a phone.",
    "ar": "جدول مطبوع عند كل موقف سيساعد من لا يحملون هاتفًا.",
}
FACES: dict[str, dict[str, Any]] = {
    "window-light": {},
    "window-dark": {"scheme": "dark"},
    "window-contrast": {"scheme": "contrast"},
    "window-arabic": {"language": "ar"},
    "window-small": {"size": (960, 600)},
    "window-small-comments": {"size": (960, 600), "comments": True},
    "window-200": {},
    "points": {"points": True},
    "points-dark": {"points": True, "scheme": "dark", "title": "Ferry Nadia"},
    "points-arabic": {"points": True, "language": "ar", "title": "مدرسة الحي"},
    "points-small": {"points": True, "size": (960, 600), "title": "ברוכים"},
    "related": {"related": True},
    "insight-off": {"insight": False},
    "settings-understanding": {"dialog": "settings", "page": 3},
    "listen": {"listen": True},
    "listen-dark": {"listen": True, "scheme": "dark"},
    "listen-arabic": {"listen": True, "language": "ar"},
    "listen-small": {"listen": True, "size": (960, 600)},
    "story": {"story": True},
    "story-dark": {"story": True, "scheme": "dark"},
    "story-arabic": {"story": True, "language": "ar", "about": "مكتبة تفتح"},
    "story-small": {"story": True, "size": (960, 600)},
    "ask": {"model": "ask", "size": (1440, 1180)},
    "ask-dark": {"model": "ask", "size": (1440, 1180), "scheme": "dark"},
    "ask-consent": {"model": "consent"},
    "translate": {"model": "translate"},
    "translate-arabic": {"model": "translate", "language": "ar"},
    "settings-model": {"model": "settings"},
    "welcome": {"empty": True},
    "add-source": {"dialog": "add_source"},
    "catalogue": {"dialog": "catalogue"},
    "settings": {"dialog": "settings"},
    "settings-dark": {"dialog": "settings", "scheme": "dark"},
    "keys": {"dialog": "keys"},
    "palette": {"dialog": "palette"},
    "sign-in": {"dialog": "sign_in"},
}


def main() -> int:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    face = FACES[name]
    language = face.get("language", "en")
    i18n.install(language)
    application = QApplication(["daily8"])
    speak(application)
    with tempfile.TemporaryDirectory() as home:
        paths = profile_paths(Path(home))
        settings = Settings(paths.settings_file)
        settings.set(REFRESH_ON_START, False)
        settings.set(INSIGHT, face.get("insight", True))
        demo = _Demo(paths)
        options = WindowOptions(
            size=face.get("size", (1440, 900)), scheme=face.get("scheme", "light")
        )
        running = build_window(application, paths, settings, options, demo.start)
        running.window.panes.animated = False
        try:
            picture(application, running, demo.start, face, language).save(
                str(folder / f"{name}.png")
            )
        finally:
            running.window.close()
            running.stop()
            demo.stop()
            while application.findChildren(QProcess):  # what spoke is told to leave
                turn(application)
    return 0


def picture(
    application: QApplication, running: Running, start: Any, face: dict[str, Any], language: str
) -> Any:
    """Bring the window into the state that the face wants and grab it."""
    window = running.window
    if face.get("empty"):
        running.start()
        calm(application, running)
        return window.grab()
    address = start()
    article = run_now(prepared(running, address))
    shown = run_now(about(running, face["about"])) if "about" in face else article
    running.start()
    calm(application, running)
    window.sources.select(ListQuery(ListKind.TODAY))
    calm(application, running)
    window.articles.list.choose(window.articles.model.place_of(shown.id))
    calm(application, running)
    if face.get("story"):
        window.articles.list.scrollTo(window.articles.list.currentIndex())
        window.actions_["story"].trigger()
        calm(application, running)
        return window.grab()
    if face.get("comments"):
        window.panes.set_comments_shown(True)
    write(running, article, WORDS[language])
    calm(application, running)
    if face.get("points"):
        if "title" in face:
            window.open_article(run_now(titled(running, face["title"])))
            calm(application, running)
        points(application, running)
    if face.get("related"):
        bar = window.reader.stage.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        calm(application, running)
    if face.get("listen"):
        listen(application, running)
    if "model" in face:
        from benchmarks.portraits_model import picture as of_model

        return of_model(application, running, face["model"], calm)
    if "dialog" in face:
        return dialog(application, running, face["dialog"], article, face.get("page"))
    return window.grab()


def points(application: QApplication, running: Running) -> None:
    """Unfold figures and quotations."""
    from desktop_app.ui.insight.points_view import PointsView

    view = running.window.findChild(PointsView)
    for fold in view.folds:
        fold.click()
    calm(application, running)


def prepared(running: Running, address: str) -> Work[Article]:
    """Add the newsroom, sign in, read the thread; return the article to show."""
    services = running.services
    found = yield from services.subscribing.discover(address)
    source_id = yield from services.subscribing.add(found.candidates[0], frozenset())
    for name in NEIGHBOURS:
        beside = yield from services.subscribing.discover(neighbour(address, name))
        yield from services.subscribing.add(beside.candidates[0], frozenset())
    page = yield from services.reading.page(ListQuery(ListKind.SOURCE, source_id=source_id))
    article = next(each for each in page.items if each.title.startswith("Night bus"))
    offer = yield from services.accounts.offer(source_id)
    password = approved(offer.approve_url or "")
    yield from services.accounts.sign_in(source_id, "reader", password)
    yield from services.conversation.refresh(article.id)
    return article


def about(running: Running, title: str) -> Work[Article]:
    """Return the article whose title begins so."""
    page = yield from running.services.reading.page(ListQuery(ListKind.UNREAD))
    return next(each for each in page.items if each.title.startswith(title))


def titled(running: Running, title: str) -> Work[Article]:
    """Return the newsroom's article whose title begins so, old or new."""
    sidebar = yield from running.services.subscribing.sidebar()
    query = ListQuery(ListKind.SOURCE, source_id=sidebar.sources[0].id)
    page = yield from running.services.reading.page(query)
    return next(each for each in page.items if each.title.startswith(title))


def approved(page_url: str) -> str:
    """Approve the app on the newsroom's page as its reader would, and copy the password."""
    import requests

    page = requests.get(page_url, timeout=10).text
    pairs = re.findall(r'<input[^>]*name="?([\w-]+)"?[^>]*value="([^"]*)"', page)
    fields = {name: unescape(value) for name, value in pairs}
    fields |= {"login": "reader", "pwd": "reader", "choice": "approve"}
    answer = requests.post(page_url.partition("?")[0], data=fields, timeout=10).text
    found = re.search(r"<code[^>]*>([^<]+)</code>", answer)
    assert found, answer
    return unescape(found[1])


def write(running: Running, article: Article, words: str) -> None:
    """Put a comment into the outbox; its undo window keeps it waiting while we look."""
    accounts = run_now(running.services.accounts.all())
    key = DraftKey(article.id, DraftKind.COMMENT)
    run_now(running.services.outbox.post(key, accounts[0].id, words))


def listen(application: QApplication, running: Running) -> None:
    """Read the article aloud up to its second sentence, with an engine that makes no sound."""
    from desktop_app.ui.insight import listen as feature

    fake = Path(__file__).parents[1] / "tests" / "support" / "fake_speech.py"
    feature.speech_command = lambda: [sys.executable, str(fake), "endless"]
    room, articles = running.window.insight, running.window.articles
    assert room is not None
    if i18n.language() == "ar":
        titles = [row.article.title for row in articles.model.rows]
        articles.list.choose(next(at for at, title in enumerate(titles) if title[:1] == "أ"))
        calm(application, running)
    room.bar.button(feature.KEY).click()
    calm(application, running)
    listening = next(each for each in room.features if isinstance(each, feature.ListenFeature))
    listening.player.skip(2)
    calm(application, running)


def dialog(
    application: QApplication, running: Running, name: str, article: Article, page: int | None
) -> Any:
    """Open a dialog; return a picture of it, or of the window when it lies in there."""
    dialogs = running.window.dialogs
    if name == "sign_in":
        dialogs.sign_in(article.source_id, article.id)
    elif name == "add_source":
        dialogs.add_source(run_now(running.services.subscribing.sidebar()).sources[0].home_url)
    else:
        getattr(dialogs, name)()
    calm(application, running)
    top = application.activeModalWidget()
    if page is not None:
        top.tabs.setCurrentIndex(page)
        calm(application, running)
    return (top or running.window).grab()


def calm(application: QApplication, running: Running) -> None:
    """Let everything come to rest."""
    end, since = time.monotonic() + PATIENCE, time.monotonic()
    while time.monotonic() < end and time.monotonic() - since < CALM:
        application.sendPostedEvents()
        turn(application)
        if not running.tasks.quiet():
            since = time.monotonic()


def turn(application: QApplication) -> None:
    """Run the event loop for a moment."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(20, loop.quit)
    loop.exec()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
