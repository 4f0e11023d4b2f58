"""`callboard roster`: shifts on single dates, taken from a CSV file and given as one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import AppId, Data, Json, answer, commands
from console.scheduling import backups
from console.scheduling.actors import operator
from console.scheduling.errors import NotFound

if TYPE_CHECKING:
    from console.scheduling.services.rosters import PlannedShift

app = commands()


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with the columns agent, date, start, end, zone; - reads stdin.")
    ],
    app_id: AppId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what each line would come to.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave dates with bad lines as they are, instead of doing nothing.")
    ] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Replace the hours of the dates that a CSV file names, for the agents that it names, whole or not at all."""
    from console.scheduling.services import apps, rosters

    backups.require_ready()
    apps.get(operator(app_id))
    try:
        given = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise NotFound(f"{file} cannot be read: {error.strerror}.") from None
    planned = rosters.preview(operator(app_id), given)
    is_bad = any(one.act == "error" for one in planned) and not skip_bad
    if not (dry_run or is_bad):
        planned = rosters.import_file(operator(app_id), given, skip_bad=skip_bad)
    rows = [_row(one) for one in planned]
    answer({"applied": not (dry_run or is_bad), "rows": rows}, as_json, lambda: "\n".join(map(_told, rows)))
    if is_bad:
        typer.echo("Nothing was done: the file has bad lines. --skip-bad leaves their dates as they are.", err=True)
        raise typer.Exit(1)


@app.command("export")
def export_file(app_id: AppId, data: Data = None) -> None:  # noqa: ARG001
    """Print the roster from today on as the CSV file that `import` takes."""
    from console.scheduling.services import apps, rosters

    backups.require_ready()
    apps.get(operator(app_id))
    sys.stdout.buffer.write(rosters.export_file(operator(app_id)))


def _row(one: "PlannedShift") -> dict[str, Any]:
    from console.scheduling.rules.roster_files import clocks

    start, end = clocks(one.shift) if one.shift else ("", "")
    return {
        "line": one.line,
        "agent": one.agent,
        "date": one.shift.day.isoformat() if one.shift else None,
        "start": start or None,
        "end": end or None,
        "timezone": one.shift.timezone if one.shift else None,
        "act": one.act,
        "replaces": one.replaces or None,
        "problems": [{"field": each.field, "message": each.message} for each in one.problems],
    }


def _told(row: dict[str, Any]) -> str:
    hours = f"{row['start']}-{row['end']}" if row["start"] else "off" if row["date"] else ""
    why = "; ".join(each["message"] for each in row["problems"])
    return f"{row['line']:>5}  {row['act']:<6}  {row['agent']}  {row['date'] or ''}  {hours}  {why}".rstrip()
