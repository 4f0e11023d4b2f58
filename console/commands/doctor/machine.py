"""Checks of the machine: Python, disk, time zones, the built front end, the port."""

import shutil
import sys
import tempfile
import urllib.request
import zoneinfo
from http.client import HTTPException
from importlib.metadata import requires, version

from console import bundle
from console.scheduling.errors import Unavailable
from console.scheduling.rules import clock_vectors, zones
from console.scheduling.settings import settings

from .findings import Note, Wrong

_FREE_MEGABYTES = 500


def python() -> str:
    """Which Python runs which Callboard."""
    return f"{sys.version.split()[0]}, Callboard {version('callboard')}"


def data_directory() -> str:
    """Whether it can be written to, and has room."""
    folder = settings().data.resolve()
    if not folder.exists():
        raise Note(f"{folder} is not there yet; the first start makes it.")
    with tempfile.TemporaryFile(dir=folder):
        free = shutil.disk_usage(folder).free // 1_000_000
    if free < _FREE_MEGABYTES:
        raise Wrong(
            f"Only {free} MB are free in {folder}.", "Make room; `callboard backup --keep N` bounds the backups."
        )
    return f"{folder} is writable, {free:,} MB are free"


def time_zones() -> str:
    """Whether the zones are the pinned ones, and none of the system's."""
    pinned = next((line for line in requires("callboard") or () if line.startswith("tzdata==")), "")
    installed = version("tzdata")
    if zoneinfo.TZPATH:
        raise Wrong("The system's zone files would be used beside PyPI's tzdata.", "Unset PYTHONTZPATH.")
    if pinned and pinned != f"tzdata=={installed}":
        tested = pinned.removeprefix("tzdata==")
        raise Note(f"tzdata {installed} is installed, {tested} is what was tested.", f"pip install {pinned}")
    return f"tzdata {installed}, {len(zones.names())} zones"


def clock_changes() -> str:
    """Whether the engine gets the nights right on which clocks change."""
    if wrong := clock_vectors.wrong():
        where = ", ".join(sorted({f"{vector.zone} on {vector.day}" for vector in wrong}))
        raise Wrong(
            f"Working times come to other instants than they should: {where}.", "Install the pinned tzdata anew."
        )
    return f"{len(clock_vectors.VECTORS)} working times in nights of changing clocks are right"


def front_end() -> str:
    """Whether the pages are built from the present sources."""
    if not bundle.is_current():
        raise Note("not built from the present sources; the next start builds it.")
    return "built from the present sources"


def port() -> str:
    """Whether it is free, or Callboard's own."""
    host, number = settings().host, settings().port
    try:
        from console.serving import require_port

        require_port(host, number)
    except Unavailable as taken:
        if _answers(f"http://127.0.0.1:{number}/health/live"):
            return f"{number} is Callboard's: it is running"
        raise Wrong(taken.message, "Stop what listens there, or choose another by CALLBOARD_PORT.") from None
    return f"{number} on {host} is free"


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as reply:
            return b"live" in reply.read(100)
    except (OSError, HTTPException):  # nobody there, or somebody who speaks something else
        return False
