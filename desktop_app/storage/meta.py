"""Small facts about the profile: the app's id for sites, when it was last pruned."""

from desktop_app.storage.database import Database


class Meta:
    """A table of named texts."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> str | None:
        """Return a value. READ."""
        with self._db.read() as connection:
            row = connection.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: str) -> None:
        """Keep a value. WRITE."""
        with self._db.write() as connection:
            connection.execute("insert or replace into meta values (?, ?)", (key, value))
