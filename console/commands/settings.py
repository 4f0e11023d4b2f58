"""`callboard settings`: what the operator can set, and what is set."""

import re
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from console.commands.options import Data, Json, answer, commands
from console.scheduling.settings import Settings, settings

app = commands()

_SECRET = re.compile(r"token|secret|password|_key$")


@app.command()
def show(as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001 - its callback chooses the directory
    """Every CALLBOARD_* variable: its value, masked where it is secret, and what it means."""
    rows = [_row(name) for name in Settings.model_fields]
    answer(rows, as_json, lambda: "\n".join(_lines(row) for row in rows))


def _row(name: str) -> dict[str, Any]:
    return {
        "name": f"CALLBOARD_{name.upper()}",
        "value": _masked(name, getattr(settings(), name)),
        "set": name in settings().model_fields_set,
        "meaning": Settings.model_fields[name].description or "",
    }


def _masked(name: str, value: Any) -> Any:
    """The value as anybody may read it: no tokens, and no passwords in addresses."""
    if _SECRET.search(name):
        return "********" if value else ""
    if name.endswith("_url") and value:
        try:
            return make_url(value).render_as_string(hide_password=True)
        except ArgumentError:
            return "********" if "@" in value else value
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)


def _lines(row: dict[str, Any]) -> str:
    value = ", ".join(map(str, row["value"])) if isinstance(row["value"], list) else row["value"]
    shown = value if value != "" else "(empty)"
    return f"{row['name']} = {shown}{'' if row['set'] else '  (default)'}\n    {row['meaning']}"
