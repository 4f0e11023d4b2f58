"""`callboard ...`: the command line. Each command is a module in `console.commands`, imported when it is asked for.

To add one: write `console/commands/NAME.py` with `app = commands()`, and a row in COMMANDS. A module
with one command becomes `callboard NAME`, one with several `callboard NAME VERB`. `console.commands.options` has
`commands()`, and `--data` and `--json`, which every command takes.
"""

import sys
from importlib import import_module

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from console.scheduling.errors import CallboardError, Invalid

COMMANDS = {
    "up": "Serve everything on one port: pages, API and jobs.",
    "web": "Serve pages and API without the jobs, as one of several processes.",
    "api": "Serve the API alone.",
    "jobs": "Send webhooks and messages, and move the clock, alone.",
    "app": "Import, export, list and create apps, and copy them as test apps.",
    "client": "OAuth clients, which use the API.",
    "webhook": "Addresses that are told what happens in an app.",
    "user": "People with an account, and the links that let them in.",
    "roster": "Shifts on single dates, taken from a CSV file and given as one.",
    "migrate": "Bring the database to the newest schema, after a backup.",
    "backup": "Copy the whole database while it is used.",
    "restore": "Put a backup in the database's place, with sending paused.",
    "sending": "What a restored installation holds back: send or skip it.",
    "doctor": "Look for whatever could keep Callboard from working.",
    "settings": "What the operator can set, and what is set.",
    "test": "Run the tests: the fast ones, then those in a browser.",
    "desktop": "Open the console in a window of its own.",
}
"""Every command with its line in `callboard --help`."""


_MOST_PROBLEMS = 100


class LazyGroup(TyperGroup):
    """A group that imports a command's module when the command runs, so that `callboard --help` is instant."""

    def list_commands(self, ctx):  # noqa: ARG002 - the base class names it
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx, cmd_name):
        """The command, or None for a name that is not in the table."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = typer.main.get_command(import_module(f"console.commands.{cmd_name}").app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx, formatter):  # noqa: ARG002
        """The table of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(cls=LazyGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback(no_args_is_help=True)
def _callboard() -> None:
    """Callboard: self-hosted scheduled calls, one engine and four ways to book."""


def main() -> None:
    """Run the command line; whatever the core refuses is one line on stderr and exit code 1."""
    try:
        app()
    except Invalid as error:
        _fail(_said(error))
    except CallboardError as error:
        _fail(error.message)
    except ValidationError as error:  # a CALLBOARD_* variable with a value that cannot be
        first = error.errors()[0]
        _fail(f"CALLBOARD_{'_'.join(str(part) for part in first['loc']).upper()}: {first['msg']}")

    except OSError as error:
        _fail(f"{error.filename or 'The system'}: {error.strerror or error}.")
    except Exception as error:
        if not _is_of_database(error):
            raise
        _fail(f"The database cannot be used: {str(getattr(error, 'orig', error)).strip().splitlines()[0]}")


def _is_of_database(error: Exception) -> bool:
    """Whether the database's driver raised it, told without loading any: `--help` must be instant."""
    return type(error).__module__.startswith("sqlalchemy")


def _said(error: Invalid) -> str:
    """Every problem with its field, in one line; a thousand bad rows of a file need not all be read."""
    said = [f"{problem.field}: {problem.message}" for problem in error.problems]
    rest = [f"and {len(said) - _MOST_PROBLEMS} more"] if len(said) > _MOST_PROBLEMS else []
    return " ".join(said[:_MOST_PROBLEMS] + rest)


def _fail(message: str) -> None:
    typer.echo(f"callboard: {message}", err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
