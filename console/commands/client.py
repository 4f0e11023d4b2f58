"""`callboard client`: OAuth clients, which use the API."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from console.commands.options import AppId, Data, Json, answer, commands
from console.scheduling import backups
from console.scheduling.actors import SYSTEM, operator
from console.scheduling.messages.instants import iso

app = commands()

ClientId = Annotated[str, typer.Argument(help="The client's id.")]
Rate = Annotated[int | None, typer.Option(min=1, help="Requests it may make in this window.")]


@app.command()
def add(
    app_id: AppId,
    name: Annotated[str, typer.Option(help="What to call it, such as CRM.")],
    scopes: Annotated[str, typer.Option(help="What it may do.")] = "scheduling:read scheduling:write",
    minute: Rate = None,
    hour: Rate = None,
    day: Rate = None,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Make a client. Its secret is shown this once."""
    from console.scheduling.services import clients

    backups.require_ready()
    rates = {window: rate for window, rate in (("minute", minute), ("hour", hour), ("day", day)) if rate}
    new = clients.NewClient(name=name, scopes=re.split(r"[\s,]+", scopes.strip()), app_ids=[app_id], rate_limits=rates)
    keys = clients.create(replace(SYSTEM, app_id=app_id), new)
    answer(asdict(keys), as_json, lambda: _keys(keys))


@app.command("list")
def list_clients(app_id: AppId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """The clients that reach an app, without their secrets, and how often they called: days are those of UTC."""
    from console.scheduling.services import apps, clients, usage

    backups.require_ready()
    apps.get(operator(app_id))
    days = usage.per_day(operator(app_id), 7)
    rows = [_row(view) | _calls(days.get(view.id, [])) for view in clients.list_clients(operator(app_id))]
    answer(rows, as_json, lambda: "\n".join(_line(row) for row in rows) or "No clients.")


@app.command()
def rotate(client_id: ClientId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Give a client another secret. The old one works for 24 hours more."""
    from console.scheduling.services import clients

    backups.require_ready()
    keys = clients.rotate(SYSTEM, client_id)
    answer(asdict(keys), as_json, lambda: _keys(keys))


@app.command()
def disable(client_id: ClientId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Shut a client out, from its next request on."""
    from console.scheduling.services import clients

    backups.require_ready()
    clients.disable(SYSTEM, client_id)
    answer({"client_id": client_id, "disabled": True}, as_json, lambda: f"{client_id} is shut out.")


@app.command()
def enable(client_id: ClientId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Let a disabled client in again."""
    from console.scheduling.services import clients

    backups.require_ready()
    clients.enable(SYSTEM, client_id)
    answer({"client_id": client_id, "disabled": False}, as_json, lambda: f"{client_id} may call again.")


@app.command()
def delete(client_id: ClientId, as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """End a client for good, with its secrets and tokens."""
    from console.scheduling.services import clients

    backups.require_ready()
    clients.delete(SYSTEM, client_id)
    answer({"client_id": client_id, "deleted": True}, as_json, lambda: f"{client_id} is deleted.")


def _keys(keys: Any) -> str:
    return (
        f"client_id      {keys.client_id}\nclient_secret  {keys.client_secret}\nKeep the secret: it is not shown again."
    )


def _row(view: Any) -> dict[str, Any]:
    return {
        "client_id": view.id,
        "name": view.name,
        "scopes": list(view.scopes),
        "app_ids": list(view.app_ids),
        "rate_limits": dict(view.rate_limits),
        "created_at": iso(view.created_at),
        "last_used_at": iso(view.last_used_at) if view.last_used_at else None,
        "disabled": view.disabled_at is not None,
    }


def _calls(week: Sequence[Any]) -> dict[str, int]:
    return {"calls_today": week[-1].calls if week else 0, "calls_7_days": sum(day.calls for day in week)}


def _line(row: dict[str, Any]) -> str:
    calls = f"{row['calls_today']} calls today, {row['calls_7_days']} in 7 days"
    return f"{row['client_id']}  {row['name']}  {' '.join(row['scopes'])}  {calls}{'  (disabled)' if row['disabled'] else ''}"
