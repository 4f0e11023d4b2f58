"""`callboard desktop`: the console in a window of its own, as if it were a program of this machine."""

import shutil
import subprocess
import urllib.request

import typer

from console.commands.options import Data, commands
from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings

app = commands()

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "brave-browser", "microsoft-edge")


@app.command()
def desktop(data: Data = None) -> None:  # noqa: ARG001 - its callback chooses the directory
    """Open the console of the running Callboard in a browser window without tabs and address bar."""
    url = settings().base_url
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise Unavailable(f"No Chromium or Chrome was found. Open {url} in the browser you have.")
    _require_running(url)
    window = settings().data.resolve() / "desktop"
    subprocess.Popen(  # noqa: S603 - a browser from PATH with arguments of our own
        [browser, f"--app={url}", f"--user-data-dir={window}", "--no-first-run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    typer.echo(f"Opened {url}.")


def _require_running(url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(f"{url}/health/live", timeout=5).close()
    except OSError:
        raise Unavailable(f"Nothing answers at {url}. Start it with `callboard up` first.") from None
