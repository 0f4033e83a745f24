"""List queries: every list kind and chip walks one index backwards, never sorts, never scans.

``keys`` answers with (published_at, id) pairs, newest first; the rows are fetched by id afterwards.
The index of each walk is named by ``indexed by``, so a plan that gets worse is an error of the
tests and not a slow window.
"""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from typing import Any

from desktop_app.core.articles import ListCursor, ListFilter, ListKind, ListQuery
from desktop_app.core.ids import ArticleId
from desktop_app.storage.values import id_list

Key = tuple[int, int]

_HIDDEN = """and {0}source_id not in
    (select id from source where muted <> 0 or removed_at is not null)"""
_REMOVED = "and {0}source_id not in (select id from source where removed_at is not null)"
_MOST_BRANCHES = 400
"""SQLite takes 500 selects in a compound."""


class _Walk:
    """What one list asks: conditions, parameters, and the index to walk."""

    def __init__(self, query: ListQuery, cursor: ListCursor | None, unread_only: bool) -> None:
        self.query = query
        self.unread = (
            unread_only or query.kind is ListKind.UNREAD or query.filter is ListFilter.UNREAD
        )
        self.saved = query.kind is ListKind.SAVED or query.filter is ListFilter.SAVED
        self.cursor = cursor

    def bounds(self, prefix: str = "") -> tuple[str, list[Any]]:
        """Return the conditions on date, id and language that all branches share."""
        sql = ""
        values: list[Any] = []
        if self.cursor is not None:
            sql += f" and ({prefix}published_at, {prefix}id) < (?, ?)"
            values += [self.cursor.published_at, self.cursor.id]
        if self.query.kind is ListKind.TODAY:
            sql += f" and {prefix}published_at >= ?"
            values.append(self.query.since)
        if self.query.language:
            sql += f""" and exists (select 1 from article_language l
                where l.article_id = {prefix}id and l.language = ?)"""
            values.append(self.query.language)
        return sql, values

    def flags(self, prefix: str = "") -> str:
        """Return the conditions of the chips; they choose among the partial indexes."""
        return (f" and {prefix}read = 0" if self.unread else "") + (
            f" and {prefix}saved = 1" if self.saved else ""
        )


def keys(
    connection: sqlite3.Connection,
    query: ListQuery,
    cursor: ListCursor | None = None,
    limit: int = -1,
    *,
    unread_only: bool = False,
) -> list[Key]:
    """Return the keys of the list below ``cursor``, newest first; a limit of -1 is none.

    ``query.keep`` is not looked at: see ``kept_keys``.
    """
    sql, values = _statement(connection, _Walk(query, cursor, unread_only))
    return connection.execute(f"{sql} limit ?", (*values, limit)).fetchall()


def kept_keys(
    connection: sqlite3.Connection, query: ListQuery, cursor: ListCursor | None
) -> list[Key]:
    """Return the keys of ``query.keep`` below ``cursor`` that still exist, newest first."""
    if not query.keep:
        return []
    bounds, values = _Walk(query, cursor, False).bounds()
    sql = f"""select published_at, id from article
        where id in (select value from json_each(?)) {bounds} {_REMOVED.format("")}"""
    return sorted(connection.execute(sql, (id_list(query.keep), *values)), reverse=True)


def page_keys(
    connection: sqlite3.Connection, query: ListQuery, cursor: ListCursor | None, limit: int
) -> tuple[list[Key], bool]:
    """Return the keys of one page with the kept ones in their places, and whether more follow."""
    found = keys(connection, query, cursor, limit + 1)
    kept = kept_keys(connection, query, cursor)
    if kept:
        found = sorted(set(found) | set(kept), reverse=True)
    return found[:limit], len(found) > limit


def after(key: Key) -> ListCursor:
    """Return the cursor below ``key``."""
    return ListCursor(key[0], ArticleId(key[1]))


def _statement(connection: sqlite3.Connection, walk: _Walk) -> tuple[str, list[Any]]:
    kind = walk.query.kind
    if kind is ListKind.SOURCE:
        return _of_source(walk, walk.query.source_id)
    if kind is ListKind.SECTION:
        return _of_section(walk)
    if kind is ListKind.FOLDER:
        return _of_folder(connection, walk)
    if kind is ListKind.SEARCH:
        raise ValueError("search.py answers searches")
    hidden = _REMOVED if kind is ListKind.SAVED else _HIDDEN
    return _over_all(walk, hidden.format(""))


def _over_all(walk: _Walk, which: str, which_values: tuple[Any, ...] = ()) -> tuple[str, list[Any]]:
    index = "article_by_date"
    if walk.saved:
        index = "article_saved_by_date"
    elif walk.unread:
        index = "article_unread_by_date"
    bounds, values = walk.bounds()
    sql = f"""select published_at, id from article indexed by {index}
        where true {walk.flags()} {bounds} {which} order by published_at desc, id desc"""
    return sql, [*values, *which_values]


def _of_source(walk: _Walk, source_id: int | None) -> tuple[str, list[Any]]:
    if walk.saved:  # few: no index of their own for each source
        return _over_all(walk, "and source_id = ?", (source_id,))
    index = "article_unread_of_source" if walk.unread else "article_of_source"
    bounds, values = walk.bounds()
    sql = f"""select published_at, id from article indexed by {index}
        where source_id = ? {walk.flags()} {bounds} order by published_at desc, id desc"""
    return sql, [source_id, *values]


def _of_section(walk: _Walk) -> tuple[str, list[Any]]:
    section_id = walk.query.section_id
    if walk.saved:
        within = """and exists (select 1 from article_section s
            where s.article_id = article.id and s.section_id = ?)"""
        return _over_all(walk, within, (section_id,))
    unread = " and read = 0" if walk.unread else ""
    index = "indexed by article_section_unread" if walk.unread else ""
    bounds, values = "", []
    if walk.cursor is not None:
        bounds = " and (published_at, article_id) < (?, ?)"
        values = [walk.cursor.published_at, walk.cursor.id]
    sql = f"""select published_at, article_id from article_section {index}
        where section_id = ? {unread} {bounds} order by published_at desc, article_id desc"""
    return sql, [section_id, *values]


def _of_folder(connection: sqlite3.Connection, walk: _Walk) -> tuple[str, list[Any]]:
    """Merge the walks of the folder's sources; SQLite does it without sorting."""
    if walk.saved:
        within = "and source_id in (select id from source where folder_id = ?) "
        return _over_all(walk, within + _HIDDEN.format(""), (walk.query.folder_id,))
    members = connection.execute(
        "select id from source where folder_id = ? and muted = 0 and removed_at is null",
        (walk.query.folder_id,),
    ).fetchall()
    if not members:
        return "select 0, 0 where false", []
    if len(members) > _MOST_BRANCHES:  # then the folder is most of the library
        within = "and source_id in (select value from json_each(?))"
        return _over_all(walk, within, (id_list(row[0] for row in members),))
    index = "article_unread_of_source" if walk.unread else "article_of_source"
    bounds, values = walk.bounds()
    branch = f"""select published_at, id from article indexed by {index}
        where source_id = ? {walk.flags()} {bounds}"""
    sql = " union all ".join([branch] * len(members)) + " order by 1 desc, 2 desc"
    return sql, [value for row in members for value in (row[0], *values)]
