"""The arguments of ``daily8``."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_app import __version__
from desktop_app.system.i18n import _

_SCHEMES = ("system", "light", "dark", "contrast")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, str | None]:
    """Return the options and the verb; None: the window. Raises SystemExit as argparse does."""
    common, rest = _common().parse_known_args(list(arguments))
    if common.self_test:
        rest = ["self-test", *rest]
    if rest[:1] == ["opml"]:
        rest = rest[1:]
    verb = rest[0] if rest and rest[0] in VERBS else None
    if verb is None:
        options = window_parser().parse_args(rest, namespace=common)
    else:
        options = verb_parser(verb).parse_args(rest[1:], namespace=common)
    return options, verb


def verb_parser(verb: str) -> argparse.ArgumentParser:
    """Return the parser of one of VERBS; the manual and the shells' completions read it too."""
    about, more = VERBS[verb]
    parser = argparse.ArgumentParser(prog=f"daily8 {verb}", description=about(), allow_abbrev=False)
    more(parser)
    return parser


def _common() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="daily8", add_help=False, allow_abbrev=False)
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=Path, metavar="DIR", help=_("keep everything below DIR"))
    parser.add_argument("--language", choices=("system", "en", "ar"), help=_("language to speak"))
    parser.add_argument(
        "--log-level", choices=_LEVELS, default="INFO", help=_("what the log file holds")
    )
    parser.add_argument("--version", action="version", version=f"Daily8 {__version__}")
    parser.add_argument("--self-test", action="store_true", help=argparse.SUPPRESS)


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of ``daily8`` without a verb; every verb takes its common options too."""
    width = max(map(len, VERBS))
    verbs = "\n".join(f"  {name:<{width}}  {about()}" for name, (about, _more) in VERBS.items())
    codes = _(
        "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 written down but not sent yet, "
        "130 interrupted."
    )
    parser = argparse.ArgumentParser(
        prog="daily8",
        usage="daily8 [OPTIONS] [ADDRESS ...]\n       daily8 [OPTIONS] VERB ...",
        description=_("Without a verb, opens the window and adds what is at each ADDRESS."),
        epilog=f"{_('Verbs, each with its own --help:')}\n{verbs}\n\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(parser)
    parser.set_defaults(profile=None, language=None, log_level="INFO")
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS", help=_("a site or a feed"))
    parser.add_argument("--demo", action="store_true", help=_("open the embedded newsroom"))
    parser.add_argument(
        "--open", action="append", default=[], metavar="ADDRESS", help=_("same as ADDRESS")
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help=_("save a picture of the window and end")
    )
    parser.add_argument(
        "--size", type=_size, metavar="WxH", help=_("size of the window, in its own pixels")
    )
    parser.add_argument("--scheme", choices=_SCHEMES, help=_("colours of the window"))
    # For installers: end what runs, with everything written down.
    parser.add_argument("--quit-running", action="store_true", help=argparse.SUPPRESS)
    # For the uninstaller of Windows, when the data go too.
    parser.add_argument("--forget-passwords", action="store_true", help=argparse.SUPPRESS)
    return parser


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(_("a size looks like 1440x900"))
    size = int(width), int(height)
    if not all(100 <= side <= 20_000 for side in size):
        raise argparse.ArgumentTypeError(_("a size looks like 1440x900"))
    return size


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS")
    parser.add_argument(
        "--choose", type=int, metavar="N", help=_("the N-th of several things found there")
    )
    parser.add_argument(
        "--section", action="append", default=[], metavar="NAME", help=_("only this section")
    )


def _refresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all", action="store_true", help=_("also page every source back to its very end")
    )


def _list(parser: argparse.ArgumentParser) -> None:
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--unread", action="store_true", help=_("only what is unread"))
    only.add_argument("--saved", action="store_true", help=_("only what is saved"))
    parser.add_argument("--source", metavar="SOURCE", help=_("only of this source"))
    _many(parser)


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT")
    _many(parser)


def _many(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most N; 0: all"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def _read(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--keep-unread", action="store_true", help=_("do not mark it read"))


def _comments(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--stored", action="store_true", help=_("without asking the site"))


def _sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("login", metavar="LOGIN")
    parser.add_argument(
        "--insecure", action="store_true", help=_("send the password without encryption")
    )


def _sign_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("login", nargs="?", metavar="LOGIN")
    parser.add_argument(
        "--even-if-not-revoked",
        action="store_true",
        help=_("forget the password here though the site cannot be told"),
    )


def _post(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--reply-to", metavar="COMMENT", help=_("id of the comment to answer"))
    parser.add_argument("--login", metavar="LOGIN", help=_("which account, when there are several"))


def _outbox(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--send", action="store_true", help=_("send what is due"))
    what.add_argument("--retry", metavar="ID", help=_("try this one again"))
    what.add_argument("--withdraw", metavar="ID", help=_("take it back; its text is printed"))


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("an OPML file, - for standard input"))


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help=_("standard output without"))


def _self_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write the lines to FILE too"))
    parser.add_argument("--window-only", action="store_true", help=argparse.SUPPRESS)


def _integrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", action="store_true", help=_("take it out of the menu again"))


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, metavar="ID", help=_("id of an article, as list shows it"))


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


_Verb = tuple[Callable[[], str], Callable[[argparse.ArgumentParser], None]]

VERBS: dict[str, _Verb] = {
    "sources": (lambda: _("list the sources"), _nothing),
    "add": (lambda: _("add the site or feed at an address"), _add),
    "refresh": (lambda: _("look for news"), _refresh),
    "list": (lambda: _("list articles, newest first"), _list),
    "read": (lambda: _("print an article"), _read),
    "search": (lambda: _("search everything stored"), _search),
    "comments": (lambda: _("print the comments of an article"), _comments),
    "sign-in": (lambda: _("sign in; asks for the password, or reads it from a pipe"), _sign_in),
    "sign-out": (lambda: _("revoke the password on the site and forget it"), _sign_out),
    "post": (lambda: _("post a comment from standard input or $EDITOR"), _post),
    "outbox": (lambda: _("list what is waiting, send it, or take it back"), _outbox),
    "import": (lambda: _("add the feeds of an OPML file"), _import),
    "export": (lambda: _("print the sources as OPML"), _export),
    "integrate": (lambda: _("put Daily8 into the menu of this desktop"), _integrate),
    "self-test": (lambda: _("check this installation"), _self_test),
}
