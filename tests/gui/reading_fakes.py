"""Services that answer from memory, and articles and threads to show, for the reading panes."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from desktop_app.core.articles import Article, Body, BodyState, CommentsState, Picture
from desktop_app.core.comments import (
    Allowed,
    Comment,
    CommentState,
    Draft,
    DraftKey,
    DraftKind,
    Posting,
    PostingKind,
    PostingState,
    ThreadInfo,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Account, SafeHtml, Source
from desktop_app.core.work import run_now
from desktop_app.system.settings import Settings

NOW = 1_795_452_000  # 23 November 2026, 16:40 UTC
MINUTE, HOUR = 60, 3600


class FakeTasks(QObject):
    """Runs each Work at once, or at the next turn of the event loop."""

    def __init__(self, at_once: bool = True) -> None:
        super().__init__()
        self.at_once = at_once
        self.held: list[Callable[[], None]] = []
        self.hold = False
        self.slots: dict[str, int] = {}
        self.runs = 0

    def start(self, slot: str, work: Any, done: Any = None, failed: Any = None) -> None:
        turn = self.slots[slot] = self.slots.get(slot, 0) + 1
        self._go(lambda: self._run(work, done, failed, slot, turn))

    def run(self, work: Any, done: Any = None, failed: Any = None) -> None:
        self._go(lambda: self._run(work, done, failed, "", 0))

    def cancel(self, slot: str) -> None:
        self.slots[slot] = self.slots.get(slot, 0) + 1

    def busy(self, slot: str) -> bool:
        return False

    def release(self) -> None:
        held, self.held = self.held, []
        for job in held:
            job()

    def _go(self, job: Callable[[], None]) -> None:
        if self.hold:
            self.held.append(job)
        elif self.at_once:
            job()
        else:
            QTimer.singleShot(0, job)

    def _run(self, work: Any, done: Any, failed: Any, slot: str, turn: int) -> None:
        self.runs += 1
        try:
            result = run_now(work)
        except AppError as error:
            if failed is not None and (not slot or self.slots.get(slot) == turn):
                failed(error)
            return
        if done is not None and (not slot or self.slots.get(slot) == turn):
            done(result)


def works(result: Any) -> Generator[Any, Any, Any]:
    if isinstance(result, AppError):
        raise result
    return result
    yield


@dataclass(frozen=True)
class Opened:
    article: Article
    body: Body | None
    source: Source
    error: AppError | None = None
    more: bool = False
    stale: bool = False


class FakeReading:
    def __init__(self) -> None:
        self.opened: dict[int, Opened] = {}
        self.calls: list[tuple[Any, ...]] = []
        self.password = "open sesame"
        self.urls: dict[str, Article] = {}

    def add(self, opened: Opened) -> None:
        self.opened[opened.article.id] = opened
        self.urls[opened.article.url] = opened.article

    def open(self, article_id: int) -> Any:
        self.calls.append(("open", article_id))
        return works(self.opened.get(article_id, AppError(ErrorKind.NOT_FOUND)))

    def mark_read(self, ids: Any, read: bool) -> Any:
        self.calls.append(("mark_read", tuple(ids), read))
        return works(tuple(ids))

    def save(self, ids: Any, saved: bool) -> Any:
        self.calls.append(("save", tuple(ids), saved))
        return works(tuple(ids))

    def keep_position(self, article_id: int, place: float) -> Any:
        self.calls.append(("keep_position", article_id, round(place, 3)))
        return works(None)

    def article_by_url(self, url: str) -> Any:
        return works(self.urls.get(url))

    def unlock(self, article_id: int, password: str) -> Any:
        self.calls.append(("unlock", article_id, password))
        opened = self.opened[article_id]
        if password != self.password:
            return works(AppError(ErrorKind.PROTECTED))
        body = Body(opened.article.id, SafeHtml("<p>Inside.</p>"), BodyState.FULL, NOW)
        article = replace(opened.article, body_state=BodyState.FULL)
        self.opened[article_id] = Opened(article, body, opened.source)
        return works(self.opened[article_id])


class FakeRelated:
    def __init__(self) -> None:
        self.articles: tuple[Article, ...] = ()

    def of(self, article_id: int) -> Any:
        return works(tuple(each for each in self.articles if each.id != article_id))


class FakeImages:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.missing: set[str] = set()

    def fetch(self, url: str) -> Any:
        self.asked.append(url)
        if url in self.missing:
            return works(AppError(ErrorKind.NOT_FOUND))
        return works(self.file(url))

    def stored(self, url: str) -> Any:
        return works(None if url in self.missing else self.file(url))

    def file(self, url: str) -> Path:
        name = url.rsplit("/", 1)[-1]
        path = self.folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            size = name.rsplit(".", 1)[0].rsplit("-", 1)[-1].split("x")
            width, height = (int(size[0]), int(size[1])) if size[0].isdigit() else (1240, 600)
            landscape(width, height, name).save(str(path))
        return path


PALETTES = {
    "bus": ("#F6C89F", "#E07A3F", "#7A2E12"),
    "taxi": ("#FBE0A8", "#E2A03F", "#A4551E"),
    "night": ("#3B3561", "#6C5B9E", "#1E1A3A"),
}


def landscape(width: int, height: int, name: str) -> QImage:
    """Draw the invented picture of the design: hills, a sun, perhaps a bus."""
    kind = next((each for each in PALETTES if name.startswith(each)), "bus")
    sky, far, near = (QColor(each) for each in PALETTES[kind])
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(sky)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 190))
    radius = height * 0.13
    painter.drawEllipse(
        QRectF(width * 0.74 - radius, height * 0.3 - radius, 2 * radius, 2 * radius)
    )
    for color, base, lift in ((far, 0.62, 0.22), (near, 0.8, 0.14)):
        path = QPainterPath()
        path.moveTo(0, height * base)
        path.quadTo(width * 0.2, height * (base - lift), width * 0.42, height * (base - 0.04))
        path.quadTo(width * 0.7, height * (base + 0.05), width, height * (base - 0.1))
        path.lineTo(width, height)
        path.lineTo(0, height)
        painter.setBrush(color)
        painter.drawPath(path)
    if kind == "bus":
        painter.setBrush(near)
        body = QRectF(width * 0.18, height * 0.52, width * 0.46, height * 0.22)
        painter.drawRoundedRect(body, 6, 6)
        painter.setBrush(sky)
        for place in (0.22, 0.33, 0.44):
            painter.drawRect(QRectF(width * place, height * 0.56, width * 0.09, height * 0.08))
        painter.setBrush(QColor("#2B1A12"))
        for place in (0.28, 0.54):
            wheel = height * 0.05
            box = QRectF(width * place - wheel, height * 0.75 - wheel, 2 * wheel, 2 * wheel)
            painter.drawEllipse(box)
    painter.end()
    return image


@dataclass
class FakeThread:
    info: ThreadInfo
    comments: tuple[Comment, ...] = ()
    postings: tuple[Posting, ...] = ()
    accounts: tuple[Account, ...] = ()
    can_post: bool = True
    can_sign_in: bool = True
    closed: bool = False
    drafts: tuple[Draft, ...] = ()
    has_thread: bool = True
    whole: bool = True
    can_edit: bool = True
    article: Article | None = None


class FakeConversation:
    def __init__(self) -> None:
        self.threads: dict[int, FakeThread] = {}
        self.fresh: dict[int, FakeThread | AppError] = {}
        self.drafts: dict[DraftKey, Draft] = {}
        self.calls: list[tuple[Any, ...]] = []
        self.may = Allowed(True, True)
        self.draft_error: AppError | None = None
        self.long = False
        """Whether ``begin`` answers with the beginning only."""

    def begin(self, article_id: int, most: int) -> Any:
        self.calls.append(("begin", article_id))
        return self._stored(article_id, most if self.long else None)

    def open(self, article_id: int) -> Any:
        self.calls.append(("open", article_id))
        return self._stored(article_id)

    def _stored(self, article_id: int, most: int | None = None) -> Any:
        view = self.threads[article_id]
        drafts = tuple(each for each in self.drafts.values() if each.key.article_id == article_id)
        comments, whole = view.comments[:most], most is None
        return works(replace(view, drafts=drafts, comments=comments, whole=whole))

    def refresh(self, article_id: int) -> Any:
        self.calls.append(("refresh", article_id))
        fresh = self.fresh.get(article_id)
        if isinstance(fresh, AppError):
            return works(fresh)
        if fresh is not None:
            self.threads[article_id] = fresh
        return self.open(article_id)

    def leave(self, article_id: int) -> Any:
        self.calls.append(("leave", article_id))
        return works(None)

    def draft(self, key: DraftKey) -> Any:
        return works(self.drafts.get(key))

    def save_draft(self, draft: Draft) -> Any:
        self.calls.append(("save_draft", draft.key, draft.text))
        if self.draft_error is not None:
            return works(self.draft_error)
        if draft.text.strip():
            self.drafts[draft.key] = draft
        else:
            self.drafts.pop(draft.key, None)
        return works(None)

    def drop_draft(self, key: DraftKey) -> Any:
        return works(self.drafts.pop(key, None))

    def allowed(self, article_id: int, remote_id: str, account_id: int) -> Any:
        self.calls.append(("allowed", article_id, remote_id, account_id))
        return works(self.may)

    def source_text(self, article_id: int, remote_id: str, account_id: int) -> Any:
        for each in self.threads[article_id].comments:
            if each.remote_id == remote_id:
                return works(each.plain)
        return works(AppError(ErrorKind.NOT_FOUND))


class FakeOutbox:
    def __init__(self, conversation: FakeConversation) -> None:
        self.conversation = conversation
        self.error: AppError | None = None
        self.calls: list[tuple[Any, ...]] = []
        self.number = 0

    def post(self, key: DraftKey, account_id: int, text: str) -> Any:
        self.calls.append(("post", key, account_id, text))
        if self.error is not None:
            return works(self.error)
        self.number += 1
        edit = key.kind is DraftKind.EDIT
        posting = Posting(
            id=f"p{self.number}",
            article_id=key.article_id,
            account_id=account_id,
            kind=PostingKind.EDIT if edit else PostingKind.COMMENT,
            text=text,
            parent_remote_id=key.comment_remote_id if key.kind is DraftKind.REPLY else None,
            target_remote_id=key.comment_remote_id if edit else None,
            state=PostingState.WAITING,
            created_at=NOW,
            undo_until=NOW + 5,
        )
        thread = self.conversation.threads[key.article_id]
        thread.postings = (*thread.postings, posting)
        self.conversation.drafts.pop(key, None)
        return works(posting)

    def withdraw(self, posting_id: str) -> Any:
        self.calls.append(("withdraw", posting_id))
        for thread in self.conversation.threads.values():
            for each in thread.postings:
                if each.id == posting_id:
                    thread.postings = tuple(p for p in thread.postings if p.id != posting_id)
                    kind = DraftKind.REPLY if each.parent_remote_id else DraftKind.COMMENT
                    key = DraftKey(each.article_id, kind, each.parent_remote_id)
                    self.conversation.drafts[key] = Draft(key, each.text, NOW, each.account_id)
                    return works(each)
        return works(AppError(ErrorKind.NOT_FOUND))

    def delete_comment(self, article_id: int, remote_id: str, account_id: int) -> Any:
        self.calls.append(("delete", article_id, remote_id, account_id))
        posting = Posting(
            id="d1",
            article_id=article_id,
            account_id=account_id,
            kind=PostingKind.DELETE,
            text="",
            parent_remote_id=None,
            target_remote_id=remote_id,
            state=PostingState.WAITING,
            created_at=NOW,
            undo_until=NOW + 5,
        )
        return works(posting)

    def retry(self, posting_id: str) -> Any:
        self.calls.append(("retry", posting_id))
        return works(None)


@dataclass
class FakeServices:
    folder: Path
    reading: FakeReading = field(default_factory=FakeReading)
    related: FakeRelated = field(default_factory=FakeRelated)
    conversation: FakeConversation = field(default_factory=FakeConversation)

    def __post_init__(self) -> None:
        self.images = FakeImages(self.folder / "pictures")
        self.settings = Settings(self.folder / "settings.json")
        self.outbox = FakeOutbox(self.conversation)


def source(number: int = 1, title: str = "The Gazette of Irbid") -> Source:
    home = "https://gazette.example/"
    return Source(number, "wordpress", home + "wp-json/", title, home)


def article(number: int = 1, **changes: Any) -> Article:
    made = Article(
        id=number,
        source_id=1,
        remote_id=str(number),
        url=f"https://gazette.example/{number}",
        title="Night buses get a second line, and the drivers drew the map",
        excerpt="From Thursday the city will run buses until two in the morning.",
        author="Lina Haddad",
        published_at=NOW - 33 * MINUTE,
        updated_at=None,
        seen_at=NOW,
        language="en",
        picture=Picture(
            "https://gazette.example/bus-1240x600.png",
            1240,
            600,
            "A bus before hills",
            "Line N2 at the university gate on its first trial run. (Photo: The Gazette)",
        ),
        comment_count=52,
        comments_state=CommentsState.OPEN,
        thread_key=str(number),
        read=False,
        saved=False,
        body_state=BodyState.FULL,
        words=880,
    )
    return replace(made, **changes)


TEXT = (
    "From Thursday the city will run buses until two in the morning on a line that nobody in the "
    "transport office designed. Twelve drivers sat down in August with a paper map, a box of pins "
    "and a list of the places where they had been waved down after hours.",
    "“We know where people stand in the dark,” said Omar Saleh, who has driven the eastern loop "
    "for nineteen years. “A computer would have put the stop where the pavement is widest.”",
    "The second line, N2, links the university, the hospital and the vegetable market. It will "
    "run every forty minutes with six vehicles.",
)


def body(number: int = 1, html: str = "", state: BodyState = BodyState.FULL) -> Body:
    return Body(number, SafeHtml(html or "".join(f"<p>{each}</p>" for each in TEXT)), state, NOW)


def account(number: int = 1, login: str = "lina") -> Account:
    return Account(number, "wordpress", "https://gazette.example/wp-json/", login, login, "7", "k")


def comment(remote_id: str, name: str, text: str, minutes: int, **changes: Any) -> Comment:
    made = Comment(
        id=int(remote_id) if remote_id.isdigit() else 1,
        article_id=1,
        remote_id=remote_id,
        parent_remote_id=None,
        author_name=name,
        author_remote_id=name,
        html=SafeHtml(f"<p>{text}</p>"),
        plain=text,
        published_at=NOW - minutes * MINUTE,
        state=CommentState.VISIBLE,
        permalink=f"https://gazette.example/1#comment-{remote_id}",
        first_seen_at=NOW - minutes * MINUTE,
    )
    return replace(made, **changes)


def thread(**changes: Any) -> FakeThread:
    """The conversation of the design picture."""
    comments = (
        comment(
            "1",
            "Rania K.",
            "The stop by the hospital gate is the one my mother asked for, for years. "
            "Thank you, drivers.",
            120,
        ),
        comment(
            "2",
            "Omar Saleh",
            "We walked it at night before we drew it. Tell your mother the shelter comes in "
            "January.",
            60,
            parent_remote_id="1",
            badge="author",
        ),
        comment("3", "t_mansour", "Will it be lit?", 52, parent_remote_id="2"),
        comment(
            "4",
            "deniz",
            "Every forty minutes is thin, but it beats walking.",
            40,
            parent_remote_id="1",
        ),
        comment("5", "a", "One", 39, parent_remote_id="4"),
        comment("6", "b", "Two", 38, parent_remote_id="5"),
        comment("7", "c", "Three", 37, parent_remote_id="5"),
        comment("8", "d", "Four", 36, parent_remote_id="4"),
        comment("9", "Nour", "هل سيتوقف الخط عند السوق القديم أيضًا؟", 25),
    )
    posting = Posting(
        id="p0",
        article_id=1,
        account_id=1,
        kind=PostingKind.COMMENT,
        text="A timetable on paper at each stop would help those without a phone.",
        parent_remote_id=None,
        target_remote_id=None,
        state=PostingState.WAITING,
        created_at=NOW,
        error_kind="offline",
    )
    made = FakeThread(
        ThreadInfo(1, 52, NOW - HOUR, NOW - 30 * MINUTE, True),
        comments,
        (posting,),
        (account(),),
    )
    return replace(made, **changes)
