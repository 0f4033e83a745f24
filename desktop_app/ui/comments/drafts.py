"""Keeps what is being typed on disk: within half a second, and at once when it matters."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.comments import Draft, DraftKey
from desktop_app.core.errors import AppError
from desktop_app.core.ids import AccountId

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

log = logging.getLogger("daily8.comments")

SAVE_MS = 300


class DraftKeeper(QObject):
    """Takes every keystroke, writes the latest text. Main thread.

    The timer is started by the first keystroke and not put off by later ones, so a text is on
    disk at most ``SAVE_MS`` after it was typed, however fast somebody types on.
    """

    failed = Signal(object)
    """An AppError: the text is only in memory."""
    saved = Signal()

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._services = services
        self._waiting: Draft | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.flush)

    def note(self, key: DraftKey, text: str, account_id: AccountId | None) -> None:
        """Take the text as it is now."""
        if self._waiting is not None and self._waiting.key != key:
            self.flush()
        self._waiting = Draft(key, text, 0, account_id)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Write now what waits; call it when focus, article or window go."""
        self._timer.stop()
        draft, self._waiting = self._waiting, None
        if draft is not None:
            work = self._services.conversation.save_draft(draft)
            self._tasks.run(work, self._on_saved, self._on_failed)

    def forget(self) -> None:
        """Drop what waits: the text has become a posting, which took the draft with it."""
        self._timer.stop()
        self._waiting = None

    def _on_saved(self, _nothing: object) -> None:
        self.saved.emit()

    def _on_failed(self, error: AppError) -> None:
        log.info("a draft could not be kept: %s", error)
        self.failed.emit(error)
