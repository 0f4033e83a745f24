"""The language of the article: told to the view, corrected from the menus, undone."""

from pathlib import Path

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.system.settings import INSIGHT
from desktop_app.ui.insight.language import LanguageFeature
from desktop_app.ui.reader.page import Block
from desktop_app.ui.running import Running
from tests.gui.insight_room import demo_article, open_row, points_of, room_of, window_with
from tests.gui.real_window import PATIENCE_MS, settle

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def language_of(running: Running) -> LanguageFeature:
    return next(each for each in room_of(running).features if isinstance(each, LanguageFeature))


def test_the_view_knows_the_language(qtbot: QtBot, tmp_path: Path) -> None:
    articles = demo_article("library-ar"), demo_article("night-bus")
    with window_with(qtbot, tmp_path, *articles) as running:
        view = running.window.reader.stage.view
        open_row(qtbot, running)
        assert view.locale().language() == QLocale.Language.Arabic
        open_row(qtbot, running, 1)
        assert view.locale().language() == QLocale.Language.English


def test_what_is_stored_is_looked_at_in_the_background(qtbot: QtBot, tmp_path: Path) -> None:
    articles = demo_article("library-ar"), demo_article("night-bus"), demo_article("turtles-he")
    with window_with(qtbot, tmp_path, *articles) as running:
        language_of(running)._soon.setInterval(0)
        language = running.services.understanding.language
        qtbot.waitUntil(lambda: len(run_now(language.there())) == 3, timeout=PATIENCE_MS)


def test_another_language_is_chosen_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        window, room = running.window, room_of(running)
        view = points_of(running)
        menu = window.reader.menu.build(QPoint(5, 5))
        inner = next(inner for each in menu.actions() if isinstance(inner := each.menu(), QMenu))
        assert inner.title() == "Language: English"
        words = [action.text() for action in inner.actions()]
        assert "Deutsch" in words and "العربية" in words and "עברית" in words
        next(each for each in inner.actions() if each.text() == "Nederlands").trigger()
        settle(qtbot, running)
        assert room.language == "nl" and view.isVisible()
        assert window.toast.isVisible()
        window.undo()
        settle(qtbot, running)
        assert room.language == "en"
        menu.deleteLater()


def test_a_paragraph_runs_as_most_of_its_letters_do(qtbot: QtBot, tmp_path: Path) -> None:
    html = (
        "<p>Daily8 מביא את החדשות מן המקומות שבחרת אל חלון אחד, ואיתן את השיחה שמתחת לכל כתבה.</p>"
        "<p>An English sentence that was quoted.</p><p>12 – 5</p>"
        "<p>פורט סלמה, היום.</p><pre>ls -l --color=always /home/dana/קובץ</pre>"
    )
    plain = ("Plain", "<p>שלום said the driver of the second night bus to everybody.</p>")
    with window_with(qtbot, tmp_path, ("Daily8 בעברית, ועוד", html), plain) as running:
        assert ways(running, qtbot, 0) == [RTL, RTL, LTR, RTL, LTR]
        assert ways(running, qtbot, 1) == [LTR, LTR]


def ways(running: Running, qtbot: QtBot, row: int) -> list[Qt.LayoutDirection]:
    """Return the directions of headline and paragraphs; byline and numbers are left out."""
    open_row(qtbot, running, row)
    block = running.window.reader.stage.view.document().begin()
    found = []
    while block.isValid():
        if block.userState() != Block.BYLINE.value and any(map(str.isalpha, block.text())):
            found.append(block.textDirection())
        block = block.next()
    return found


def choose_in_list(running: Running, words: str) -> list[str]:
    """Choose a language in the menu of the list; return what it offered."""
    menu = QMenu()
    language_of(running)._fill_list(menu)
    (part,) = [inner for each in menu.actions() if isinstance(inner := each.menu(), QMenu)]
    offered = [action.text() for action in part.actions()]
    next(each for each in part.actions() if each.text() == words).trigger()
    menu.deleteLater()
    return offered


def titles(running: Running) -> set[str]:
    return {row.article.title for row in running.window.articles.model.rows}


def test_a_list_shows_one_language(qtbot: QtBot, tmp_path: Path) -> None:
    """Filter, mark all read in it, the empty face, and switching understanding off."""
    articles = demo_article("library-ar"), demo_article("night-bus"), demo_article("turtles-he")
    with window_with(qtbot, tmp_path, *articles) as running:
        window, feature = running.window, language_of(running)
        feature._soon.setInterval(0)
        qtbot.waitUntil(lambda: len(feature._there) == 3, timeout=PATIENCE_MS)
        settle(qtbot, running)
        everything = titles(running)
        assert choose_in_list(running, "עברית")[0] == "All languages"
        settle(qtbot, running)
        assert titles(running) == {articles[2][0]}
        assert window.articles.header.title._more == "עברית"
        window.articles.mark_all_read()
        settle(qtbot, running)
        choose_in_list(running, "All languages")
        settle(qtbot, running)
        assert titles(running) == everything
        read = {row.article.title for row in window.articles.model.rows if row.article.read}
        assert articles[2][0] in read and articles[0][0] not in read
        window.articles.narrow(language="nl")
        settle(qtbot, running)
        assert titles(running) == set()
        window.articles._on_face("all")
        settle(qtbot, running)
        assert titles(running) == everything
        choose_in_list(running, "العربية")
        settle(qtbot, running)
        running.settings.set(INSIGHT, False)
        settle(qtbot, running)
        assert titles(running) == everything
        assert window.articles.list_menu_more is None
