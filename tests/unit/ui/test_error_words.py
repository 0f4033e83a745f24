"""Every kind of error has words of its own."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.ui.errors import Remedy, describe, wait_words


@pytest.mark.parametrize("kind", ErrorKind, ids=lambda kind: kind.value)
def test_every_kind_is_described(kind: ErrorKind) -> None:
    words = describe(AppError(kind, host="news.example", detail="why", retry_after=20))
    assert words.title and words.sentence.endswith((".", "why"))
    assert "{" not in words.title + words.sentence
    assert bool(words.button) == (words.remedy is not Remedy.NONE)


def test_titles_are_distinct() -> None:
    titles = [describe(AppError(kind)).title for kind in ErrorKind]
    assert len(titles) - len(set(titles)) <= 1


def test_each_trap_of_signing_in_has_its_own_sentence() -> None:
    codes = ("not_taken", "stripped_header", "disabled_for_user", "unknown_user")
    sentences = {describe(AppError(ErrorKind.AUTH_INVALID, code=code)).sentence for code in codes}
    assert len(sentences) == len(codes)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (20, "20 seconds"), (120, "2 minutes"), (7200, "2 hours")],
)
def test_waiting_in_words(seconds: float, words: str) -> None:
    assert wait_words(seconds) == words


@pytest.mark.parametrize(
    ("kind", "code", "remedy"),
    [
        (ErrorKind.INVALID, "empty", Remedy.NONE),
        (ErrorKind.INVALID, "already_sent", Remedy.NONE),
        (ErrorKind.AUTH_MISSING, "no_account", Remedy.SIGN_IN),
        (ErrorKind.AUTH_MISSING, "no_secret", Remedy.SIGN_IN),
        (ErrorKind.UNSUPPORTED, "no_accounts", Remedy.NONE),
        (ErrorKind.BAD_FILE, "settings", Remedy.NONE),
        (ErrorKind.UNSUPPORTED, "not_an_address", Remedy.NONE),
    ],
)
def test_codes_of_our_own_say_more_than_their_kind(
    kind: ErrorKind, code: str, remedy: Remedy
) -> None:
    told, plain = describe(AppError(kind, code=code)), describe(AppError(kind))
    assert told.title != plain.title and told.sentence != plain.sentence
    assert told.sentence.endswith(".") and told.remedy is remedy


def test_an_unknown_code_is_described_by_its_kind() -> None:
    assert describe(AppError(ErrorKind.SERVER, code="who_knows")) == describe(
        AppError(ErrorKind.SERVER)
    )


def test_an_empty_answer_is_not_an_empty_comment() -> None:
    told = describe(AppError(ErrorKind.BAD_ANSWER, host="news.example", code="empty"))
    assert "news.example" in told.sentence
