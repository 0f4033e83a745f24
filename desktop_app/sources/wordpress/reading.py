"""Articles of a WordPress site: what is new, older pages, sections, one body, search."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, BodyState, FoundArticle
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSection, Page, Secret, SyncState
from desktop_app.core.work import CPU, HEAVY, Work, on, parse_lane
from desktop_app.sources.base import Refreshed
from desktop_app.sources.wordpress import api, mapping
from desktop_app.sources.wordpress.info import PAGE_SIZE

if TYPE_CHECKING:
    from desktop_app.network.http import Answer

_OVERLAP = 120  # seconds that a second look reaches back: clocks differ, writes take time
_SCHEDULED = 7200  # a scheduled post keeps its old time of change and may come out late
_REFRESH_PAGES = 20
_SECTION_PAGES = 20
_SEARCH_SIZE = 20
_SHORT = 50_000  # bytes that are read as fast here as they travel to the child process
_TIES = 300  # ids of one second that a cursor can carry
_NO_SUCH_PAGE = "rest_post_invalid_page_number"


class ReadsArticles(api.Site):
    """ListsArticles, ListsSections, ListsOlder, FetchesBody and Searches."""

    def refresh(
        self, section: str | None, state: SyncState, secret: Secret | None = None
    ) -> Work[Refreshed]:
        """Ask for what came or changed since ``state``, the newest 100 at first.

        REST answers carry no validators, so time is the token. What was changed is asked by
        ``modified_after``; a post that was scheduled keeps its time of change, so what came out
        is asked by ``after`` too.
        """
        since = _stamp(state.values.get("modified_after", ""))
        if since is None:
            articles, answer = yield from self._list(section, {"orderby": "date"}, secret)
        else:
            articles, answer = yield from self._changed(section, since, secret)
            known = ",".join(mapping.route_and_id(each.remote_id)[1] for each in articles[:_TIES])
            params = {"orderby": "date", "after": api.zulu(since - _SCHEDULED)}
            if known:
                params["exclude"] = known
            published, _ = yield from self._list(section, params, secret)
            articles = _unique((*articles, *published))
        token = SyncState({"modified_after": str(_server_time(answer) - _OVERLAP)})
        return Refreshed(articles, token, unchanged=not articles and since is not None)

    def _changed(
        self, section: str | None, since: int, secret: Secret | None
    ) -> Work[tuple[tuple[FoundArticle, ...], "Answer"]]:
        """Page through what changed, newest change first; a page that shifts only repeats."""
        found: list[FoundArticle] = []
        first: Answer | None = None
        for page in range(1, _REFRESH_PAGES + 1):
            params = {"orderby": "modified", "modified_after": api.zulu(since), "page": str(page)}
            try:
                articles, answer = yield from self._list(section, params, secret)
            except AppError as error:
                if first is not None and error.code == _NO_SUCH_PAGE:
                    break
                raise
            first = first or answer
            fresh = [each for each in articles if (each.updated_at or since + 1) > since]
            found.extend(fresh)
            if len(fresh) < len(articles) or page >= (api.total_of(answer, "x-wp-totalpages") or 1):
                break  # a server before 5.7 does not know modified_after and lists everything
        assert first is not None
        return _unique(found), first

    def older(self, section: str | None, cursor: str | None) -> Work[Page[FoundArticle]]:
        """Return the page below ``cursor``, by time: page numbers drift while others publish.

        ``before`` is strict and counts whole seconds, so the last second is asked for again,
        without the ids that were already seen in it.
        """
        params = {"orderby": "date"}
        before, seen = _read_cursor(cursor)
        if before is not None:
            params["before"] = api.zulu(before)
        if seen:
            params["exclude"] = ",".join(seen)
        articles, answer = yield from self._list(section, params, None)
        total = api.total_of(answer)
        more = (api.total_of(answer, "x-wp-totalpages") or 0) > 1
        if total is None:
            more = len(articles) >= PAGE_SIZE
        following = _next_cursor(articles, before, seen) if more else None
        return Page(articles, following, total if cursor is None else None)

    def cursor_after(self, published_at: int, remote_id: str) -> str:
        """Return the cursor that continues below a stored article."""
        return f"{published_at + 1}:{mapping.route_and_id(remote_id)[1]}"

    def search(self, text: str, cursor: str | None = None) -> Work[Page[FoundArticle]]:
        """Return what the site finds for ``text``, best first."""
        number = int(cursor) if cursor and cursor.isdecimal() else 1
        params = {
            "search": text,
            "orderby": "relevance",
            "page": str(number),
            "per_page": str(_SEARCH_SIZE),
        }
        try:
            articles, answer = yield from self._list(None, params, None)
        except AppError as error:
            if error.code == _NO_SUCH_PAGE:
                return Page(())
            raise
        more = number < (api.total_of(answer, "x-wp-totalpages") or 1)
        return Page(articles, str(number + 1) if more else None, api.total_of(answer))

    def sections(self) -> Work[tuple[FoundSection, ...]]:
        """Return the categories with their counts, parents first.

        A site that hides its categories has none.
        """
        bodies: list[bytes] = []
        params = {"per_page": str(PAGE_SIZE), "_fields": "id,count,name,parent"}
        for page in range(1, _SECTION_PAGES + 1):
            try:
                answer = yield from self._ask(self._sections, {**params, "page": str(page)})
            except AppError as error:
                if not bodies and error.kind in _NO_SECTIONS:
                    return ()
                raise
            bodies.append(answer.body)
            if page >= (api.total_of(answer, "x-wp-totalpages") or 1):
                break
        lane = parse_lane(sum(map(len, bodies)))
        found: tuple[FoundSection, ...] = yield on(
            lane, mapping.sections, tuple(bodies), self._host
        )
        return found

    def body(self, article: Article, password: str | None = None) -> Work[FoundArticle]:
        """Return the article anew with its body; ``password`` is the article's own."""
        route, post_id = mapping.route_and_id(article.remote_id)
        params = {"_embed": api.EMBED, "_fields": self._fields()}
        password = password or self._passwords.get(post_id)
        if password:
            params["password"] = password
        answer = yield from self._ask(f"{route}/{post_id}", params)
        found: FoundArticle = yield on(
            parse_lane(len(answer.body)),
            mapping.single,
            answer.body,
            self._root,
            route,
            self._taxonomy,
            self._language,
        )
        if found.body_state is BodyState.PROTECTED:
            raise AppError(ErrorKind.PROTECTED, host=self._host)
        if password:
            self._passwords[post_id] = password
        return found

    def _list(
        self, section: str | None, params: Mapping[str, str], secret: Secret | None
    ) -> Work[tuple[tuple[FoundArticle, ...], "Answer"]]:
        """Ask for one page of the list; one too large to take comes again without the bodies."""
        asked = {
            "per_page": str(PAGE_SIZE),
            "order": "desc",
            "_embed": api.EMBED,
            "_fields": self._fields(),
            **params,
        }
        if section is not None:
            asked[self._taxonomy] = section
        try:
            answer = yield from self._ask(self._route, asked, secret)
        except AppError as error:
            if error.kind is not ErrorKind.TOO_LARGE:
                raise
            asked["_fields"] = self._fields().replace("content,", "")
            answer = yield from self._ask(self._route, asked, secret)
        articles: tuple[FoundArticle, ...] = yield on(
            CPU if len(answer.body) < _SHORT else HEAVY,
            mapping.posts,
            answer.body,
            self._root,
            self._route,
            self._taxonomy,
            self._language,
        )
        return articles, answer


_NO_SECTIONS = (
    ErrorKind.NOT_FOUND,
    ErrorKind.FORBIDDEN,
    ErrorKind.AUTH_MISSING,
)


def _unique(articles: "list[FoundArticle] | tuple[FoundArticle, ...]") -> tuple[FoundArticle, ...]:
    found: dict[str, FoundArticle] = {}
    for article in articles:
        found.setdefault(article.remote_id, article)
    return tuple(found.values())


def _stamp(text: str) -> int | None:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 14 else None


def _server_time(answer: "Answer") -> int:
    """Return the server's time of an answer: the reader's clock may be wrong."""
    try:
        return int(parsedate_to_datetime(answer.headers.get("date", "")).timestamp())
    except (ValueError, OverflowError):
        return int(time())


def _read_cursor(cursor: str | None) -> tuple[int | None, tuple[str, ...]]:
    before, _, ids = (cursor or "").partition(":")
    return _stamp(before), tuple(each for each in ids.split(",") if each.isdecimal())


def _next_cursor(
    articles: tuple[FoundArticle, ...], before: int | None, seen: tuple[str, ...]
) -> str | None:
    dated = [each for each in articles if each.published_at is not None]
    if not dated:
        return None
    last = min(each.published_at for each in dated if each.published_at is not None)
    same = [mapping.route_and_id(each.remote_id)[1] for each in dated if each.published_at == last]
    if before == last + 1:
        same = [*seen, *same]
    if len(same) > _TIES:
        return f"{last}:"
    return f"{last + 1}:{','.join(same)}"
