"""`callboard migrate`: the newest schema, after a copy; or everything into another database."""

from typing import Annotated

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups, transfer
from console.scheduling.services import installation, set_up

app = commands()


@app.command()
def migrate(
    to: Annotated[
        str, typer.Option(metavar="URL", help="Copy everything into this empty database: postgresql://user@host/name")
    ] = "",
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Bring the database to the newest schema, after a backup, and prove its booking guard.

    With --to, then copy every row into another database, and compare both sides. Stop Callboard first; start it again
    with CALLBOARD_DATABASE_URL. The database here stays as it is.
    """
    copy = backups.migrate()
    told = f"The database is current. Before, it was copied to {copy}." if copy else "The database is current."
    arrived = transfer.move(to) if to else []
    rows = sum(table.rows for table in arrived)
    if to:
        told += f"\n{rows:,} rows in {len(arrived)} tables are in the other database, the same on both sides."
    elif not as_json and installation.is_empty():
        told += f"\nNobody has an account yet. Set it up within a day: {set_up.link()}"
    tables = {table.table: {"rows": table.rows, "sha256": table.digest} for table in arrived}
    answer({"current": True, "backup": str(copy) if copy else None, "copied": tables}, as_json, lambda: told)
