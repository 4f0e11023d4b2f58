"""`callboard app`: apps as files, the list of them, and their test apps."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from console.commands.options import Data, Json, answer, commands
from console.scheduling import backups
from console.scheduling.actors import operator
from console.scheduling.errors import Invalid, NotFound

app = commands()

AppIdHere = Annotated[str, typer.Argument(help="The app's id; `callboard app list` shows it.")]


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A callboard-app/1 file; - reads standard input.")],
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Make a new app from a file, whole or not at all. The clients' secrets are shown this once."""
    from console.scheduling.services import files

    document = _read(file)
    backups.make_ready()
    made = asdict(files.import_app(document))
    answer(made, as_json, lambda: _imported(made))


@app.command("export")
def export_file(
    app_id: AppIdHere,
    as_json: Json = False,  # noqa: ARG001 - an export is JSON either way
    data: Data = None,  # noqa: ARG001
) -> None:
    """Print an app as a file that `import` reads, with ids, without secrets and passwords."""
    from console.scheduling.services import files

    backups.require_ready()
    document = files.export_app(app_id)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


@app.command("list")
def list_apps(as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001
    """Every app of this installation with its booking page."""
    from console.scheduling.services import apps

    backups.require_ready()
    rows = [
        {
            "app_id": found.id,
            "name": found.name,
            "timezone": found.timezone,
            "language": found.language,
            "widget_key": found.widget_key,
            "booking_url": apps.booking_url(found),
            "test_of_app_id": found.test_of_app_id,
        }
        for found in apps.list_apps_for_operator()
    ]
    answer(rows, as_json, lambda: "\n".join(f"{row['app_id']}  {row['name']}  {row['booking_url']}" for row in rows))


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What customers call it.")],
    timezone: Annotated[str, typer.Option(help="Where it is at home, such as America/Bogota.")],
    language: Annotated[
        str, typer.Option(help="What its customers read: en, es, pt, or one of a country, such as es-CO.")
    ] = "en",
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Make an app with a standard preset and nobody in it. `callboard user add` lets people in."""
    from console.scheduling.services import files

    backups.make_ready()
    terms = {"name": name, "timezone": timezone, "language": language}
    made = asdict(files.import_app({"format": "callboard-app/1", "app": terms}))
    answer({"app_id": made["app_id"], "widget_key": made["widget_key"]}, as_json, lambda: _imported(made))


@app.command("copy-as-test")
def copy_as_test(
    app_id: AppIdHere,
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Copy an app as a test app, for its owners: nothing in it reaches a customer. Its client's secret is shown this once."""
    from console.scheduling.services import app_copies

    backups.require_ready()
    made = app_copies.copy(operator(app_id))
    row = {
        "app_id": made.app_id,
        "widget_key": made.widget_key,
        "agents": dict(made.agents),
        "presets": dict(made.presets),
        **asdict(made.keys),
    }
    answer(row, as_json, lambda: _copied(row))


@app.command("delete-test")
def delete_test(
    app_id: Annotated[str, typer.Argument(help="The test app's id.")],
    as_json: Json = False,
    data: Data = None,  # noqa: ARG001
) -> None:
    """Delete a test app, with everything in it."""
    from console.scheduling.services import app_copies

    backups.require_ready()
    app_copies.delete(operator(app_id), app_id)
    answer({"app_id": app_id, "deleted": True}, as_json, lambda: f"{app_id} is deleted.")


def _read(file: Path) -> Any:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except OSError as error:
        raise NotFound(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Invalid.of(str(file), "This is not a text in UTF-8.") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Invalid.of(str(file), f"This is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise Invalid.of(str(file), "This is nested too deeply.") from None


def _imported(made: dict[str, Any]) -> str:
    lines = [f"Made the app {made['app_id']} with {made['counts']['bookings']} bookings.", ""]
    lines += [f"widget key     {made['widget_key']}"]
    for key, client in made["clients"].items():
        lines += [
            f"client {key}",
            f"  client_id      {client['client_id']}",
            f"  client_secret  {client['client_secret']}",
        ]
    return "\n".join(lines + (["Keep the secrets: they are not shown again."] if made["clients"] else []))


def _copied(row: dict[str, Any]) -> str:
    names = ("app_id", "widget_key", "client_id", "client_secret")
    ids = [f"  {old}  ->  {new}" for kind in ("agents", "presets") for old, new in row[kind].items()]
    lines = [
        *(f"{name:15}{row[name]}" for name in names),
        "agents and presets of the original, and their copies:",
        *ids,
    ]
    return "\n".join([*lines, "Keep the secret: it is not shown again."])
