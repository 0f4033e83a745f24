"""What the computer can say about articles by itself. The only room that imports ``insight``."""

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from desktop_app.core.work import CPU, Work, on
from desktop_app.services.understanding.tools import Tools

if TYPE_CHECKING:
    from desktop_app.services.bundle import Foundation
    from desktop_app.services.understanding.aloud import Aloud
    from desktop_app.services.understanding.key_points import KeyPointsOf
    from desktop_app.services.understanding.language import LanguageOf
    from desktop_app.services.understanding.model_service import LanguageModel
    from desktop_app.services.understanding.stories import StoriesOf
    from desktop_app.services.understanding.texts import Texts


_NEEDED_SOON = tuple(
    f"desktop_app.services.understanding.{name}" for name in ("key_points", "texts", "stories")
)


class Understanding:
    """Made while it is switched on, let go when it is switched off.

    Ask for its parts on the main thread; their methods are Works.
    """

    def __init__(self, foundation: "Foundation") -> None:
        self._on = foundation
        self._tools = Tools()

    def warm_up(self) -> Work[None]:
        """Import what the first article will need, on a lane."""
        for name in _NEEDED_SOON:
            yield on(CPU, import_module, name)

    @cached_property
    def texts(self) -> "Texts":
        """The text of an article as all that follows reads it, and its language."""
        from desktop_app.services.understanding.texts import Texts

        return Texts(self.language)

    @cached_property
    def language(self) -> "LanguageOf":
        """Which language each article is written in."""
        from desktop_app.services.understanding.language import LanguageOf

        return LanguageOf(self._tools, self._on.database, self._on.publish)

    @cached_property
    def key_points(self) -> "KeyPointsOf":
        """Sentences, figures and quotations of an article."""
        from desktop_app.services.understanding.key_points import KeyPointsOf

        return KeyPointsOf(self._tools)

    @cached_property
    def aloud(self) -> "Aloud":
        """The sentences that are read aloud."""
        from desktop_app.services.understanding.aloud import Aloud

        return Aloud(self._tools)

    @cached_property
    def stories(self) -> "StoriesOf":
        """Articles of several sources about one event."""
        from desktop_app.services.understanding.stories import StoriesOf

        base = self._on
        return StoriesOf(self._tools, base.database, base.publish, base.clock)

    @cached_property
    def model(self) -> "LanguageModel":
        """The language model that the reader chose: summaries, questions, translations."""
        from desktop_app.services.understanding.model_service import LanguageModel

        base = self._on
        return LanguageModel(
            base.database, base.http, base.credentials, base.settings, base.clock, self._tools
        )
