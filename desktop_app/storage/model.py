"""What belongs to the language model: translations kept, requests counted, sources kept out."""

from dataclasses import dataclass
from typing import Any

from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.storage.database import Database
from desktop_app.storage.values import outside_text

_DAYS_KEPT = 60


@dataclass(frozen=True, slots=True)
class Use:
    """What went to the model on one day."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def tokens(self) -> int:
        """Both ways."""
        return self.tokens_in + self.tokens_out


class ModelTables:
    """Translations, use and bars. Any thread that may read or write."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # -- translations ----------------------------------------------------------------------------

    def translations(self, article_id: ArticleId, language: str, model: str) -> dict[str, str]:
        """Return what is kept of an article and the comments under it, by hash. READ."""
        with self._db.read() as connection:
            return dict(
                connection.execute(
                    "select hash, text from translation"
                    " where article_id = ? and language = ? and model = ?",
                    (article_id, language, model),
                )
            )

    def keep_translation(
        self, article_id: ArticleId, key: str, language: str, model: str, text: str
    ) -> None:
        """Keep one paragraph; nothing happens when the article is gone. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "insert or replace into translation select id, ?, ?, ?, ?"
                " from article where id = ?",
                (key, language, model, outside_text(text), article_id),
            )

    # -- use -------------------------------------------------------------------------------------

    def used(self, day: str) -> Use:
        """Return what went out on a day such as "2026-11-24". READ."""
        with self._db.read() as connection:
            row: tuple[Any, ...] | None = connection.execute(
                "select requests, tokens_in, tokens_out from model_use where day = ?", (day,)
            ).fetchone()
        return Use(*row) if row else Use()

    def add_use(self, day: str, use: Use) -> None:
        """Count. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "insert into model_use values (?, ?, ?, ?) on conflict (day) do update set"
                " requests = requests + excluded.requests,"
                " tokens_in = tokens_in + excluded.tokens_in,"
                " tokens_out = tokens_out + excluded.tokens_out",
                (day, use.requests, use.tokens_in, use.tokens_out),
            )
            connection.execute(
                "delete from model_use where day not in"
                " (select day from model_use order by day desc limit ?)",
                (_DAYS_KEPT,),
            )

    # -- bars ------------------------------------------------------------------------------------

    def barred(self) -> frozenset[SourceId]:
        """Return the sources whose articles are never sent. READ."""
        with self._db.read() as connection:
            rows = connection.execute("select source_id from model_barred").fetchall()
        return frozenset(SourceId(row[0]) for row in rows)

    def bar(self, source_id: SourceId, barred: bool) -> None:
        """Keep a source out, or let it in again. WRITE."""
        with self._db.write() as connection:
            if barred:
                connection.execute(
                    "insert or ignore into model_barred select id from source where id = ?",
                    (source_id,),
                )
            else:
                connection.execute("delete from model_barred where source_id = ?", (source_id,))
