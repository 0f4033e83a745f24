"""What a feature of the insight bar is: buttons, commands, and what it does with an article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.articles import Article
from desktop_app.core.work import Work
from desktop_app.ui.actions import ActionSpec

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding.texts import ArticleText

Command = tuple[ActionSpec, Callable[[], object]]
"""A menu entry with its keys and what it does; the palette and the key sheet show it too."""


@dataclass(frozen=True, slots=True)
class InsightButton:
    """One button of the bar. ``run`` is called by a press; ``order`` sorts the bar.

    ``checkable``: it stays lit while what it opened is open, see ``InsightBar.set_checked``.
    ``action`` names the command whose key the tooltip shows. ``worth``: where room is short, those
    of little worth are the first whose words go and whose icon says it alone.
    """

    key: str
    icon: str
    words: str
    tooltip: str
    run: Callable[[], object]
    checkable: bool = False
    order: int = 0
    action: str = ""
    worth: int = 0


class Feature(Protocol):
    """Main thread. Made with the room as its only argument, closed when the room closes.

    While it is made, the room has no bar and no panel yet.
    """

    def buttons(self) -> Sequence[InsightButton]:
        """Return the buttons for the bar; asked for once."""
        return ()

    def commands(self) -> Sequence[Command]:
        """Return menu entries, with names that no other action has; asked for once."""
        return ()

    def expect(self, article: Article) -> None:
        """Keep room in the panel for what will show of an article that is painted now."""

    def prepare(self, article: "ArticleText") -> Work[object] | None:
        """Return what is to be computed before ``show_article``: a few milliseconds at most."""
        return None

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Take the article that shows from now on; None while another one is being opened.

        ``room.article`` holds its text and language; it was painted just before. The same article
        comes again when its text changed.
        """
        ...

    def close(self) -> None:
        """Stop everything and let go of every widget; the room is taken down."""
        ...
