"""`callboard doctor`: whatever could keep Callboard from working, looked at before it does, each with its mend."""

from dataclasses import asdict
from typing import Annotated

import typer

from console.commands.options import Data, Json, answer, commands

from . import configured, machine, stored, tried
from .findings import Check, looked_at

app = commands()

_MARKS = {"fine": "ok   ", "worth knowing": "note ", "wrong": "WRONG"}

QUICK: dict[str, Check] = {
    "Python": machine.python,
    "Data directory": machine.data_directory,
    "Time zones": machine.time_zones,
    "Clock changes": machine.clock_changes,
    "Front end": machine.front_end,
    "Port": machine.port,
    "Public address": configured.public_address,
    "Proxies": configured.proxies,
    "Metrics": configured.metrics,
    "Processes": configured.processes,
    "Unknown settings": configured.unknown,
    "Database": stored.database_itself,
    "Schema": stored.schema,
    "Booking guard": stored.guard,
    "Jobs": stored.jobs,
    "Backlog": stored.backlog,
    "Sending": stored.held_back,
    "Backups": stored.copies,
}
THOROUGH: dict[str, Check] = {
    "Overlaps": stored.overlaps,
    "Orphans": stored.orphans,
    "Holds": stored.holds,
    "Race": tried.race,
    "Webhook": tried.webhook,
    "E-mail": tried.mail,
    "Redis": tried.redis,
    "Sign-in provider": tried.provider,
}


@app.command()
def doctor(
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what takes time: rows, the race, webhook, mail server, Redis.")
    ] = False,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Look at everything that could go wrong, and say the mend. Exit code 1 when something is wrong.

    Safe while Callboard is used: the race for one time runs in an app of its own that is removed, the webhook goes to
    this very process, and the mail server gets no mail.
    """
    checks = QUICK if quick else QUICK | THOROUGH
    findings = [looked_at(name, check) for name, check in checks.items()]
    rows = [asdict(finding) for finding in findings]
    answer(rows, as_json, lambda: "\n".join(map(_told, rows)))
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)


def _told(row: dict[str, str]) -> str:
    mend = f"\n         -> {row['mend']}" if row["mend"] else ""
    return f"{_MARKS[row['state']]}  {row['check']}: {row['said']}{mend}"
