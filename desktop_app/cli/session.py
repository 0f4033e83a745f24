"""One run of a verb: the profile opened, the services driven on this thread, the profile closed."""

import re
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, TypeVar

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import Source
from desktop_app.core.work import Work, run_now
from desktop_app.system.i18n import _

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services

T = TypeVar("T")

# A title may not move the cursor of the terminal that it is printed on.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Session:
    """What a verb works with."""

    services: "Services"
    options: Namespace

    def run(self, work: Work[T]) -> T:
        """Drive a Work to its end."""
        return run_now(work)

    def out(self, text: str = "") -> None:
        """Print an answer."""
        _write(sys.stdout, text)

    def tell(self, text: str) -> None:
        """Print what is no answer."""
        _write(sys.stderr, text)

    def tell_error(self, error: AppError, about: str = "") -> None:
        """Print what went wrong, in one sentence."""
        from desktop_app.ui.errors import describe

        sentence = describe(error).sentence
        if about:
            sentence = _("{name}: {problem}").format(name=about, problem=sentence)
        self.tell(sentence)

    def sources(self) -> tuple[Source, ...]:
        """Return all sources in their order."""
        return self.run(self.services.subscribing.sidebar()).sources

    def source(self, name: str) -> Source:
        """Return the source that a person means: by id, else by a part of title or address.

        Raises NOT_FOUND; UNSUPPORTED with code ``ambiguous`` when several fit.
        """
        sources = self.sources()
        fitting = [each for each in sources if str(each.id) == name]
        if not fitting:
            wanted = name.casefold()
            fitting = [
                each
                for each in sources
                if wanted in f"{each.title} {each.home_url} {each.base_url}".casefold()
            ]
        if len(fitting) != 1:
            for each in fitting:
                self.tell(f"{each.id}\t{each.title}")
            raise Unclear(
                _("Several sources fit; name one by its id.")
                if fitting
                else _("There is no such source. daily8 sources lists them.")
            )
        return fitting[0]

    def article_id(self) -> ArticleId:
        """Return the article that the arguments name."""
        return ArticleId(self.options.id)


class Unclear(Exception):  # noqa: N818 - not an error of the program
    """The arguments name nothing that there is; the text says so."""


Verb = Callable[[Session], int]


def run_verb(name: str, options: Namespace) -> int:
    """Open the profile, run one verb, close the profile; return the exit code.

    Raises what opening the profile and the verb's services raise.
    """
    from desktop_app.app import build_services
    from desktop_app.cli import FAILED, reading, writing
    from desktop_app.services.taking_part import Pace
    from desktop_app.system import i18n, logs
    from desktop_app.system.paths import default_paths, profile_paths
    from desktop_app.system.settings import LANGUAGE, Settings

    _speak_utf8()
    paths = profile_paths(options.profile) if options.profile else default_paths()
    log = logs.set_up_logging(paths, options.log_level)
    settings = Settings(paths.settings_file)
    i18n.install(options.language or settings.get(LANGUAGE))
    verbs: dict[str, Verb] = {**reading.VERBS, **writing.VERBS}
    try:
        services, backstage = build_services(paths, settings, pace=Pace(undo=0))
        session = Session(services, options)
        try:
            return verbs[name](session)
        except Unclear as unclear:
            session.tell(str(unclear))
            return FAILED
        finally:
            backstage.close()
    finally:
        log.close()


def missing(error: AppError) -> AppError | Unclear:
    """Return how to say that an article is not there; other errors stay as they are."""
    if error.kind is ErrorKind.NOT_FOUND and not error.host:
        return Unclear(_("There is no such article. daily8 list shows the ids."))
    return error


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        stream.write(f"{_CONTROLS.sub('', text)}\n")
        stream.flush()


def _speak_utf8() -> None:
    """Print every script also where the terminal claims another encoding."""
    import io

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
