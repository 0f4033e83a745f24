"""The index of downloaded pictures; the files are services/images.py's."""

# ruff: noqa: S608 - SQL is put together from constants of this room

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.storage.database import Database
from desktop_app.storage.values import text_list

_COLUMNS = "url, file, bytes, width, height, used_at, failed_until"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture on disk, or one that could not be had (``file`` is empty then)."""

    url: str
    file: str  # name inside the picture folder
    bytes: int
    width: int  # pixels, 0 when unknown
    height: int
    used_at: int
    failed_until: int = 0  # not asked for again before this time


class Pictures:
    """The table of pictures."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, url: str) -> PictureFile | None:
        """Return what is known of a picture. READ."""
        found = self._select("where url = ?", url)
        return found[0] if found else None

    def put(self, picture: PictureFile) -> None:
        """Keep a downloaded picture in place of what was known. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                f"insert or replace into picture ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)",
                (
                    picture.url,
                    picture.file,
                    picture.bytes,
                    picture.width,
                    picture.height,
                    picture.used_at,
                    picture.failed_until,
                ),
            )

    def fail(self, url: str, until: int) -> None:
        """Note that a picture could not be had; a file that is there stays. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                f"""insert into picture ({_COLUMNS}) values (?, '', 0, 0, 0, 0, ?)
                on conflict (url) do update set failed_until = excluded.failed_until""",
                (url, until),
            )

    def touch(self, urls: Iterable[str], now: int) -> None:
        """Note that pictures were shown. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "update picture set used_at = ? where url in (select value from json_each(?))",
                (now, text_list(urls)),
            )

    def remove(self, urls: Iterable[str]) -> None:
        """Forget pictures whose files are gone. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "delete from picture where url in (select value from json_each(?))",
                (text_list(urls),),
            )

    def total_bytes(self) -> int:
        """Return the size of all files. READ."""
        with self._db.read() as connection:
            row = connection.execute("select coalesce(sum(bytes), 0) from picture").fetchone()
        total: int = row[0]
        return total

    def least_used(self, over_bytes: int) -> tuple[PictureFile, ...]:
        """Return the files to delete so that at most ``over_bytes`` remain, oldest first. READ."""
        excess = self.total_bytes() - over_bytes
        chosen: list[PictureFile] = []
        if excess <= 0:
            return ()
        for picture in self._select("where bytes > 0 order by used_at, url"):
            chosen.append(picture)
            excess -= picture.bytes
            if excess <= 0:
                break
        return tuple(chosen)

    def files(self) -> frozenset[str]:
        """Return the names of all files that are known. READ."""
        with self._db.read() as connection:
            rows = connection.execute("select file from picture where file <> ''").fetchall()
        return frozenset(row[0] for row in rows)

    def _select(self, rest: str, *values: object) -> tuple[PictureFile, ...]:
        sql = f"select {_COLUMNS} from picture {rest}"
        with self._db.read() as connection:
            return tuple(PictureFile(*row) for row in connection.execute(sql, values))
