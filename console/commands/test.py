"""`callboard test`: the fast tests on every core, then the slow ones, whole programs, and pages in a browser; or a soak."""

import os
import re
import shutil
import subprocess
import sys
from typing import Annotated

import typer

from console import bundle
from console.commands.options import Data, commands
from console.scheduling.errors import Invalid, Unavailable

app = commands()

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PROGRAMS = ("tests/commands", "tests/demo", "tests/api/test_independent_clients.py")
_SLOW = (
    "tests/jobs",
    "tests/plans",
    "tests/api/test_metrics.py",
    "tests/api/test_rates.py",
    "tests/components/test_weight.py",
    "tests/http/test_exports.py",
    "tests/http/test_oidc.py",
    "tests/services/test_agreement.py",
    "tests/state/test_guest_fields.py",
)
"""Those that wait for receivers or a limit, fill tables, start processes, or try a thing for long."""
_APART = (*_SLOW, *_PROGRAMS, "tests/e2e", "tests/faults", "tests/bench")


@app.command()
def test(
    fast: Annotated[bool, typer.Option("--fast", help="Only the fast tests.")] = False,
    browser: Annotated[bool, typer.Option(help="Run the tests in a browser too.")] = True,
    soak: Annotated[
        str, typer.Option(metavar="DURATION", help="Instead, storm servers with faults for so long: 90s, 10m or 2h.")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="What a soak begins with; it prints what it took.")] = None,
    data: Data = None,  # noqa: ARG001 - every command takes it; tests make data directories of their own
) -> None:
    """Run the fast tests, the slow ones, those that start whole programs, and those in a browser; or soak.

    Needs the extra `test`.
    """
    if not (bundle.PROJECT / "tests").is_dir():
        raise Unavailable("There are no tests here: they come with a checkout of the sources.")
    if soak:
        begin = () if seed is None else ("--seed", str(seed))
        _run("tests.faults.soak", "--for", str(_seconds(soak)), *begin)
        return
    processes = ("-n", str((os.cpu_count() or 1) + 1))  # some tests wait, and leave their core to others
    _pytest(*processes, "-m", "not browser", *(f"--ignore={folder}" for folder in _APART))
    if fast:
        return
    # Tests that start programs and pages may miss their moment on a busy machine, so each has a second try; what needed
    # it is named at the end.
    second_try = ("--reruns", "1", "-rR")
    _pytest(*_SLOW, *processes, *second_try)
    _pytest(*_PROGRAMS, *second_try)
    if browser:
        _require_browser()
        # Processes of their own: Playwright and asyncio tests do not mix. Each has its own server and browser, which leave
        # one another idle; a file's tests stay together.
        _pytest("tests/e2e", "-m", "browser", *processes, "--dist", "loadfile", *second_try)


def _seconds(duration: str) -> int:
    """Raises Invalid unless it is a number of seconds, minutes or hours."""
    found = re.fullmatch(r"([0-9]{1,6})([smh])", duration)
    if found is None:
        raise Invalid.of("soak", f"{duration} is no duration: give 90s, 10m or 2h.")
    return int(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2]]


def _pytest(*arguments: str) -> None:
    _run("pytest", *arguments)


def _run(module: str, *arguments: str) -> None:
    """Run a module in a process of its own; a failure ends the command with its code.

    Compiled modules are kept, whatever the machine is used to: tests start dozens of programs, which all would compile
    everything anew.
    """
    command = [sys.executable, "-m", module, *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, cwd=bundle.PROJECT, env=environment, check=False).returncode  # noqa: S603
    if code:
        raise typer.Exit(code)


def _require_browser() -> None:
    """Find Chromium, or install it where that is possible. Raises Unavailable, which says what to do."""
    if _browser():
        return
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        typer.echo("Installing Chromium ...")
        subprocess.run([apt, "update", "-qq"], check=False)  # noqa: S603
        subprocess.run([apt, "install", "-y", "-qq", "chromium"], check=False)  # noqa: S603
    if not _browser():
        raise Unavailable("The tests in a browser need Chromium: `sudo apt-get install chromium`, or --no-browser.")


def _browser() -> str | None:
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)
