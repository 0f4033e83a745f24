"""Sources and what a refresh has to remember of them."""

# ruff: noqa: S608 - SQL is put together from constants of this room

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.errors import ErrorKind
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import (
    Folder,
    FoundSection,
    FoundSource,
    Problem,
    Section,
    Source,
    SyncState,
)
from desktop_app.storage import index
from desktop_app.storage.articles import delete_articles
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.values import (
    bounded_or_none,
    outside_text,
    outside_text_or_none,
    packed,
    text_list,
    unpacked,
)


@dataclass(frozen=True, slots=True)
class RemovedSource:
    """A source taken out of sight; its rows stay until ``purge``, so undoing is instant."""

    id: SourceId
    title: str


_COLUMNS = (
    "id, kind, base_url, title, home_url, icon_url, language, folder_id, position, muted, gone,"
    " problem_kind, problem_detail, problem_since, refreshed_at, due_at, options,"
    " notify"
)
_SHOWN = f"select {_COLUMNS} from source where removed_at is null"
_CHANGEABLE = frozenset(
    {
        "base_url",
        "title",
        "home_url",
        "icon_url",
        "language",
        "folder_id",
        "position",
        "muted",
        "gone",
        "due_at",
        "options",
        "notify",
    }
)


class Sources:
    """The tables of sources, folders, sections and sync states."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> tuple[Source, ...]:
        """Return all sources in the order of the sidebar. READ."""
        return self._select("order by position, id")

    def get(self, source_id: SourceId) -> Source | None:
        """Return one source. READ."""
        found = self._select("and id = ?", source_id)
        return found[0] if found else None

    def find(self, kind: str, base_url: str) -> Source | None:
        """Return the source of this address, if it was added. READ."""
        found = self._select("and kind = ? and base_url = ?", kind, base_url)
        return found[0] if found else None

    def due(self, now: int) -> tuple[Source, ...]:
        """Return the sources to refresh at ``now``, longest waiting first. READ."""
        return self._select("and gone = 0 and due_at <= ? order by due_at, id", now)

    def add(self, found: FoundSource, folder_id: FolderId | None, now: int) -> Source:
        """Add a source at the end; one that was removed a moment ago comes back as it was. WRITE.

        It is due at once. A source that is there already is returned unchanged.
        """
        with self._db.write() as connection:
            connection.execute(
                """insert into source (kind, base_url, title, home_url, icon_url, language,
                    folder_id, options, due_at, position)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?,
                    (select coalesce(max(position), -1) + 1 from source))
                on conflict (kind, base_url) do update set removed_at = null""",
                (
                    found.kind,
                    outside_text(found.base_url),
                    outside_text(found.title),
                    outside_text(found.home_url),
                    outside_text_or_none(found.icon_url),
                    outside_text_or_none(found.language),
                    folder_id,
                    packed(found.options),
                    now,
                ),
            )
            source = self.find(found.kind, outside_text(found.base_url))
        assert source is not None
        return source

    def update(self, source_id: SourceId, **fields: Any) -> None:
        """Change fields of ``Source`` by name. WRITE."""
        assert fields.keys() <= _CHANGEABLE, fields
        if "options" in fields:
            fields["options"] = packed(fields["options"])
        names = ", ".join(f"{name} = ?" for name in fields)
        with self._db.write() as connection:
            connection.execute(
                f"update source set {names} where id = ?",
                (*fields.values(), source_id),
            )

    def move_to(self, source_id: SourceId, base_url: str) -> bool:
        """Change the address of a source; False when another one, removed or not, has it. WRITE."""
        with self._db.write() as connection:
            changed = connection.execute(
                "update or ignore source set base_url = ? where id = ?",
                (outside_text(base_url), source_id),
            ).rowcount
        return changed > 0

    def remove(self, source_id: SourceId) -> RemovedSource:
        """Take a source with all its articles out of sight. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "update source set removed_at = ? where id = ?",
                (self._db.clock.now(), source_id),
            )
            row = connection.execute(
                "select title from source where id = ?", (source_id,)
            ).fetchone()
        return RemovedSource(source_id, row[0] if row else "")

    def restore(self, removed: RemovedSource) -> None:
        """Undo ``remove``. WRITE."""
        with self._db.write() as connection:
            connection.execute("update source set removed_at = null where id = ?", (removed.id,))

    def purge(self, removed_before: int, limit: int = SLICE) -> int:
        """Delete for good one slice of what was removed before a time; return how many rows. WRITE.

        A source stays, out of sight, while a draft or posting belongs to one of its articles.
        Call it again until it returns 0.
        """
        with self._db.write() as connection:
            row = connection.execute(_PURGEABLE, (removed_before,)).fetchone()
            if row is None:
                return 0
            ids = connection.execute(
                "select id from article where source_id = ? limit ?", (row[0], limit)
            ).fetchall()
            if ids:
                return len(delete_articles(connection, [each[0] for each in ids]))
            connection.execute("delete from source where id = ?", (row[0],))
            return 1

    def set_problem(self, source_id: SourceId, problem: Problem | None) -> None:
        """Remember why a source could not be refreshed. WRITE."""
        values: tuple[Any, ...] = (None, None, None)
        if problem is not None:
            values = (problem.kind.value, outside_text(problem.detail), problem.since)
        with self._db.write() as connection:
            connection.execute(
                """update source set problem_kind = ?, problem_detail = ?, problem_since = ?
                where id = ?""",
                (*values, source_id),
            )

    def set_refreshed(self, source_id: SourceId, now: int, due_at: int) -> None:
        """Note a refresh and when the next one is due. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "update source set refreshed_at = ?, due_at = ? where id = ?",
                (now, due_at, source_id),
            )

    def reorder(self, ids: Sequence[SourceId], folder_id: FolderId | None) -> None:
        """Put sources into a folder (None: out of all) in this order. WRITE."""
        with self._db.write() as connection:
            connection.executemany(
                "update source set position = ?, folder_id = ? where id = ?",
                [(place, folder_id, id_) for place, id_ in enumerate(ids)],
            )

    def state(self, source_id: SourceId, section: str | None) -> SyncState:
        """Return what the adapter wanted to have back for this list. READ."""
        with self._db.read() as connection:
            row = connection.execute(
                "select state from sync_state where source_id = ? and section = ?",
                (source_id, section or ""),
            ).fetchone()
        return SyncState(unpacked(row[0])) if row else SyncState()

    def set_state(self, source_id: SourceId, section: str | None, state: SyncState) -> None:
        """Keep what the adapter wants to have back; nothing when the source is gone. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                """insert into sync_state select id, ?, ? from source where id = ?
                on conflict (source_id, section) do update set state = excluded.state""",
                (section or "", packed(state.values), source_id),
            )

    def folders(self) -> tuple[Folder, ...]:
        """Return the folders in their order. READ."""
        with self._db.read() as connection:
            rows = connection.execute(
                "select id, title, position, collapsed from folder order by position, id"
            ).fetchall()
        return tuple(Folder(row[0], row[1], row[2], row[3] != 0) for row in rows)

    def add_folder(self, title: str) -> Folder:
        """Make a folder at the end. WRITE."""
        with self._db.write() as connection:
            row = connection.execute(
                """insert into folder (title, position)
                values (?, (select coalesce(max(position), -1) + 1 from folder))
                returning id, title, position""",
                (outside_text(title),),
            ).fetchall()[0]
        return Folder(*row)

    def rename_folder(self, folder_id: FolderId, title: str) -> None:
        """Give a folder another title. WRITE."""
        self._folder("update folder set title = ? where id = ?", outside_text(title), folder_id)

    def remove_folder(self, folder_id: FolderId) -> None:
        """Remove a folder; its sources move out. WRITE."""
        self._folder("delete from folder where id = ?", folder_id)

    def collapse_folder(self, folder_id: FolderId, collapsed: bool) -> None:
        """Remember whether a folder is shut. WRITE."""
        self._folder("update folder set collapsed = ? where id = ?", int(collapsed), folder_id)

    def sections(self, source_id: SourceId) -> tuple[Section, ...]:
        """Return the sections that the source has listed, in its order. READ."""
        with self._db.read() as connection:
            rows = connection.execute(
                """select id, source_id, remote_id, title, parent_remote_id, total, followed,
                position from section where source_id = ? and title <> ''
                order by position, id""",
                (source_id,),
            ).fetchall()
        return tuple(_section(row) for row in rows)

    def store_sections(self, source_id: SourceId, found: Sequence[FoundSection]) -> None:
        """Bring the sections up to date; those no longer listed go, unless followed. WRITE.

        An empty list changes nothing: a site that lists none after it had some is not trusted.
        """
        if not found:
            return
        rows = [
            (
                source_id,
                outside_text(each.remote_id),
                outside_text(each.title) or outside_text(each.remote_id),
                " ".join(index.words_of(each.title)),
                outside_text_or_none(each.parent_remote_id),
                bounded_or_none(each.total),
                place,
            )
            for place, each in enumerate(found)
        ]
        with self._db.write() as connection:
            connection.executemany(
                """insert into section (source_id, remote_id, title, folded, parent_remote_id,
                    total, position) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (source_id, remote_id) do update set title = excluded.title,
                    folded = excluded.folded, parent_remote_id = excluded.parent_remote_id,
                    total = excluded.total, position = excluded.position""",
                rows,
            )
            connection.execute(
                """delete from section where source_id = ? and followed = 0 and title <> ''
                and remote_id not in (select value from json_each(?))""",
                (source_id, text_list(row[1] for row in rows)),
            )

    def follow(self, source_id: SourceId, remote_ids: Iterable[str]) -> None:
        """Make exactly these sections the followed ones. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                """update section set followed =
                    remote_id in (select value from json_each(?)) where source_id = ?""",
                (text_list(remote_ids), source_id),
            )

    def _folder(self, sql: str, *values: object) -> None:
        with self._db.write() as connection:
            connection.execute(sql, values)

    def _select(self, rest: str, *values: object) -> tuple[Source, ...]:
        with self._db.read() as connection:
            return tuple(_source(row) for row in connection.execute(f"{_SHOWN} {rest}", values))


_PURGEABLE = """select id from source where removed_at < ? and not exists (
    select 1 from article a where a.source_id = source.id and (
        exists (select 1 from draft d where d.article_id = a.id)
        or exists (select 1 from posting p where p.article_id = a.id))) limit 1"""


def _source(row: tuple[Any, ...]) -> Source:
    problem = None
    if row[11] is not None:
        problem = Problem(ErrorKind(row[11]), row[12], row[13])
    values: tuple[Any, ...] = (
        *row[:9],
        row[9] != 0,
        row[10] != 0,
        problem,
        *row[14:16],
        unpacked(row[16]),
        None if row[17] is None else row[17] != 0,
    )
    return Source(*values)


def _section(row: tuple[Any, ...]) -> Section:
    values: tuple[Any, ...] = (*row[:6], row[6] != 0, row[7])
    return Section(*values)
