"""The language model that the reader chose: asked by a click, and never otherwise."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import CPU, NET, READ, SECRET, WRITE, Work, gather, on
from desktop_app.insight import answers, prompt
from desktop_app.insight.quotes import Checker
from desktop_app.services.understanding import model_asking as asking
from desktop_app.services.understanding import model_choice as choices
from desktop_app.services.understanding import model_prompts as prompts
from desktop_app.services.understanding import model_translation as translating
from desktop_app.services.understanding.model_choice import Choice
from desktop_app.services.understanding.model_client import Order, Server
from desktop_app.services.understanding.model_gate import Gate
from desktop_app.services.understanding.model_wire import ModelInfo, Reply
from desktop_app.services.understanding.texts import ArticleText
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.model import ModelTables, Use
from desktop_app.system.settings import Settings
from desktop_app.text.plain import plain

if TYPE_CHECKING:
    from desktop_app.network.http import Http
    from desktop_app.services.understanding.tools import Tools
    from desktop_app.system.credentials import Credentials

_TELL_SECONDS = 0.1
_PROBE_SECONDS = 3.0
_MOST_TEXTS = 12
_GOES_ON = (ErrorKind.BAD_ANSWER, ErrorKind.TOO_LARGE, ErrorKind.FORBIDDEN)


class Stage(Enum):
    """What goes on while an answer is waited for."""

    WAITING = "waiting"  # sent; nothing came back yet
    LOADING = "loading"  # the server still loads the model
    THINKING = "thinking"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer is: sentences that are finished and checked, and the one being written."""

    stage: Stage
    checked: answers.CheckedAnswer | None = None


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server that answers on this computer."""

    name: str
    address: str
    models: tuple[ModelInfo, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """What came back from a test: how long the first answer took, and its words."""

    seconds: float
    words: str


Hear = Callable[[Progress], None]
"""Called on any thread, ten times a second at most."""

HearParagraph = Callable[
    ["translating.Paragraph", "translating.Translated | AppError | None"], None
]
"""Called on any thread; None: it is being asked for."""


class LanguageModel:
    """All methods that are Works say what they raise besides the AppErrors of storage."""

    def __init__(
        self,
        database: Database,
        http: "Callable[[], Http]",
        credentials: "Credentials",
        settings: Settings,
        clock: Clock,
        tools: "Tools",
    ) -> None:
        self._tables = ModelTables(database)
        self._articles = Articles(database)
        self._credentials, self._settings = credentials, settings
        self._clock, self._tools = clock, tools
        self.gate = Gate(self._tables, http, credentials, settings, clock)

    # -- the choice ------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """What is chosen now. Any thread."""
        return self.gate.choice

    def choose(self, choice: Choice) -> None:
        """Keep a choice. Raises as ``Settings.set`` does."""
        choices.write(self._settings, choice)

    def set_key(self, origin: str, key: str) -> Work[None]:
        """Keep the key of a server in the keystore, or forget it. Raises the keystore's errors."""
        name = choices.key_name(origin)
        if key:
            yield on(SECRET, self._credentials.set, name, key)
        else:
            yield on(SECRET, self._credentials.delete, name)

    def has_key(self, origin: str) -> Work[bool]:
        """Return whether the keystore has a key for a server. Raises the keystore's errors."""
        key: str | None = yield on(SECRET, self._credentials.get, choices.key_name(origin))
        return bool(key)

    # -- finding and trying ----------------------------------------------------------------------

    def look_around(self) -> Work[tuple[FoundServer, ...]]:
        """Look for servers on the four usual ports of this computer."""
        works = [self._probe(name, port) for name, port in choices.USUAL_PORTS]
        found = yield gather(works, limit=4)
        return tuple(each for each in found if isinstance(each, FoundServer))

    def _probe(self, name: str, port: int) -> Work[FoundServer]:
        address = f"http://127.0.0.1:{port}/v1"
        server = Server(address, "127.0.0.1")
        models: tuple[ModelInfo, ...] = yield on(
            NET, self.gate.client.models, server, _PROBE_SECONDS
        )
        return FoundServer(name, address, models)

    def models(self, choice: Choice) -> Work[tuple[ModelInfo, ...]]:
        """Ask a server for its models. Raises what ``ModelClient`` does, and the keystore's."""
        server = yield from self.gate.server(choice)
        models: tuple[ModelInfo, ...] = yield on(NET, self.gate.client.models, server)
        return models

    def test(self, choice: Choice) -> Work[Tested]:
        """Ask for one word, with nothing of an article. Raises as ``ask`` does."""
        began = self._clock.monotonic()
        order = Order(
            choice.name, "Answer with one short sentence.", "Say that you are ready.", None, 24
        )
        reply = yield from self.gate.ask(choice, order, None, _nobody)
        trouble = reply.trouble()
        if trouble is not None and trouble.code != "model_length":
            raise trouble
        words = " ".join(answers.plain_answer(reply.text).split())[:200]
        return Tested(self._clock.monotonic() - began, words)

    # -- what it costs, who is kept out ----------------------------------------------------------

    def used_today(self) -> Work[Use]:
        """Return what went out since midnight."""
        use: Use = yield on(READ, self._tables.used, self.gate.today())
        return use

    def barred(self) -> Work[frozenset[SourceId]]:
        """Return the sources whose articles and threads are never sent."""
        barred: frozenset[SourceId] = yield on(READ, self._tables.barred)
        return barred

    def bar(self, source_id: SourceId, barred: bool) -> Work[None]:
        """Never send articles of this source, or do so again."""
        yield on(WRITE, self._tables.bar, source_id, barred)

    # -- asking ----------------------------------------------------------------------------------

    def prepare(
        self,
        question: asking.Question,
        texts: Sequence[ArticleText],
        remarks: Sequence[asking.Remark] = (),
    ) -> Work[asking.Prepared]:
        """Put a question together; nothing is sent. Articles of barred sources are left out.

        Raises FORBIDDEN (``model_barred``) when that leaves none, INVALID (``model_nothing``) when
        there is no text.
        """
        owners = yield on(READ, self._owners, tuple(each.article_id for each in texts))
        barred = yield on(READ, self._tables.barred)
        kept = [
            each
            for each in texts
            if each.article_id in owners and owners[each.article_id] not in barred
        ]
        if not kept:
            raise AppError(ErrorKind.FORBIDDEN, code="model_barred")
        thread = question.scope is asking.Scope.THREAD
        if not any(each.text.strip() for each in (remarks if thread else kept)):
            raise AppError(ErrorKind.INVALID, code="model_nothing")
        sources = frozenset(owners[each.article_id] for each in kept)
        prepared: asking.Prepared = yield on(
            CPU, self._prepare, question, tuple(kept), tuple(remarks), sources, 0
        )
        return prepared

    def texts(self, ids: Sequence[ArticleId]) -> Work[tuple[ArticleText, ...]]:
        """Return the stored texts of a story's articles, without those that have none."""
        texts: tuple[ArticleText, ...] = yield on(READ, self._texts, tuple(ids)[:_MOST_TEXTS])
        return texts

    def _texts(self, ids: Sequence[ArticleId]) -> tuple[ArticleText, ...]:
        found = []
        for article in self._articles.get_many(ids):
            body = self._articles.body(article.id)
            text = plain(body.html) if body is not None else article.excerpt
            if text.strip():
                found.append(ArticleText(article.id, article.title, text, article.language, text))
        return tuple(found)

    def ask(self, prepared: asking.Prepared, hear: Hear) -> Work[asking.Answer]:
        """Send a question and check the answer. A text that is too long is cut and sent again.

        Raises what the network and ``model_wire`` do, the keystore's errors, FORBIDDEN
        (``model_barred``, ``model_not_agreed``, ``model_off``) and RATE_LIMITED (``model_cap``).
        """
        for _attempt in range(3):
            checker: Checker = yield on(CPU, _checker, prepared)
            listener = _Listener(checker, hear)
            order = Order(
                prepared.choice.name,
                prepared.system,
                prepared.user,
                prepared.schema,
                prepared.most_tokens,
            )
            try:
                reply = yield from self.gate.ask(
                    prepared.choice, order, prepared.sources, listener, listener.wait
                )
            except AppError as error:
                smaller = _smaller(prepared.context, error)
                if not smaller:
                    raise
                prepared = yield on(
                    CPU,
                    self._prepare,
                    prepared.question,
                    prepared.texts,
                    prepared.remarks,
                    prepared.sources,
                    smaller,
                )
                continue
            answer: asking.Answer = yield on(CPU, _answer, prepared, reply, checker)
            return answer
        raise AppError(ErrorKind.TOO_LARGE, host=prepared.choice.host, code="model_too_long")

    def _prepare(
        self,
        question: asking.Question,
        texts: tuple[ArticleText, ...],
        remarks: tuple[asking.Remark, ...],
        sources: frozenset[SourceId],
        context: int,
    ) -> asking.Prepared:
        return asking.prepare(
            self.choice, question, texts, remarks, sources, self._tools.vocabularies, context
        )

    # -- translating -----------------------------------------------------------------------------

    def translation(
        self, article_id: ArticleId, title: str, text: str, language: str, caption: str = ""
    ) -> Work[translating.Job]:
        """Return a text as a job, with what is kept of it already; nothing is sent.

        A comment comes without a title, under the id of its article. Raises as ``prepare`` does.
        """
        choice = self.choice
        owners = yield on(READ, self._owners, (article_id,))
        barred = yield on(READ, self._tables.barred)
        if not owners or barred.intersection(owners.values()):
            raise AppError(ErrorKind.FORBIDDEN, code="model_barred")
        kept = yield on(READ, self._tables.translations, article_id, language, choice.name)
        paragraphs = yield on(CPU, translating.paragraphs, title, text, caption)
        if not paragraphs:
            raise AppError(ErrorKind.INVALID, code="model_nothing")
        return translating.Job(
            choice, article_id, language, paragraphs, frozenset(owners.values()), kept
        )

    def translate(
        self,
        job: translating.Job,
        paragraphs: Sequence[translating.Paragraph],
        hear: HearParagraph,
    ) -> Work[int]:
        """Translate paragraphs one after the other and keep each; return how many came.

        What goes wrong with one paragraph is told to ``hear`` and the next one is asked for; what
        would go wrong with all is raised, as ``ask`` does.
        """
        came = 0
        for paragraph in paragraphs:
            hear(paragraph, None)
            try:
                text = yield from self._translated(job, paragraph)
            except AppError as error:
                if error.kind not in _GOES_ON or error.code in ("model_barred", "model_off"):
                    raise
                hear(paragraph, error)
                continue
            yield on(
                WRITE,
                self._tables.keep_translation,
                job.article_id,
                paragraph.key,
                job.language,
                job.choice.name,
                text,
            )
            came += 1
            hear(paragraph, translating.checked(paragraph, text))
        return came

    def _translated(self, job: translating.Job, paragraph: translating.Paragraph) -> Work[str]:
        token = prompt.fresh_token()
        order = Order(
            job.choice.name,
            prompts.translation(token, job.language),
            translating.user(paragraph, token),
            None,
            min(2000, 2 * prompt.tokens(paragraph.text, "ar") + 100),
        )
        reply = yield from self.gate.ask(job.choice, order, job.sources, _nobody)
        trouble = reply.trouble()
        if trouble is not None:
            raise trouble
        text: str = yield on(
            CPU, translating.read, paragraph, reply.text, job.language, job.choice.host
        )
        return text

    def _owners(self, ids: Sequence[ArticleId]) -> dict[ArticleId, SourceId]:
        return {each.id: each.source_id for each in self._articles.get_many(ids)}


class _Listener:
    """Checks what was said so far and tells it, not too often. The thread of the answer."""

    def __init__(self, checker: Checker, hear: Hear) -> None:
        self._checker, self._hear = checker, hear
        self._told_at = 0.0

    def wait(self, loading: bool) -> None:
        """Tell that it was sent, or that the server loads its model."""
        self._hear(Progress(Stage.LOADING if loading else Stage.WAITING))

    def __call__(self, reply: Reply) -> None:
        now = time.monotonic()
        if now - self._told_at < _TELL_SECONDS:
            return
        text = reply.text
        if text:
            self._hear(Progress(Stage.WRITING, answers.check(text, self._checker)))
        elif reply.thinking:
            self._hear(Progress(Stage.THINKING))
        self._told_at = time.monotonic()


def _nobody(_reply: Reply) -> None:
    """Hear of nothing while it is written."""


def _checker(prepared: asking.Prepared) -> Checker:
    return Checker(prepared.corpus.text)


def _answer(prepared: asking.Prepared, reply: Reply, checker: Checker) -> asking.Answer:
    checked = answers.check(reply.text, checker)
    trouble = reply.trouble()
    if trouble is None and not checked.sentences:
        trouble = AppError(ErrorKind.BAD_ANSWER, host=prepared.choice.host, code="model_form")
    return asking.Answer(prepared, checked, trouble, reply.tokens_in + reply.tokens_out)


def _smaller(context: int, error: AppError) -> int:
    """Return a context to try after a text was too long, 0 when there is none."""
    if error.code != "model_too_long":
        return 0
    told = int(error.detail) if error.detail.isdigit() else 0
    wanted = min(told or context, context) * (9 if told and told < context else 6) // 10
    return wanted if wanted >= 400 else 0
