"""Summarise, Ask and Translate: there while a language model is chosen, and absent otherwise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.system.i18n import N_, _
from desktop_app.system.settings import MODEL, Option
from desktop_app.ui.actions import ActionSpec
from desktop_app.ui.insight.feature import Command, Feature, InsightButton
from desktop_app.ui.insight.model_ask import Asking
from desktop_app.ui.insight.model_comments import CommentTranslations
from desktop_app.ui.insight.model_translate import Translating

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.ui.insight.room import InsightRoom

CHOOSE, SUMMARISE, ASK, TRANSLATE = "language_model", "summarise", "ask", "translate"
KEYS = (ASK, TRANSLATE)


class ModelFeature(Feature):
    """The buttons and menu entries of all three. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self.ask = Asking(room)
        self.translate = Translating(room)
        self.comments = CommentTranslations(room)
        self._shown = False
        self._stop_listening = room.services.settings.on_change(self._on_option)

    def buttons(self) -> Sequence[InsightButton]:
        """Return the buttons, of which none shows until a model is chosen."""
        return (
            InsightButton(
                ASK,
                "sparkle",
                _("Ask"),
                _("Ask your language model about this article, or for a summary"),
                self.ask.toggle,
                True,
                30,
                ASK,
                2,
            ),
            InsightButton(
                TRANSLATE,
                "translate",
                _("Translate"),
                _("Translate the article with your language model"),
                self.translate.toggle,
                True,
                40,
                TRANSLATE,
                1,
            ),
        )

    def commands(self) -> Sequence[Command]:
        """Return the one entry that is always there: the way to choose a model."""
        choose = self._room.window.dialogs.language_model
        return ((ActionSpec(CHOOSE, N_("Language model …"), (), "article", True), choose),)

    def _commands(self) -> tuple[Command, ...]:
        return (
            (
                ActionSpec(SUMMARISE, N_("Summarise"), ("Shift+S",), "article"),
                self.ask.summarise,
            ),
            (ActionSpec(ASK, N_("Ask about the article"), ("A",), "article"), self.ask.toggle),
            (
                ActionSpec(TRANSLATE, N_("Translate the article"), ("T",), "article"),
                self.translate.toggle,
            ),
        )

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Take another article."""
        self._follow()
        self.ask.show_article(opened)
        self.translate.show_article(opened)
        if opened is not None:
            self.comments.show_article(opened.article.id)

    def _on_option(self, option: Option[Any]) -> None:
        if option is MODEL:
            self._follow()

    def _follow(self) -> None:
        """Show what there is, or nothing, as the choice of a model says."""
        usable = self._room.understanding.model.choice.usable
        if usable == self._shown and usable:
            return
        for key in KEYS:
            self._room.bar.set_shown(key, usable)
        if usable != self._shown:
            actions = self._room.window.actions_
            if usable:
                actions.add(self._commands())
            else:
                self.ask.fold()
                self.translate.fold()
                actions.remove([spec.name for spec, _run in self._commands()])
        self._shown = self.comments.usable = usable

    def close(self) -> None:
        """Stop everything; the widgets go with the panel."""
        self._stop_listening()
        if self._shown:
            self._room.window.actions_.remove([spec.name for spec, _run in self._commands()])
        self._shown = False
        self.ask.close()
        self.translate.close()
        self.comments.close()
