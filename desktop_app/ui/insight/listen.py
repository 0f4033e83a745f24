"""Listen: reads the article, or its key points, aloud and marks the sentence that is heard."""

import importlib.util
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.work import Work
from desktop_app.runtime.speech import Speech, speech_command
from desktop_app.runtime.speech_player import Play, Player, Utterance
from desktop_app.system.i18n import N_, _
from desktop_app.system.settings import KEYS, LISTEN_ON, LISTEN_SPEED, LISTEN_VOICES, MARK_READ
from desktop_app.ui.actions import ActionSpec, key_text
from desktop_app.ui.errors import describe
from desktop_app.ui.insight import listen_menus as menus
from desktop_app.ui.insight import listen_words as words
from desktop_app.ui.insight.feature import Command, Feature, InsightButton
from desktop_app.ui.insight.listen_keys import ListenKeys
from desktop_app.ui.insight.listen_marks import ListenMarks
from desktop_app.ui.insight.listen_queue import ListenQueue, Reading
from desktop_app.ui.insight.listen_strip import (
    AGAIN,
    BACK,
    CLOSE,
    FORWARD,
    SHOW,
    TOGGLE,
    ListenStrip,
)

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding.texts import ArticleText
    from desktop_app.ui.insight.room import InsightRoom

KEY = "listen"
SPECS = (
    ActionSpec(KEY, N_("Listen, or pause"), ("L",), "article", True),
    ActionSpec("listen_forward", N_("Listen: next sentence"), (".",), "article"),
    ActionSpec("listen_back", N_("Listen: previous sentence"), (",",), "article"),
    ActionSpec("listen_points", N_("Listen to the key points"), (), "article"),
    ActionSpec("listen_later", N_("Listen to it later"), ("Shift+L",), "article"),
    ActionSpec("listen_close", N_("Stop listening"), (), "article"),
)


def is_there() -> bool:
    """Return whether this installation can speak at all; nothing is imported for that."""
    return importlib.util.find_spec("PySide6.QtTextToSpeech") is not None


class ListenFeature(Feature):
    """Main thread. Player, engine and media keys are made by the first press."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self._queue = ListenQueue(room)
        self.player: Player | None = None
        self.strip: ListenStrip | None = None
        self._keys: ListenKeys | None = None
        self._reading: Reading | None = None
        self._after_article = False
        self._marks = ListenMarks(room)
        room.stage.filled.connect(self._on_filled)

    def buttons(self) -> Sequence[InsightButton]:
        """Return the one button; none where nothing can speak."""
        if not is_there():
            return ()
        tip = _("Read the article aloud with a voice of this computer")
        return (InsightButton(KEY, "headphones", _("Listen"), tip, self.press, True, 20, KEY),)

    def commands(self) -> Sequence[Command]:
        """Return the menu entries."""
        if not is_there():
            return ()
        runs = (self.toggle, self.forward, self.back, self.read_points, self.later, self.leave)
        return tuple(zip(SPECS, runs, strict=True))

    def prepare(self, _article: "ArticleText") -> Work[object] | None:
        """Need nothing beforehand."""
        return None

    def show_article(self, _opened: "OpenedArticle | None") -> None:
        """Mark in it when it is what is read; reading goes on in any case."""
        shown, reading = self._room.article, self._reading
        self._mark_anew()
        if shown is None or reading is None or shown.article_id != reading.article.id:
            return
        if (shown.text, shown.language) != (reading.text, reading.language):
            self._queue.load(shown.article_id, reading.points, self._on_renewed, self._on_failed)

    def _on_renewed(self, reading: Reading) -> None:
        """Go on in the newer text, or in the language that the reader gave it."""
        before, player = self._reading, self.player
        if before is None or player is None or before.article.id != reading.article.id:
            return
        self._reading = reading
        player.renew(_utterances(reading))
        self._mark_anew()

    def _on_filled(self) -> None:
        """Mark in the new page, unless its marks were kept."""
        if not self._marks.were_kept():
            self._mark_anew()

    def _mark_anew(self) -> None:
        self._marks.forget()
        self._mark()

    # -- what a person does ----------------------------------------------------------------------

    def press(self) -> None:
        """Listen to the article that shows; pressed again, stop."""
        if self._reading is not None and self._marks.are_in(self._reading):
            self.leave()
        else:
            self._read_shown(points=False)

    def toggle(self) -> None:
        """Play or pause; begin with the article that shows when there is nothing to play."""
        if self.player is not None and self._reading is not None:
            self.player.toggle()
        else:
            self._read_shown(points=False)

    def forward(self) -> None:
        """Go to the next sentence."""
        if self.player is not None:
            self.player.skip(1)

    def back(self) -> None:
        """Go to the sentence before."""
        if self.player is not None:
            self.player.skip(-1)

    def read_points(self) -> None:
        """Listen to the key points of the article that shows."""
        self._read_shown(points=True)

    def later(self) -> None:
        """Read the article that shows after this one; now, when nothing is read."""
        article = self._room.window.reader.current
        if article is None:
            return
        if self._reading is None:
            self._read_shown(points=False)
            return
        self._queue.add(article.id)
        self._room.window.show_toast(_("It will be read next."), None)

    def leave(self) -> None:
        """Stop, and take the player away."""
        self._queue.stop()
        self._reading = None
        self._after_article = False
        if self.player is not None:
            self.player.close()
        if self._keys is not None:
            self._keys.close()
        if self.strip is not None:
            self.strip.hide()
        self._mark()
        self._light()

    def close(self) -> None:
        """Stop everything; nothing of it is left."""
        self._room.stage.filled.disconnect(self._on_filled)
        self.leave()
        if self._keys is not None:
            self._keys.remove()
        for each in (self.player, self.strip):
            if each is not None:
                each.deleteLater()
        self.player = self.strip = self._keys = None

    # -- reading ---------------------------------------------------------------------------------

    def _read_shown(self, points: bool) -> None:
        article = self._room.window.reader.current
        if article is None:
            return
        self._queue.load(article.id, points, self._on_loaded, self._on_failed)

    def _on_loaded(self, reading: Reading) -> None:
        if not reading.has_text:
            self._room.window.show_toast(words.nothing_words(reading.points), None)
            return
        player, _strip = self._made()
        self._reading = reading
        self._marks.forget()
        player.load(_utterances(reading))
        player.play()
        self._show()
        self._light()

    def _on_failed(self, error: AppError) -> None:
        self._room.window.show_toast(describe(error).sentence, None)

    def _on_ended(self) -> None:
        reading, player = self._reading, self.player
        if reading is None or player is None:
            return
        services = self._room.services
        if services.settings.get(MARK_READ) != "manual" and not reading.points:
            self._room.tasks.run(services.reading.mark_read((reading.article.id,)))
        follows = services.settings.get(LISTEN_ON) and not reading.points
        if self._after_article:
            self._after_article = False
            self._show()
        else:
            done = partial(self._on_next, self._marks.are_in(self._reading))
            self._queue.next(reading, follows, done)

    def _on_next(self, follow: bool, found: Reading | None) -> None:
        if found is None:
            self._show()
            return
        self._on_loaded(found)
        if follow:
            self._room.window.articles.come_back_to(found.article)
            self._room.window.open_article(found.article)

    # -- player and strip ------------------------------------------------------------------------

    def _made(self) -> tuple[Player, ListenStrip]:
        room = self._room
        if self.player is None:
            settings = room.services.settings
            player = self.player = Player(Speech(speech_command()), room)
            player.speed = settings.get(LISTEN_SPEED)
            player.chosen = settings.get(LISTEN_VOICES)
            player.changed.connect(self._show)
            player.ended.connect(self._on_ended)
        if self.strip is None:
            keys = room.services.settings.get(KEYS)
            names = {spec.name: key_text(spec, keys) for spec in SPECS}
            strip = self.strip = ListenStrip(room.theme, names, room.stage)
            column = room.stage.layout()
            assert column is not None
            column.addWidget(strip)
            QWidget.setTabOrder(room.stage.view, strip.back)
            for first, second in pairwise(strip.controls):
                QWidget.setTabOrder(first, second)
            strip.pressed.connect(self._on_pressed)
            strip.menu_asked.connect(self._on_menu)
        if self._keys is None:
            self._keys = ListenKeys(room.window)
            self._keys.ordered.connect(self._on_ordered)
            self._keys.speed_asked.connect(self._set_speed)
        if self._reading is None:
            self._keys.open()
        self.strip.show()
        return self.player, self.strip

    def _show(self) -> None:
        player, strip, reading = self.player, self.strip, self._reading
        if player is None or strip is None or reading is None:
            return
        title = reading.article.title or _("Without a title")
        part = player.index / player.count if player.count else 0.0
        strip.show_playing(player.active)
        strip.show_place(title, words.place_words(player, reading.source), part)
        strip.show_speed(words.speed_words(player.speed))
        strip.show_sleep(words.sleep_words(player, self._after_article))
        strip.show_trouble(words.trouble_words(player), player.play_state is Play.FAILED)
        self._mark()
        if self._keys is not None:
            self._keys.show(player, reading)

    def _mark(self) -> None:
        self._marks.show(self.player, self._reading)

    def _light(self) -> None:
        if is_there():
            self._room.bar.set_checked(KEY, self._reading is not None)

    def _on_pressed(self, name: str) -> None:
        runs = {
            TOGGLE: self.toggle,
            AGAIN: self.toggle,
            BACK: self.back,
            FORWARD: self.forward,
            CLOSE: self.leave,
            SHOW: self._go_there,
        }
        runs[name]()

    def _go_there(self) -> None:
        if self._reading is not None:
            article = self._reading.article
            self._room.window.articles.come_back_to(article)
            self._room.window.open_article(article)

    def _on_ordered(self, order: str) -> None:
        player = self.player
        if player is None:
            return
        runs = {
            "toggle": self.toggle,
            "play": player.play,
            "pause": player.pause,
            "stop": self.leave,
            "forward": self.forward,
            "back": self.back,
            "show": self._raise,
        }
        runs[order]()

    def _raise(self) -> None:
        self._room.window.show()
        self._room.window.raise_()
        self._room.window.activateWindow()

    # -- menus -----------------------------------------------------------------------------------

    def _on_menu(self, name: str, place: QPoint) -> None:
        player, strip, reading = self.player, self.strip, self._reading
        if player is None or strip is None or reading is None:
            return
        goes_on = self._room.services.settings.get(LISTEN_ON)
        now = menus.Chosen(self._after_article, reading.points, goes_on, len(self._queue))
        menu = menus.menu_for(name, strip, player, now, self._on_chosen)
        size = menu.sizeHint()
        left = place.x() + strip.button(name).width() - size.width()
        menu.popup(
            QPoint(place.x() if strip.isRightToLeft() else left, place.y() - size.height() - 4)
        )

    def _on_chosen(self, action: QAction) -> None:
        if action.data() is None:
            return
        name, value = action.data()
        settings = self._room.services.settings
        if name == menus.SPEED:
            self._set_speed(float(value))
        elif name == menus.VOICE and self.player is not None:
            before = settings.get(LISTEN_VOICES)
            chosen = {**before, self.player.language: value}
            self._keep(LISTEN_VOICES, chosen)
            self.player.set_chosen(chosen)
        elif name == menus.SLEEP and self.player is not None:
            self._after_article = value == menus.AFTER_ARTICLE
            self.player.sleep_in(0 if self._after_article else int(value) * 60)
        elif name == menus.READ and self._reading is not None:
            article, points = self._reading.article.id, value == menus.POINTS
            self._queue.load(article, points, self._on_loaded, self._on_failed)
        elif name == menus.GOES_ON:
            self._keep(LISTEN_ON, action.isChecked())
        elif name == menus.FORGET:
            self._queue.forget()

    def _set_speed(self, speed: float) -> None:
        if self.player is not None and LISTEN_SPEED.takes(speed):
            self._keep(LISTEN_SPEED, speed)
            self.player.set_speed(speed)

    def _keep(self, option: object, value: object) -> None:
        try:
            self._room.services.settings.set(option, value)  # type: ignore[arg-type]
        except AppError as error:
            self._on_failed(error)


def _utterances(reading: Reading) -> list[Utterance]:
    return [Utterance(each.text, each.language) for each in reading.spoken]
