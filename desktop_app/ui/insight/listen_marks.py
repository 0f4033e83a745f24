"""The sentence that is heard, marked in the page and followed while the reader follows it."""

from typing import TYPE_CHECKING

from desktop_app.runtime.speech_player import Play, Player
from desktop_app.ui.insight.listen_queue import Reading

if TYPE_CHECKING:
    from desktop_app.ui.insight.room import InsightRoom

LAYER = "listen"


class ListenMarks:
    """Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self._marked = -1

    def are_in(self, reading: Reading | None) -> bool:
        """Return whether the page shows what is read."""
        shown = self._room.article
        if shown is None or reading is None:
            return False
        return shown.article_id == reading.article.id and shown.text == reading.text

    def forget(self) -> None:
        """Take the next sentence for the first one: it is brought into sight."""
        self._marked = -1

    def were_kept(self) -> bool:
        """Return whether the page, set anew, still has them."""
        return self._room.reader.marked(LAYER) is not None

    def show(self, player: Player | None, reading: Reading | None) -> None:
        """Mark the sentence; scroll to it when the one before could be seen, or was none."""
        places = self._room.reader
        silent = player is None or player.play_state in (Play.SILENT, Play.STARTING)
        if player is None or reading is None or silent or not self.are_in(reading):
            places.unmark(LAYER)
            return
        if self._marked == player.index or player.index >= len(reading.spoken):
            return
        here = reading.spoken[player.index]
        before = reading.spoken[self._marked] if self._marked >= 0 else None
        self._marked = player.index
        if here.start < 0:
            places.unmark(LAYER)
            return
        follow = before is None or before.start < 0 or places.in_sight(before.start, before.length)
        places.mark(here.start, here.length, LAYER, scroll=follow)
