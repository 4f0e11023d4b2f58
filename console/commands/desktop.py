"""`callboard desktop`: the console in a window of its own, as if it were a program of this machine."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from console.commands.options import Data, commands
from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings

app = commands()

_SIZE = (1280, 840)
_SECONDS_TO_START = 300
"""The first start builds the front end, on a slow machine too."""
_SECONDS_TO_STOP = 15
"""As `up` promises."""


@app.command()
def desktop(
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
    url: Annotated[
        str, typer.Option(metavar="URL", help="Another installation's address. Default: this data directory's.")
    ] = "",
) -> None:
    """Open the console in a window of its own. Where no Callboard runs it starts one, and ends it with the window."""
    webview = _webview()
    address = (url or settings().base_url).rstrip("/")
    if _answers(address):
        _show(webview, address)
    elif url:
        raise Unavailable(f"Nothing answers at {address}.")
    else:
        with _running(address):
            _show(webview, address)


def _webview() -> Any:  # an extra, without types
    try:
        import webview  # pyright: ignore[reportMissingImports]  (an extra)
    except ImportError:
        raise Unavailable("This needs one more package: pip install 'callboard[desktop]'") from None
    return webview


def _show(webview: Any, address: str) -> None:
    """Until the window is closed. Links out of the console open in the browser; who signed in stays so for the next time."""
    kept = Path(typer.get_app_dir("callboard"))
    kept.mkdir(parents=True, exist_ok=True)
    size = _size(kept / "window.json")
    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = True
    window = webview.create_window(
        "Callboard", address, width=size[0], height=size[1], min_size=(390, 560), text_select=True
    )

    def resized(width: int, height: int) -> None:
        nonlocal size
        size = width, height

    window.events.resized += resized
    try:
        webview.start(private_mode=False, storage_path=str(kept / "browser"))
    except webview.WebViewException as missing:
        raise Unavailable(f"No window can be opened here: {missing}") from None
    (kept / "window.json").write_text(json.dumps(size))


def _size(told: Path) -> tuple[int, int]:
    """The window's width and height when it was last closed, in pixels."""
    try:
        width, height = json.loads(told.read_text())
    except (OSError, ValueError, TypeError):
        return _SIZE
    return int(width), int(height)


@contextmanager
def _running(address: str) -> Iterator[None]:
    """A `callboard up` of our own, in the settings of this process, for as long as the window is open."""
    typer.echo("Starting Callboard ...")
    server = subprocess.Popen(  # noqa: S603 - this same program
        [sys.executable, "-m", "console.cli", "up", "--port", str(settings().port)]
    )
    try:
        until = time.monotonic() + _SECONDS_TO_START
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > until:
                raise Unavailable("Callboard did not start; `callboard up` says why.")
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        try:
            server.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            server.kill()


def _answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/health/ready", timeout=5):
            return True
    except (OSError, ValueError):
        return False
