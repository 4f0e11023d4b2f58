"""`callboard sending`: what a restored installation holds back, and whether it is sent or skipped."""

from typing import Annotated, Any, cast

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups
from console.scheduling.actors import operator
from console.scheduling.errors import Invalid
from console.scheduling.services import sending
from console.scheduling.services.sending import KINDS, Kind

app = commands()

InApp = Annotated[str, typer.Option("--app", metavar="ID", help="In this app alone. Default: in every app.")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(KINDS)}; may be repeated. Default: all.")
]


@app.command()
def status(app_id: InApp = "", as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """What is held back in each app: how many are due, and since when."""
    rows = [row for one in _apps(app_id) for row in _rows(one)]
    answer(rows, as_json, lambda: "\n".join(map(_line, rows)) or "Nothing is held back.")


@app.command()
def resume(app_id: InApp = "", kind: Kinds = None, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Send what is due, and whatever comes. Messages that are past their use are left out."""
    kinds = _kinds(kind)
    done = {one: sending.resume(operator(one), kinds) for one in _apps(app_id)}
    rows = [{"app_id": one, "resumed": resumed} for one, resumed in done.items() if resumed]
    answer(
        rows, as_json, lambda: "\n".join(f"{row['app_id']}: {_all(row['resumed'])} go out." for row in rows) or _NONE
    )


@app.command()
def skip(app_id: InApp = "", kind: Kinds = None, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Never send what is due; from now on, send what comes. What is planned for later goes out at its time."""
    kinds = _kinds(kind)
    rows = []
    for one in _apps(app_id):
        if sending.status(operator(one)):
            rows.append({"app_id": one, "skipped": sending.skip(operator(one), kinds)})
    answer(rows, as_json, lambda: "\n".join(f"{row['app_id']}: {row['skipped']} skipped." for row in rows) or _NONE)


@app.command()
def pause(app_id: InApp = "", as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Hold everything back, as `restore` does: for a database that was restored by other means, before Callboard starts."""
    held = _apps(app_id)
    for one in held:
        sending.pause(operator(one))
    answer([{"app_id": one} for one in held], as_json, lambda: f"Sending is paused in {len(held)} apps.")


_NONE = "Nothing was held back."


def _apps(app_id: str) -> list[str]:
    backups.require_ready()
    return [app_id] if app_id else sending.app_ids()


def _kinds(names: list[str] | None) -> tuple[Kind, ...]:
    for name in names or ():
        if name not in KINDS:
            raise Invalid.of("kind", f"There is no kind {name!r}. There are: {', '.join(KINDS)}.")
    return cast(tuple[Kind, ...], tuple(names or KINDS))


def _rows(app_id: str) -> list[dict[str, Any]]:
    held = sending.status(operator(app_id))
    return [
        {
            "app_id": app_id,
            "kind": one.kind,
            "due": one.due,
            "oldest": one.oldest.isoformat() if one.oldest else None,
            "paused_since": held.since.isoformat(),
        }
        for one in (held.waiting if held else ())
        if held
    ]


def _line(row: dict[str, Any]) -> str:
    since = f", the oldest since {row['oldest']}" if row["oldest"] else ""
    return f"{row['app_id']}  {row['kind']}: {row['due']} due{since}; paused since {row['paused_since']}"


def _all(kinds: list[str]) -> str:
    return ", ".join(kinds)
