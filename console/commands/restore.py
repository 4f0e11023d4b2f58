"""`callboard restore`: a copy in the database's place, or a copy of an installation to try things in."""

from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups

app = commands()

_PAUSED = "Sending is paused: `callboard sending status` tells what is due, `resume` sends it, `skip` does not."
_COPIED = (
    "It is a copy to try things in: nobody is signed in, and it has a key of its own, so that links of the original open "
    "nothing here. Restart Callboard if it runs."
)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `callboard backup` made.")],
    copy: Annotated[
        bool,
        typer.Option(
            "--copy",
            help="For a second installation to try things in: ends all that waits, apps' own channels, webhooks, "
            "people's calendars and weekly figures; signs everybody out; makes a new key for links.",
        ),
    ] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Put a backup in the database's place, with sending paused. What stands there is copied first.

    A running Callboard sees the restored rows at its next request; restart it if the backup is another installation's.
    """
    before = backups.restore(file, as_copy=copy)
    told = [f"Restored {file}."]
    told += [f"What stood there before is in {before}."] if before else []
    told += [_COPIED, _PAUSED] if copy else [_PAUSED]
    result = {"restored": str(file.resolve()), "before": str(before) if before else None, "copy": copy}
    answer(result, as_json, lambda: "\n".join(told))
