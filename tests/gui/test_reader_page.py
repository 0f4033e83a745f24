"""The page of an article: head, dress of the body, and what the view does with it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.core.articles import Body, BodyState, Picture
from desktop_app.core.sources import SafeHtml
from desktop_app.text.clean import clean_html
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader import links
from desktop_app.ui.reader.history import History
from desktop_app.ui.reader.page import byline_words, dressed, make_page, minutes_to_read
from desktop_app.ui.reader.spots import Spots
from desktop_app.ui.reader.typography import Typography
from desktop_app.ui.reader.view import ArticleView
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import LIGHT, sepia
from tests.gui.reading_fakes import NOW, FakeServices, FakeTasks, article, body

NASTY = """
<img src="file:///etc/passwd"><img src="http://evil.example/x.png">
<img src="data:image/png;base64,x">
<table background="http://evil.example/t.png"><tr><td style="background-image:url(//evil/x)">a</td>
</tr></table><p style="background:url(http://evil.example/p.png)">b</p>
<link rel="stylesheet" href="http://evil.example/s.css"><style>@import "http://evil.example";</style>
<img src=":/qt-project.org/styles/x.png"><img src="qrc:/x"><object data="http://evil.example/o">
"""


class Recorder(ArticleView):
    """Notes every resource that the document asks for, and what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        self.loads.append(QUrl(name).toString())
        return super().loadResource(kind, name)


@pytest.fixture
def view(qtbot: Any, qapp: Any, tmp_path: Path) -> Any:
    Theme("light").apply(qapp)
    pictures = Pictures(FakeTasks(), FakeServices(tmp_path))
    made = Recorder()
    made.spots = Spots(pictures, made.document())
    made.animated = False
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    yield made
    pictures.stop()


def page(html: str = "", typography: Typography | None = None, **changes: Any) -> Any:
    text = body(1, html) if html else body()
    return make_page(
        article(**changes), "The Gazette", text, typography or Typography(), LIGHT, 636, NOW
    )


def test_the_column_is_44_em_of_the_windows_text() -> None:
    assert Typography().column == 616
    assert Typography().line_height == 28
    assert Typography(size=28).column == round(44 * 14 * 28 / 17)


def test_the_byline() -> None:
    words = byline_words(article(), NOW).replace("\u2068", "").replace("\u2069", "")
    assert words.startswith("Lina Haddad · ")
    assert words.endswith(" · 33 min ago · 4 min read")
    assert minutes_to_read(0) == 0 and minutes_to_read(30) == 1


def test_titles_are_text_never_markup(view: Recorder) -> None:
    view.show_page(page(title="<b>Tags</b> & <img src=x> entities"))
    assert view.toPlainText().startswith("<b>Tags</b> & <img src=x> entities")
    assert view.loads == [] or all(load.startswith("pic:") for load in view.loads)


def test_quotes_code_and_rules_get_their_dress() -> None:
    html = dressed(
        SafeHtml('<blockquote dir="rtl"><p>q</p></blockquote><pre>c</pre><hr><h2 dir="ltr">h</h2>')
    )
    assert html.count("<table") == 3 == html.count("</table>")
    assert '<td class="saidr"><p>q</p></td><td class="rule"' in html
    assert '<p dir="ltr" class="h2">h</p>' in html
    assert "<blockquote" not in html and "<hr" not in html


def test_the_lead_picture_is_not_shown_twice() -> None:
    picture = '<p class="pic"><img src="pic:https%3A%2F%2Fgazette.example%2Fbus-1240x600.png"></p>'
    shown = page(picture + "<p>text</p>")
    assert shown.html.count("<img") == 1
    without = page(
        picture + '<p class="cap">The caption</p><p>text</p>',
        picture=Picture("https://gazette.example/bus-1240x600.png"),
    )
    assert without.html.count("<img") == 1 and "The caption" in without.html


def test_nothing_is_ever_loaded_from_outside(view: Recorder) -> None:
    cleaned = clean_html(NASTY, "https://gazette.example/1")
    view.show_page(page(cleaned))
    view.grab()
    assert view.loads
    assert all(load.startswith("pic:") for load in view.loads)


def test_even_raw_html_reaches_neither_disk_nor_network(view: Recorder, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    FakeServices(tmp_path).images.file("https://x.example/bus-20x20.png")
    (tmp_path / "pictures" / "bus-20x20.png").rename(secret)
    view.show_page(page(NASTY + f'<img src="{secret.as_uri()}"><img src="{secret}">'))
    view.grab()
    kind = QTextDocument.ResourceType.ImageResource.value
    for name in view.loads:
        if not name.startswith("pic:"):
            found = view.document().resource(kind, QUrl(name))
            assert found.size() == QSize(1, 1), name


def test_a_late_picture_moves_nothing(qtbot: Any, view: Recorder) -> None:
    view.show_page(page())
    height = view.document().size().height()
    assert view.spots is not None
    spot = view.spots.items[0]
    assert spot.lead and (spot.width, spot.height) == (view.column(), round(616 * 600 / 1240))
    pictures = view.spots.pictures
    with qtbot.waitSignal(pictures.ready, timeout=5000):
        view.grab()
    assert view.spots.refresh(spot.url)
    assert view.document().size().height() == height
    assert not view.spots.resource(
        "pic:" + "https%3A%2F%2Fgazette.example%2Fbus-1240x600.png"
    ).isNull()


def test_pictures_have_their_space_after_emoji_too(view: Recorder) -> None:
    picture = '<p class="pic"><img src="pic:https%3A%2F%2Fx.example%2Fa-300x200.png"></p>'
    html = f"<p>🚀🎉 far out 👩🏽</p>{picture}"
    view.show_page(page(html))
    assert view.spots is not None
    urls = [spot.url for spot in view.spots.items]
    assert "https://x.example/a-300x200.png" in urls


def unknown(filler: int) -> str:
    picture = '<p class="pic"><img src="pic:https%3A%2F%2Fgazette.example%2Fbus-600x600.png"></p>'
    return f"<p>{'before ' * filler}</p>{picture}<p>{'after ' * 600}</p>"


def arrive(qtbot: Any, view: Recorder, url: str) -> None:
    assert view.spots is not None
    pictures = view.spots.pictures
    view.grab()
    qtbot.waitUntil(lambda: pictures.natural(url) is not None, timeout=5000)
    view.spots.learn(url)
    view.spots.refresh(url)
    view.correct_pictures()


def test_an_unknown_shape_is_corrected_only_out_of_sight(qtbot: Any, view: Recorder) -> None:
    url = "https://gazette.example/bus-600x600.png"
    view.show_page(page(unknown(10), picture=None))
    assert view.spots is not None
    spot = view.spots.items[0]
    assert spot.guessed and spot.height == round(616 * 9 / 16)
    arrive(qtbot, view, url)
    assert spot.height == round(616 * 9 / 16), "it is in sight: the frame stays"
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 10)
    line = view.cursorForPosition(QPoint(2, 2)).position()
    assert spot.height == 616, "above the viewport: corrected"
    assert view.cursorForPosition(QPoint(2, 2)).position() == line, "and nothing moved"


def test_the_text_follows_the_column_and_keeps_its_place(qtbot: Any, view: Recorder) -> None:
    view.show_page(page("".join(f"<p>Paragraph {n}. {'word ' * 40}</p>" for n in range(60))))
    view.set_place(0.5)
    before = view.cursorForPosition(QPoint(2, 2)).block().blockNumber()
    view.resize(420, 600)
    assert view.viewport().width() == 420 - 64
    assert abs(view.cursorForPosition(QPoint(2, 2)).block().blockNumber() - before) <= 1
    view.resize(1200, 600)
    assert view.viewport().width() == 616


def test_scrolling_by_pages_ends(view: Recorder) -> None:
    view.show_page(page("".join(f"<p>{'word ' * 60}</p>" for _ in range(20))))
    view.set_place(0.0)
    pages = 0
    while view.scroll_page():
        pages += 1
    assert 2 < pages < 50
    assert view.place() == 1.0
    assert not view.scroll_page()


def wheel(view: Recorder, target: Any, turned: int, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(5, 300),
        QPointF(5, 300),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def test_the_wheel_works_over_text_and_margins(qtbot: Any, view: Recorder) -> None:
    view.show_page(page("".join(f"<p>{'word ' * 60}</p>" for _ in range(30))))
    bar, none = view.verticalScrollBar(), Qt.KeyboardModifier.NoModifier
    wheel(view, view.viewport(), -120, none)
    after_text = bar.value()
    wheel(view, view, -120, none)
    assert 0 < after_text < bar.value()
    zooms: list[int] = []
    view.zoom_requested.connect(zooms.append)
    for target in (view, view.viewport()):
        wheel(view, target, 120, Qt.KeyboardModifier.ControlModifier)
    assert zooms == [1, 1]
    assert view.document().defaultFont().pixelSize() == 17


def test_links_are_reached_by_keys(qtbot: Any, view: Recorder) -> None:
    html = '<p>One <a href="https://one.example/">first <b>link</b></a> and '
    html += '<a href="https://two.example/">second</a>.</p>'
    view.show_page(page(html))
    assert view.select_link(True)
    assert view.textCursor().selectedText() == "first link"
    with qtbot.waitSignal(view.link_activated) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["https://one.example/"]
    assert view.select_link(True)
    assert view.textCursor().selectedText() == "second"
    assert not view.select_link(True)
    assert view.select_link(False)


def test_schemes() -> None:
    for good in ("https://a.example/x", "http://a.example", "mailto:a@b.example"):
        assert links.may_open(good)
    for bad in (
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "smb://a/b",
        "https://",
        "mailto:",
        "",
        "C:\\x.exe",
        "vscode://open",
    ):
        assert not links.may_open(bad), bad
    assert links.about("https://gazette.example@evil.example/x") == "evil.example"
    assert links.about("javascript:alert(1)") == ""


def test_history_cuts_what_lay_ahead() -> None:
    history = History()
    for number in (1, 2, 3):
        history.push(article(number))
    assert history.back() == article(2)
    history.push(article(4))
    assert not history.can_forward
    assert history.back() == article(2) and history.back() == article(1)
    assert history.back() is None and history.forward() == article(2)
    history.remove(frozenset({1}))
    assert not history.can_back and history.current == article(2)


def test_paragraphs_go_their_own_way(view: Recorder) -> None:
    arabic = "هذا نص عربي طويل بما يكفي ليملأ السطر."
    view.show_page(page(f"<p>English words.</p><p>{arabic}</p>"))
    block = view.document().begin()
    directions = {}
    while block.isValid():
        directions[block.text()] = block.textDirection()
        block = block.next()
    assert directions["English words."] == Qt.LayoutDirection.LeftToRight
    assert directions[arabic] == Qt.LayoutDirection.RightToLeft


def test_a_numbered_list_from_right_to_left_has_its_stop_before_the_words(view: Recorder) -> None:
    arabic = "افتح المقال الأول واقرأ ما كتبه الجيران عنه."
    english = "Open the first article and read what the neighbours wrote."
    view.show_page(page(f"<ol><li>{arabic}</li></ol><ol><li>{english}</li></ol>"))
    marks, block = {}, view.document().begin()
    while block.isValid():
        if (listed := block.textList()) is not None:
            marks[block.text()] = listed.itemText(block)
        block = block.next()
    assert marks == {arabic: "\u200e.1", english: "1."}


def test_sepia_is_readable() -> None:
    paper = sepia(LIGHT)
    shown = make_page(article(), "G", body(), Typography(sepia=True), paper, 616, NOW)
    assert paper.text.name() in shown.css and paper.window.name() != LIGHT.window.name()


def test_an_article_without_a_body_shows_its_excerpt(view: Recorder) -> None:
    shown = make_page(article(), "G", None, Typography(), LIGHT, 616, NOW)
    view.show_page(shown)
    assert "From Thursday the city" in view.toPlainText()
    empty = replace(article(), excerpt="", picture=None)
    view.show_page(make_page(empty, "G", None, Typography(), LIGHT, 616, NOW))
    assert view.toPlainText().startswith("Night buses")


def test_ten_thousand_words_open_quickly(view: Recorder, request: Any) -> None:
    html = "".join(f"<p>{'word ' * 100}</p>" for _ in range(100))
    long = Body(1, SafeHtml(html), BodyState.FULL, NOW)
    shown = make_page(article(), "G", long, Typography(), LIGHT, 616, NOW)
    view.show_page(shown)
    view.grab()
    assert view.document().blockCount() > 100


def test_quotations_and_tables_follow_their_own_direction() -> None:
    quoted = dressed(SafeHtml("<blockquote><p>كنا نعرف البلدة</p></blockquote>"))
    assert quoted.index("saidr") < quoted.index('class="rule"')
    told = dressed(SafeHtml("<blockquote><p>We knew the town</p></blockquote>"))
    assert told.index('class="rule"') < told.index('<td class="said"')
    rows = "<tr><th>الشهر</th><th>القوارب</th></tr><tr><td>نيسان</td><td>12</td></tr>"
    table = dressed(SafeHtml(f"<table>{rows}</table>"))
    assert table.index("القوارب") < table.index("الشهر")
    assert table.index("12") < table.index("نيسان")
    plain = dressed(SafeHtml("<table><tr><th>Month</th><th>Boats</th></tr></table>"))
    assert plain.index("Month") < plain.index("Boats")
