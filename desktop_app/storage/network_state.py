"""How long each host asked to be left alone, kept across restarts."""

from desktop_app.storage.database import Database


class HostBackoff:
    """The table of hosts under back-off; implements the network's ``BackoffStore``. Any thread."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def load(self) -> dict[str, float]:
        """Return the end of each host's pause that is still to come, Unix seconds."""
        with self._db.read() as connection:
            rows = connection.execute(
                "select host, until from host_backoff where until > ?", (self._db.clock.now(),)
            ).fetchall()
        return dict(rows)

    def save(self, host: str, until: float) -> None:
        """Keep the end of one host's pause; past ones are forgotten."""
        with self._db.write() as connection:
            connection.execute("delete from host_backoff where until <= ?", (self._db.clock.now(),))
            connection.execute("insert or replace into host_backoff values (?, ?)", (host, until))
