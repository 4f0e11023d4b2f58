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
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Copy the whole database as it is at this instant; a running Callboard goes on."""
    backups.require_ready()
    copy = backups.back_up(file).resolve()
    answer({"file": str(copy), "bytes": copy.stat().st_size}, as_json, lambda: f"Copied to {copy}.")
