"""`callboard settings`: what the operator can set, what is set, and where that comes from."""

import os
import re
from difflib import get_close_matches
from typing import Any

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from console.commands.options import Data, Json, answer, commands
from console.scheduling.settings import Settings, settings

app = commands()

_PREFIX = "CALLBOARD_"
_SECRET = re.compile(r"token|secret|password|_key$")


@app.command()
def show(as_json: Json = False, data: Data = None) -> None:
    """Every CALLBOARD_* variable: its value, masked where it is secret, where that comes from, and what it means.

    Variables that there are not are named on stderr: one that is misspelt does nothing.
    """
    rows = [_row(name, is_option=name == "data" and data is not None) for name in Settings.model_fields]
    answer(rows, as_json, lambda: "\n".join(_lines(row) for row in rows))
    for name, meant in unknown_variables().items():
        typer.echo(f"There is no setting {name}." + (f" Did you mean {meant}?" if meant else ""), err=True)


def unknown_variables() -> dict[str, str]:
    """The CALLBOARD_* variables in the environment that mean nothing, each with the name that was probably meant, or ""."""
    known = [_variable(name) for name in Settings.model_fields]
    odd = [name for name in sorted(os.environ) if name.upper().startswith(_PREFIX) and name.upper() not in known]
    return {name: next(iter(get_close_matches(name.upper(), known, 1, 0.75)), "") for name in odd}


def _row(name: str, *, is_option: bool) -> dict[str, Any]:
    is_set = name in settings().model_fields_set
    return {
        "name": _variable(name),
        "value": _masked(name, getattr(settings(), name)),
        "set": is_set,
        "source": "option" if is_option else "environment" if is_set else "default",
        "meaning": Settings.model_fields[name].description or "",
    }


def _variable(name: str) -> str:
    return f"{_PREFIX}{name.upper()}"


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
    return f"{row['name']} = {shown}  ({row['source']})\n    {row['meaning']}"
