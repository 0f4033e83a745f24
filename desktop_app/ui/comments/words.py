"""What is said about a comment: its state, its badge, and the sentence for a screen reader."""

from desktop_app.core.comments import CommentState, Posting, PostingKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.i18n import _, ngettext, pgettext
from desktop_app.ui import times
from desktop_app.ui.comments.rows import Node, Row
from desktop_app.ui.errors import describe, wait_words

NETWORK_KINDS = frozenset(
    kind.value
    for kind in (
        ErrorKind.OFFLINE,
        ErrorKind.DNS,
        ErrorKind.TIMEOUT,
        ErrorKind.TLS,
        ErrorKind.CAPTIVE_PORTAL,
        ErrorKind.SERVER,
    )
)


def name_of(node: Node) -> str:
    """Return whose comment it is."""
    if node.comment is None:
        return _("You")
    return node.comment.author_name or _("Anonymous")


def badge_of(node: Node) -> str:
    """Return the word beside the name, or nothing."""
    badge = node.comment.badge if node.comment is not None else ""
    return {"author": pgettext("badge", "Author"), "moderator": pgettext("badge", "Moderator")}.get(
        badge, ""
    )


def age_of(node: Node, now: int) -> str:
    """Return the age in a word or two."""
    return times.short_age(node.at, now)


def state_of(node: Node, now: int) -> tuple[str, str]:
    """Return the state of an own posting in words, and the tone: "ok", "warn", "err" or ""."""
    posting = node.posting
    if posting is None:
        held = node.comment is not None and node.comment.state is CommentState.HELD
        return (_("Held by the site's moderators"), "warn") if held else ("", "")
    return _posting_words(posting, now)


def _posting_words(posting: Posting, now: int) -> tuple[str, str]:
    state = posting.state
    if state is PostingState.WAITING:
        return _waiting(posting, now), "warn"
    if state is PostingState.SENDING:
        return _doing(posting), "warn"
    if state is PostingState.UNSURE:
        return _("Finding out whether it arrived"), "warn"
    if state is PostingState.HELD:
        return _("Held by the site's moderators"), "warn"
    if state is PostingState.DISCARDED:
        return _("The site discarded this comment"), "err"
    if state is PostingState.PARKED:
        return _("Waiting until you sign in again"), "warn"
    if state is PostingState.REFUSED:
        return _refused(posting), "err"
    if state is PostingState.ALREADY_THERE:
        return _("The same words of yours stand there already"), "warn"
    return "", ""


def _doing(posting: Posting) -> str:
    return {
        PostingKind.COMMENT: _("Sending"),
        PostingKind.EDIT: _("Sending the change"),
        PostingKind.DELETE: _("Deleting"),
    }[posting.kind]


def _waiting(posting: Posting, now: int) -> str:
    if posting.undo_until > now:
        left = wait_words(posting.undo_until - now)
        return _("Goes out in {time}").format(time=left)
    if posting.error_kind == ErrorKind.RATE_LIMITED.value and posting.next_try_at > now:
        left = wait_words(posting.next_try_at - now)
        return _("The site asks for a pause; goes out in {time}").format(time=left)
    if posting.error_kind in NETWORK_KINDS:
        return {
            PostingKind.COMMENT: _("Waiting for the network"),
            PostingKind.EDIT: _("The change waits for the network"),
            PostingKind.DELETE: _("Will be deleted once there is a network"),
        }[posting.kind]
    if posting.next_try_at > now + 1:
        left = wait_words(posting.next_try_at - now)
        return _("Goes out in {time}").format(time=left)
    return _("Waiting for its turn")


def _refused(posting: Posting) -> str:
    reason = posting.error_detail
    if not reason and posting.error_kind in {kind.value for kind in ErrorKind}:
        reason = describe(AppError(ErrorKind(posting.error_kind))).sentence
    if not reason:
        return _("The site refused this")
    return _("The site refused this: {reason}").format(reason=reason)


def remedy_of(node: Node, now: int) -> tuple[str, str]:
    """Return what can be done about the state: words for a link, and the name of the deed."""
    posting = node.posting
    if posting is None:
        return "", ""
    if posting.state is PostingState.WAITING and posting.undo_until > now:
        return _("Undo"), "withdraw"
    if posting.state is PostingState.REFUSED and posting.kind is not PostingKind.DELETE:
        return _("Edit and send again"), "withdraw"
    if posting.state is PostingState.PARKED:
        return _("Sign in"), "sign_in"
    return "", ""


def can_withdraw(posting: Posting | None) -> bool:
    """Return whether a posting can still be taken back."""
    return posting is not None and posting.state in (
        PostingState.WAITING,
        PostingState.REFUSED,
        PostingState.PARKED,
    )


def ticks(node: Node, now: int) -> bool:
    """Return whether the words of the state count down just now."""
    posting = node.posting
    if posting is None or posting.state is not PostingState.WAITING:
        return False
    return max(posting.undo_until, posting.next_try_at) > now


def orphan_words() -> str:
    """Return what stands above a reply whose comment is not here."""
    return _("Reply to a hidden comment")


def text_of(node: Node) -> str:
    """Return the words of a comment, or what stands in for a deleted one."""
    if node.comment is not None and node.comment.state is CommentState.DELETED:
        return _("This comment was deleted.")
    return node.plain


def new_words(count: int, visited_at: int, now: int) -> str:
    """Return the words of the bar above the thread."""
    since = times.since(visited_at, now)
    return ngettext("{count} new since {time}", "{count} new since {time}", count).format(
        count=count, time=since
    )


def arrived_words(count: int) -> str:
    """Return the words of the pill, which are announced too."""
    return ngettext("{count} new comment", "{count} new comments", count).format(count=count)


def sentence(row: Row, now: int) -> str:
    """Return the row for a screen reader: level, name, badge, age, text, state, hidden replies."""
    node = row.node
    parts = [
        _("level {level}").format(level=row.depth + 1),
        name_of(node),
        badge_of(node),
        pgettext("badge", "new") if row.new else "",
        age_of(node, now),
        orphan_words() if row.orphan else "",
        text_of(node),
        state_of(node, now)[0],
        hidden_words(row.hidden) if row.hidden else "",
    ]
    return _(", ").join(part for part in parts if part)


def hidden_words(count: int) -> str:
    """Return how many replies a collapsed row hides."""
    return ngettext("{count} reply hidden", "{count} replies hidden", count).format(count=count)


def exact_times(node: Node) -> str:
    """Return the exact times for the tooltip."""
    said = times.exact(node.at)
    if node.comment is not None and node.comment.edited_at is not None:
        changed = times.exact(node.comment.edited_at)
        return _("Written {time}\nEdited {changed}").format(time=said, changed=changed)
    return said
