"""What others wrote in the threads that the reader wrote in: asked while nobody looks."""

from dataclasses import dataclass

from desktop_app.core.ids import ArticleId
from desktop_app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Watched:
    """A thread that the reader wrote in. Times are Unix seconds."""

    article_id: ArticleId
    lively_at: int  # when the newest comment was first seen
    fetched_at: int | None  # None: never
    silent: bool
    whole: bool  # all of it was read once; what comes now was written since


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody else wrote; ``to_me``: under a comment of the reader."""

    author: str
    plain: str
    to_me: bool


class Answers:
    """Questions over the tables of threads and comments."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def watched(self, since: int, most: int) -> tuple[Watched, ...]:
        """Return the threads in which something came after ``since``, the liveliest first. READ."""
        with self._db.read() as connection:
            rows = connection.execute(_WATCHED, (since, most)).fetchall()
        return tuple(Watched(row[0], row[1], row[2], row[3] != 0, row[4] != 0) for row in rows)

    def newest(self, article_id: ArticleId) -> int:
        """Return a number that all comments of a thread stored later lie above. READ."""
        with self._db.read() as connection:
            row = connection.execute(
                "select max(id) from comment where article_id = ?", (article_id,)
            ).fetchone()
        return int(row[0] or 0)

    def said_after(self, article_id: ArticleId, newest: int) -> tuple[Said, ...]:
        """Return what others wrote above the number of ``newest``, the newest first. READ."""
        with self._db.read() as connection:
            rows = connection.execute(_SAID, (article_id, newest)).fetchall()
        return tuple(Said(row[0], row[1], row[2] != 0) for row in rows)

    def set_silent(self, article_id: ArticleId, silent: bool) -> None:
        """Say nothing of a thread, or tell of it again. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                """insert into thread (article_id, silent) select id, ? from article where id = ?
                on conflict (article_id) do update set silent = excluded.silent""",
                (int(silent), article_id),
            )


_WATCHED = """select m.article_id,
    (select max(first_seen_at) from comment c where c.article_id = m.article_id) as lively,
    v.fetched_at, coalesce(v.silent, 0), coalesce(v.complete, 0)
    from (select distinct article_id from comment indexed by comment_mine where is_mine = 1) m
    join article a on a.id = m.article_id
    left join thread v on v.article_id = m.article_id
    where a.thread_key is not null and lively > ?
        and a.source_id not in (select id from source where removed_at is not null)
    order by lively desc limit ?"""
_SAID = """select c.author_name, c.plain, exists (select 1 from comment mine
        where mine.article_id = c.article_id and mine.remote_id = c.parent_remote_id
        and mine.is_mine = 1)
    from comment c where c.article_id = ? and c.id > ? and c.is_mine = 0 and c.state = 'visible'
    order by c.published_at desc, c.id desc"""
