"""`callboard backup`: a copy of the whole database, while it is used."""

from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups

app = commands()


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to. Default: DIR/backups, named by the time.")] = None,
    keep: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Then delete all but the newest N in DIR/backups that this command made. 0: none."
        ),
    ] = 0,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Copy the whole database as it is at this instant; a running Callboard goes on."""
    backups.require_ready()
    copy = backups.back_up(file).resolve()
    gone = backups.prune(keep) if keep else []
    told = f"Copied to {copy}." + (f" Deleted {len(gone)} older copies." if gone else "")
    result = {"file": str(copy), "bytes": copy.stat().st_size, "deleted": [str(old) for old in gone]}
    answer(result, as_json, lambda: told)
