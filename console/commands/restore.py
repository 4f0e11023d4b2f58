"""`callboard restore`: a copy in the database's place."""

from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups

app = commands()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `callboard backup` made.")],
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Put a backup in the database's place. What stands there is copied first.

    A running Callboard sees the restored rows at its next request; restart it if the backup is another installation's.
    """
    before = backups.restore(file)
    told = f"Restored {file}." + (f" What stood there before is in {before}." if before else "")
    answer({"restored": str(file.resolve()), "before": str(before) if before else None}, as_json, lambda: told)
