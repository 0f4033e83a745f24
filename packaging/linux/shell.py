"""The completions of bash, zsh and fish and the manual page, made from the arguments themselves."""

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime

import product

from desktop_app.cli.parser import VERBS, verb_parser, window_parser
from desktop_app.system import i18n


@dataclass(frozen=True)
class Option:
    """One option, or one positional argument when it has no names."""

    names: tuple[str, ...]
    help: str
    value: str  # "" when it takes none
    choices: tuple[str, ...]

    @property
    def is_file(self) -> bool:
        """Whether its value is a file or a folder."""
        return self.value in ("FILE", "DIR")


def options(parser: argparse.ArgumentParser) -> list[Option]:
    """Return what a parser takes, without what it keeps to itself."""
    found = []
    for action in parser._actions:
        if action.help == argparse.SUPPRESS:
            continue
        value = ""
        if action.nargs != 0:
            value = str(action.metavar or action.dest.upper())
        choices = tuple(str(each) for each in action.choices or ())
        names = tuple(action.option_strings)
        found.append(Option(names, (action.help or "").replace("%%", "%"), value, choices))
    return found


def files() -> dict[str, str]:
    """Return the texts: ``bash``, ``zsh``, ``fish``, ``man``."""
    i18n.install("en")
    return {"bash": _bash(), "zsh": _zsh(), "fish": _fish(), "man": _man()}


def _named(parser: argparse.ArgumentParser) -> list[Option]:
    return [option for option in options(parser) if option.names]


def _takes_file(verb: str) -> bool:
    """Return whether a positional argument of the verb is a file."""
    return any(each.is_file and not each.names for each in options(verb_parser(verb)))


def _bash() -> str:
    common = _named(window_parser())
    lines = [
        "# bash completion for daily8",
        "_daily8() {",
        '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
        '    local verb="" each',
        '    for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
        '        case "$each" in',
        f"            {'|'.join(VERBS)}) verb=$each; break ;;",
        "        esac",
        "    done",
        '    case "$before" in',
    ]
    seen: set[str] = set()
    for option in [*common, *(each for verb in VERBS for each in _named(verb_parser(verb)))]:
        names = "|".join(name for name in option.names if name not in seen)
        seen.update(option.names)
        if names and option.choices:
            words = " ".join(option.choices)
            lines.append(
                f'        {names}) COMPREPLY=($(compgen -W "{words}" -- "$word")); return ;;'
            )
        elif names and option.is_file:
            lines.append(f'        {names}) COMPREPLY=($(compgen -f -- "$word")); return ;;')
        elif names and option.value:
            lines.append(f"        {names}) return ;;")
    everywhere = " ".join(name for option in _shared() for name in option.names)
    lines += ["    esac", '    case "$verb" in']
    for verb in VERBS:
        words = " ".join(name for each in _named(verb_parser(verb)) for name in each.names)
        files = ' $(compgen -f -- "$word")' if _takes_file(verb) else ""
        reply = f'COMPREPLY=($(compgen -W "{words} {everywhere}" -- "$word"){files})'
        lines.append(f"        {verb}) {reply} ;;")
    words = " ".join([*VERBS, *(name for option in common for name in option.names)])
    lines += [
        f'        *) COMPREPLY=($(compgen -W "{words}" -- "$word") $(compgen -f -- "$word")) ;;',
        "    esac",
        "}",
        "complete -o filenames -F _daily8 daily8",
    ]
    return "\n".join(lines) + "\n"


def _shared() -> list[Option]:
    """Return the options that every verb takes as well."""
    wanted = {"--profile", "--language", "--log-level"}
    return [option for option in _named(window_parser()) if wanted & set(option.names)]


def _zsh() -> str:
    lines = ["#compdef daily8", "", "_daily8() {", "  local -a verbs", "  verbs=("]
    lines += [f"    '{verb}:{_plain(about())}'" for verb, (about, _more) in VERBS.items()]
    lines += ["  )", "  local verb each", "  for each in ${words[2,CURRENT-1]}; do"]
    lines += ["    if (( ${verbs[(I)$each:*]} )); then verb=$each; break; fi", "  done"]
    lines += ["  case $verb in"]
    for verb in VERBS:
        specs = [_zsh_option(each) for each in [*_named(verb_parser(verb)), *_shared()]]
        rest = "'*:file:_files'" if _takes_file(verb) else "'*: :'"
        lines.append(f"    {verb}) _arguments '1: :' {' '.join(specs)} {rest} ;;")
    specs = " ".join(_zsh_option(each) for each in _named(window_parser()))
    lines += [
        f"    *) _arguments {specs} '*:verb or address:->rest'",
        "       if [[ $state == rest ]]; then _describe -t verbs verb verbs; _files; fi ;;",
        "  esac",
        "}",
        "",
        '_daily8 "$@"',
    ]
    return "\n".join(lines) + "\n"


def _zsh_option(option: Option) -> str:
    if option.choices:
        value = f":{option.value.lower()}:({' '.join(option.choices)})"
    elif option.value == "DIR":
        value = ":folder:_files -/"
    elif option.is_file:
        value = ":file:_files"
    else:
        value = f":{option.value.lower()}: " if option.value else ""
    about = _plain(option.help).replace("[", "(").replace("]", ")")
    names = option.names if len(option.names) == 1 else ("{" + ",".join(option.names) + "}",)
    text = f"[{about}]{value}"
    return f"{names[0]}'{text}'" if names[0].startswith("{") else f"'{names[0]}{text}'"


def _fish() -> str:
    verbs = " ".join(VERBS)
    none = f"not __fish_seen_subcommand_from {verbs}"
    lines = ["# fish completion for daily8"]
    for verb, (about, _more) in VERBS.items():
        lines.append(f"complete -c daily8 -n '{none}' -a {verb} -d '{_plain(about())}'")
    shared = _shared()
    lines += [
        _fish_option(each, "" if each in shared else none) for each in _named(window_parser())
    ]
    for verb in VERBS:
        inside = f"__fish_seen_subcommand_from {verb}"
        lines += [_fish_option(option, inside) for option in _named(verb_parser(verb))]
        if not _takes_file(verb):
            lines.append(f"complete -c daily8 -n '{inside}' -f")
    return "\n".join(lines) + "\n"


def _fish_option(option: Option, condition: str) -> str:
    parts = ["complete -c daily8"]
    if condition:
        parts.append(f"-n '{condition}'")
    parts += [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    ]
    if option.choices:
        parts.append(f"-x -a '{' '.join(option.choices)}'")
    elif option.value:
        parts.append("-r" if option.is_file else "-x")
    if option.help:
        parts.append(f"-d '{_plain(option.help)}'")
    return " ".join(parts)


def _plain(text: str) -> str:
    """Return the text fit for single quotes of all three shells, without a colon's meaning."""
    return text.replace("'", "’").replace(":", " –").replace("\\", "")


def _man() -> str:
    day = datetime.fromtimestamp(product.commit_time(), UTC).strftime("%Y-%m-%d")
    lines = [
        f'.TH DAILY8 1 {day} "Daily8 {product.version()}" "User Commands"',
        ".SH NAME",
        "daily8 \\- news of many sources with the conversation under each article",
        ".SH SYNOPSIS",
        ".B daily8\n[\\fIOPTIONS\\fR] [\\fIADDRESS\\fR ...]",
        ".br",
        ".B daily8\n[\\fIOPTIONS\\fR] \\fIVERB\\fR ...",
        ".SH DESCRIPTION",
        "Without a verb, opens the window and adds what is at each \\fIADDRESS\\fR: a front page,",
        "an article, a feed, a file of feeds (OPML). With a verb, works on the terminal alone.",
        ".SH OPTIONS",
    ]
    lines += [line for option in _named(window_parser()) for line in _man_option(option)]
    lines.append(".SH VERBS")
    for verb, (about, _more) in VERBS.items():
        parser = verb_parser(verb)
        words = " ".join(each.value for each in options(parser) if not each.names)
        lines += [
            ".TP",
            f".B {_roff(verb)}\n\\fI{_roff(words)}\\fR" if words else f".B {_roff(verb)}",
        ]
        lines.append(_sentence(about()))
        for option in options(parser):
            if option.names and option.names[0] != "-h":
                lines += [".RS", *_man_option(option), ".RE"]
    lines += [
        ".SH EXIT STATUS",
        "0 done, 1 failed, 2 wrong arguments, 3 written down but not (or not surely) sent yet,",
        "130 interrupted.",
        ".SH FILES",
        ".TP\n.I ~/.local/share/daily8\nThe library: articles, threads, drafts, the outbox.",
        ".TP\n.I ~/.config/daily8\nSettings and the places of the window.",
        ".TP\n.I ~/.cache/daily8\nPictures; may be emptied at any time.",
        ".TP\n.I ~/.local/state/daily8\nThe log.",
        ".SH SEE ALSO",
        f".UR {product.HOMEPAGE}\n.UE",
    ]
    return "\n".join(lines) + "\n"


def _man_option(option: Option) -> list[str]:
    names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in option.names)
    value = "|".join(option.choices) or option.value
    lines = [".TP", f"{names} \\fI{_roff(value)}\\fR" if value else names]
    return [*lines, _sentence(option.help or "as it says")]


def _sentence(text: str) -> str:
    return f"{_roff(text[0].upper() + text[1:])}."


def _roff(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
