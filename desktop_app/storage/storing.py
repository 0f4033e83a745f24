"""Puts what a refresh found into the tables: one call, one transaction, one source."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.storage import index
from desktop_app.storage.article_rows import (
    FOUND_COLUMNS,
    FoundRow,
    found_row,
    merged_row,
    replaces_body,
)
from desktop_app.storage.values import id_list, outside_text, text_list


@dataclass(frozen=True, slots=True)
class StoreReport:
    """Which rows came and which now look different."""

    new: tuple[ArticleId, ...]
    changed: tuple[ArticleId, ...]


_MOST_TAGS = 30

_NAMES = ", ".join(FOUND_COLUMNS)
_INSERT = f"""insert into article (id, source_id, remote_id, seen_at, {_NAMES})
    values (?, ?, ?, ?, {", ".join("?" * len(FOUND_COLUMNS))})"""
_UPDATE = f"update article set {', '.join(f'{name} = ?' for name in FOUND_COLUMNS)} where id = ?"
_KNOWN = f"""select remote_id, id, {_NAMES} from article
    where source_id = ? and remote_id in (select value from json_each(?))"""
_TEXT = tuple(FOUND_COLUMNS.index(name) for name in ("title", "excerpt"))
_STATE = FOUND_COLUMNS.index("body_state")


def store(
    connection: sqlite3.Connection, source_id: SourceId, found: Sequence[FoundArticle], now: int
) -> StoreReport:
    """Insert new articles of the source and update known ones; read and saved stay.

    The first of several with the same remote id counts. New ones get ids in the order of their
    dates, so that the newest article has the highest id.
    """
    by_remote: dict[str, FoundArticle] = {}
    for each in found:
        by_remote.setdefault(outside_text(each.remote_id), each)
    known = {
        row[0]: (row[1], row[2:])
        for row in connection.execute(_KNOWN, (source_id, text_list(by_remote)))
    }
    fresh = [(remote, each) for remote, each in by_remote.items() if remote not in known]
    fresh.reverse()  # without dates the list's own order counts: newest first
    fresh.sort(key=lambda pair: now if pair[1].published_at is None else pair[1].published_at)
    new = _insert(connection, source_id, fresh, now)
    links = [(id_, each) for id_, (_, each) in zip(new, fresh, strict=True)]
    changed: list[ArticleId] = []
    for remote, (id_, row) in known.items():
        links.append((ArticleId(id_), by_remote[remote]))
        if _update(connection, ArticleId(id_), row, by_remote[remote], now):
            changed.append(ArticleId(id_))
    _link(connection, source_id, links, set(new))
    return StoreReport(tuple(new), tuple(changed))


def store_body(
    connection: sqlite3.Connection, article_id: ArticleId, found: FoundArticle, now: int
) -> bool:
    """Store the text that the article's page gave; return whether the article is still there.

    The hash of the list's own text stays, or each refresh would see an edited article.
    """
    sql = f"select {_NAMES} from article where id = ?"
    row = connection.execute(sql, (article_id,)).fetchone()
    if row is None:
        return False
    _update(connection, article_id, row, found, now, keep_hash=True)
    _note_look(connection, article_id, now)
    return True


def _insert(
    connection: sqlite3.Connection,
    source_id: SourceId,
    fresh: Sequence[tuple[str, FoundArticle]],
    now: int,
) -> list[ArticleId]:
    if not fresh:
        return []
    last = connection.execute("select seq from sqlite_sequence where name = 'article'").fetchone()
    first = (last[0] if last else 0) + 1
    ids = [ArticleId(first + place) for place in range(len(fresh))]
    rows = [found_row(each, now) for _, each in fresh]
    connection.executemany(
        _INSERT,
        [
            (id_, source_id, remote, now, *row)
            for id_, (remote, _), row in zip(ids, fresh, rows, strict=True)
        ],
    )
    bodies = [
        (id_, each.body_state.value, now, outside_text(each.body))
        for id_, (_, each) in zip(ids, fresh, strict=True)
        if each.body is not None
    ]
    connection.executemany("insert into body values (?, ?, ?, ?)", bodies)
    html = {body[0]: body[3] for body in bodies}
    title, excerpt = _TEXT
    index.add(
        connection,
        [
            (id_, index.index_text(source_id, row[title], row[excerpt], html.get(id_)))
            for id_, row in zip(ids, rows, strict=True)
        ],
    )
    return ids


def _update(
    connection: sqlite3.Connection,
    id_: ArticleId,
    old: FoundRow,
    found: FoundArticle,
    now: int,
    *,
    keep_hash: bool = False,
) -> bool:
    row = merged_row(old, found, now)
    if keep_hash:
        row = (*row[:-1], old[-1])
    body = found.body if replaces_body(found, BodyState(old[_STATE])) else None
    same_body = False
    if body is not None:
        body_before = connection.execute(
            "select html from body where article_id = ?", (id_,)
        ).fetchone()
        if body_before and body_before[0] == outside_text(body):
            body, same_body = None, True
    if row == old and body is None:
        return False
    text_changes = body is not None or any(row[place] != old[place] for place in _TEXT)
    if text_changes:
        index.drop(connection, id_list([id_]))
    connection.execute(_UPDATE, (*row, id_))
    if body is not None:
        connection.execute(
            """insert into body values (?, ?, ?, ?) on conflict (article_id) do update
            set state = excluded.state, fetched_at = excluded.fetched_at, html = excluded.html""",
            (id_, row[_STATE], now, outside_text(body)),
        )
    if same_body:
        _note_look(connection, id_, now)
    if text_changes:
        index.add(connection, index.stored_texts(connection, id_list([id_])))
    return True


def _note_look(connection: sqlite3.Connection, id_: ArticleId, now: int) -> None:
    """Note that the stored text is the current one, also by a server's clock that runs ahead."""
    connection.execute(
        """update body set fetched_at = max(?,
            (select coalesce(updated_at, 0) from article where id = article_id))
        where article_id = ?""",
        (now, id_),
    )


def _link(
    connection: sqlite3.Connection,
    source_id: SourceId,
    links: Sequence[tuple[ArticleId, FoundArticle]],
    new: set[ArticleId],
) -> None:
    """Bring the sections and tags of articles up to date; silence about them changes nothing."""
    sections = _sections(connection, source_id, links)
    for id_, found in links:
        wanted = {sections[outside_text(each)] for each in found.section_ids}
        if not wanted or id_ in new:
            continue
        rows = connection.execute(
            "select section_id from article_section where article_id = ?", (id_,)
        )
        there = {row[0] for row in rows}
        connection.executemany(
            "delete from article_section where article_id = ? and section_id = ?",
            [(id_, section) for section in there - wanted],
        )
    connection.executemany(
        """insert or ignore into article_section
        select ?, published_at, id, read from article where id = ?""",
        [(sections[outside_text(each)], id_) for id_, found in links for each in found.section_ids],
    )
    connection.executemany("insert or ignore into article_tag values (?, ?)", _tags(links))


def _sections(
    connection: sqlite3.Connection,
    source_id: SourceId,
    links: Sequence[tuple[ArticleId, FoundArticle]],
) -> dict[str, int]:
    """Return the sections named, made without a title when the source has not listed them yet."""
    remotes = {outside_text(each) for _, found in links for each in found.section_ids}
    if not remotes:
        return {}
    connection.executemany(
        """insert into section (source_id, remote_id, title) values (?, ?, '')
        on conflict do nothing""",
        [(source_id, remote) for remote in sorted(remotes)],
    )
    rows: list[tuple[Any, ...]] = connection.execute(
        """select remote_id, id from section
        where source_id = ? and remote_id in (select value from json_each(?))""",
        (source_id, text_list(remotes)),
    ).fetchall()
    return dict(rows)


def _tags(links: Sequence[tuple[ArticleId, FoundArticle]]) -> list[tuple[str, ArticleId]]:
    folded: dict[str, str] = {}
    rows: list[tuple[str, ArticleId]] = []
    for id_, found in links:
        for tag in found.tags[:_MOST_TAGS]:
            if tag not in folded:
                folded[tag] = " ".join(index.words_of(tag))
            if folded[tag]:
                rows.append((folded[tag], id_))
    return rows
