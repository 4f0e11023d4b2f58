"""`callboard migrate`: the newest schema, after a copy."""

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups

app = commands()


@app.command()
def migrate(as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001 - its callback chooses the directory
    """Bring the database to the newest schema, after a backup, and prove its booking guard."""
    copy = backups.migrate()
    told = f"The database is current. Before, it was copied to {copy}." if copy else "The database is current."
    answer({"current": True, "backup": str(copy) if copy else None}, as_json, lambda: told)
