"""How a thread is made ready to be shown: everything that the main thread need not do."""

from typing import TYPE_CHECKING

from desktop_app.core.work import CPU, Work, on
from desktop_app.ui.comments.rows import Sort
from desktop_app.ui.comments.thread_state import ThreadState, with_known

if TYPE_CHECKING:
    from desktop_app.core.ids import ArticleId
    from desktop_app.services.conversation import Conversation, ThreadView

FIRST_ROWS = 60  # of a long thread; the others are read once these are painted


def first_rows(
    conversation: "Conversation", article_id: "ArticleId", sort: Sort
) -> Work[ThreadState]:
    """Read the beginning of a thread; in another order than the oldest first the whole."""
    if sort is Sort.OLDEST:
        return _arranged(conversation.begin(article_id, FIRST_ROWS), sort)
    return all_rows(conversation, article_id, sort)


def all_rows(
    conversation: "Conversation", article_id: "ArticleId", sort: Sort
) -> Work[ThreadState]:
    """Read a thread."""
    return _arranged(conversation.open(article_id), sort)


def compared(work: Work["ThreadView"], state: ThreadState | None) -> Work["ThreadView"]:
    """Finish ``work`` and hold its view against what shows: equal comments become the same."""
    return _compared(work, state.view if state is not None else None)


def _arranged(work: Work["ThreadView"], sort: Sort) -> Work[ThreadState]:
    view = yield from work
    state: ThreadState = yield on(CPU, ThreadState, view, sort)
    return state


def _compared(work: Work["ThreadView"], known: "ThreadView | None") -> Work["ThreadView"]:
    view = yield from work
    same: ThreadView = yield on(CPU, with_known, view, known)
    return same
