"""The verbs that take part: signing in and out, posting, the outbox."""

import getpass
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop_app.cli import DONE, FAILED, NOT_YET
from desktop_app.cli.session import Session, Unclear, Verb, missing
from desktop_app.core.comments import Draft, DraftKey, DraftKind, Posting, PostingState
from desktop_app.core.errors import AppError
from desktop_app.core.ids import PostingId
from desktop_app.core.sources import Account
from desktop_app.services.conversation import ThreadView
from desktop_app.system.i18n import _, ngettext

_ARRIVED = (PostingState.PUBLISHED, PostingState.HELD, PostingState.ALREADY_THERE)


def sign_in(session: Session) -> int:
    """Sign in at a source; the password never stands on the command line."""
    options = session.options
    accounts = session.services.accounts
    source = session.source(options.source)
    if sys.stdin.isatty():
        offer = session.run(accounts.offer(source.id))
        if offer.approve_url:
            session.tell(_("Approve Daily8 on this page; it then shows a password:"))
            session.tell(offer.approve_url)
        password = getpass.getpass(_("Application password: "))
    else:
        password = sys.stdin.readline()
    account = session.run(
        accounts.sign_in(source.id, options.login, password, allow_insecure=options.insecure)
    )
    session.out(f"{account.id}\t{account.login}\t{account.display_name}\t{source.title}")
    if not accounts.secrets_persist:
        session.tell(_("There is no keystore here: the password is forgotten when this run ends."))
    return DONE


def sign_out(session: Session) -> int:
    """Revoke the password on the site, then forget it."""
    options = session.options
    source = session.source(options.source)
    account = _chosen(
        session, session.run(session.services.accounts.for_source(source.id)), options.login
    )
    work = session.services.accounts.sign_out(account.id, options.even_if_not_revoked)
    session.run(work)
    return DONE


def post(session: Session) -> int:
    """Post a comment or an answer; the text is on disk before anything is sent."""
    options = session.options
    conversation, outbox = session.services.conversation, session.services.outbox
    try:
        view = session.run(conversation.open(session.article_id()))
        if not view.has_thread:
            view = session.run(conversation.refresh(session.article_id()))
    except AppError as error:
        raise missing(error) from error
    account = _writer(session, view)
    kind = DraftKind.REPLY if options.reply_to else DraftKind.COMMENT
    key = DraftKey(view.article.id, kind, options.reply_to)
    draft = session.run(conversation.draft(key))
    text = _text(draft.text if draft is not None else "")
    if not text.strip():
        raise Unclear(_("Nothing was written, so nothing was posted."))
    session.run(conversation.save_draft(Draft(key, text, 0, account.id)))
    posting = session.run(outbox.post(key, account.id, text))
    session.run(outbox.deliver_due())
    posting = _now(session, posting)
    session.out(posting_line(posting))
    if posting.state in _ARRIVED:
        return DONE
    refused = posting.state in (PostingState.REFUSED, PostingState.DISCARDED)
    return FAILED if refused else NOT_YET


def outbox(session: Session) -> int:
    """List what is not settled, send what is due, try one again, or take one back."""
    options = session.options
    box = session.services.outbox
    if options.withdraw:
        text = session.run(box.withdraw(_meant(session, options.withdraw))).text
        session.out(text)
        return DONE
    session.run(box.on_start())
    if options.retry:
        session.run(box.retry(_meant(session, options.retry)))
    if options.retry or options.send:
        handled = session.run(box.deliver_due())
        words = ngettext("{count} posting handled", "{count} postings handled", handled)
        session.tell(words.format(count=handled))
    waiting = session.run(box.waiting())
    for posting in waiting:
        session.out(posting_line(posting))
    return NOT_YET if waiting else DONE


def posting_line(posting: Posting) -> str:
    """Return a posting on one line: id, article, state in words, the beginning of its text."""
    from desktop_app.ui.comments.rows import Node
    from desktop_app.ui.comments.words import state_of

    node = Node("", posting.parent_remote_id, posting.created_at, None, posting)
    words = state_of(node, int(time.time()))[0] or _("Published")
    text = " ".join(posting.text.split())
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return f"{posting.id[:8]}\t{posting.article_id}\t{words}\t{short}"


def _now(session: Session, posting: Posting) -> Posting:
    found = session.run(session.services.outbox.get(posting.id))
    return found if found is not None else posting


def _meant(session: Session, name: str) -> PostingId:
    fitting = [
        each.id
        for each in session.run(session.services.outbox.waiting())
        if each.id.startswith(name)
    ]
    if len(fitting) != 1:
        raise Unclear(_("There is no such posting. daily8 outbox lists them."))
    return fitting[0]


def _writer(session: Session, view: ThreadView) -> Account:
    if view.closed:
        raise Unclear(_("This article takes no more comments."))
    if not view.can_post and not view.can_sign_in:
        raise Unclear(_("Comments cannot be posted here."))
    if not view.accounts:
        raise Unclear(_("Sign in first: daily8 sign-in SOURCE LOGIN"))
    return _chosen(session, view.accounts, session.options.login)


def _chosen(session: Session, accounts: tuple[Account, ...], login: str | None) -> Account:
    fitting = [each for each in accounts if login is None or each.login == login]
    if len(fitting) == 1:
        return fitting[0]
    for each in fitting or accounts:
        session.tell(each.login)
    if fitting:
        raise Unclear(_("Several accounts are signed in there; name one by its login."))
    raise Unclear(_("Nobody of that name is signed in there."))


def _text(draft: str) -> str:
    """Return what the person writes: from a pipe, or in their editor."""
    if not sys.stdin.isatty():
        return sys.stdin.read()
    usual = "notepad" if sys.platform == "win32" else "vi"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    with tempfile.TemporaryDirectory(prefix="daily8-") as folder:
        file = Path(folder) / "comment.txt"
        file.write_text(draft, encoding="utf-8")
        command = [*shlex.split(editor, posix=sys.platform != "win32"), str(file)]
        try:
            ended = subprocess.run(command, check=False).returncode
        except OSError as error:
            raise Unclear(_("The editor cannot be started: {name}").format(name=editor)) from error
        if ended != 0:
            raise Unclear(_("The editor ended with an error, so nothing was posted."))
        return file.read_text(encoding="utf-8")


VERBS: dict[str, Verb] = {
    "sign-in": sign_in,
    "sign-out": sign_out,
    "post": post,
    "outbox": outbox,
}
