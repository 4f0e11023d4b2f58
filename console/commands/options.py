"""What every command shares: how its `app` is made, `--data DIR`, `--json`, and one way to answer for both."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from console.scheduling.settings import settings


def commands() -> typer.Typer:
    """A command module's `app`: plain help, no completion installer."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=False)


def _choose_data(value: Path | None) -> Path | None:
    """Make DIR the data directory of this process and of those it starts."""
    if value is not None:
        os.environ["CALLBOARD_DATA"] = str(value.expanduser().resolve())
        settings.cache_clear()
    return value


Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", callback=_choose_data, is_eager=True, help="The data directory. Default: ./data."
    ),
]
AppId = Annotated[str, typer.Option("--app", metavar="ID", help="The app's id; `callboard app list` shows it.")]
Json = Annotated[bool, typer.Option("--json", help="Print only JSON on stdout.")]


def answer(result: object, as_json: bool, told: Callable[[], str]) -> None:
    """Print `result` as JSON, or what `told` says of it to a person."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else told())
