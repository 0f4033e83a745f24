"""Change sets add up; errors tell what they are without a traceback."""

from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Secret


def test_change_sets_add_up() -> None:
    one = ChangeSet(new_articles=frozenset({ArticleId(1)}), sidebar=True)
    two = ChangeSet(new_articles=frozenset({ArticleId(2)}), sources=frozenset({SourceId(3)}))
    both = one | two
    assert both.new_articles == {1, 2} and both.sources == {3} and both.sidebar
    assert not both.outbox


def test_an_empty_change_set_is_false() -> None:
    assert not ChangeSet()
    assert not ChangeSet() | ChangeSet()
    assert ChangeSet(outbox=True)


def test_an_error_says_what_it_is() -> None:
    error = AppError(ErrorKind.TLS, host="a.example", code="certificate")
    assert str(error) == "tls: a.example: certificate"
    assert error.retry_after is None and not error.maybe_sent


def test_a_secret_never_shows() -> None:
    secret = Secret("me", "abcd efgh", "https://a.example:443")
    assert "abcd" not in repr(secret) and "abcd" not in f"{secret}"
