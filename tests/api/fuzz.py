"""Every operation of the document with inputs of all kinds, right and wrong, alone and one after the other.

`python -m tests.api.fuzz --examples 2000` starts a server on an installation of its own (a folder that goes again) and
has schemathesis ask it, with every check that it knows. A seed gives the same inputs again, as far as answers are the same.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.messages.instants import iso
from console.scheduling.migrations import run
from console.scheduling.models import AccessToken
from console.scheduling.services import clients, tokens
from console.scheduling.services.clients import SCOPES, NewClient
from console.scheduling.settings import settings
from tests.api.conftest import make_team
from tests.api.serving import served

_addresses = count(1)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Each request comes from an address of its own: after a hundred wrong secrets one hears nothing but 429."""
    case.headers["X-Forwarded-For"] = "10.{}.{}.{}".format(*next(_addresses).to_bytes(3, "big"))


def fuzz(examples: int, seed: int, *more: str) -> int:
    """Try so many inputs for each operation and kind of test; 0 when nothing was found. Tells on stdout."""
    with _installation() as values, served() as url:
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", values["FUZZ_CONFIGURATION"], "run"]
        options = ["--max-examples", str(examples), "--seed", str(seed), "--generation-database", "none"]
        document = f"{url}/api/openapi.json"
        return subprocess.run([*command, document, *options, *more], env={**os.environ, **values}).returncode


@contextmanager
def _installation() -> Iterator[dict[str, str]]:
    """A small team on SQLite, times ahead, and a client that may ask without end: what the configuration names."""
    with TemporaryDirectory(prefix="callboard-fuzz-") as folder:
        os.environ |= {"CALLBOARD_DATA": folder, "CALLBOARD_TRUSTED_PROXIES": "127.0.0.0/8"}
        settings.cache_clear()
        database.engine.cache_clear()
        run.upgrade(database.engine())
        app_id, preset_id, ada, bo = make_team()
        plenty = dict.fromkeys(("minute", "hour", "day"), 1_000_000_000)
        keys = clients.create(SYSTEM, NewClient(name="Fuzz", app_ids=[app_id], rate_limits=plenty))
        today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        starts = [f'"{iso(today + timedelta(minutes=45 * place))}"\n' for place in range(1600)]
        Path(folder, "starts.txt").write_text("".join(starts))
        shutil.copy(Path(__file__).with_suffix(".toml"), folder)  # it looks for what it names beside itself
        yield {
            "FUZZ_CONFIGURATION": str(Path(folder, "fuzz.toml")),
            "FUZZ_APP": app_id,
            "FUZZ_PRESET": preset_id,
            "FUZZ_AGENT": ada,
            "FUZZ_OTHER_AGENT": bo,
            "FUZZ_CLIENT": keys.client_id,
            "FUZZ_SECRET": keys.client_secret,
            "FUZZ_TOKEN": _token(keys.client_id),
        }
        database.engine().dispose()


def _token(client_id: str) -> str:
    """One that outlives any run; clients get theirs for an hour."""
    token, now = tokens.fresh("cbt_"), clock.now()
    with database.writing() as session:
        session.add(
            AccessToken(
                token_hash=tokens.digest(token),
                client_id=client_id,
                scopes=list(SCOPES),
                issued_at=now,
                expires_at=now + timedelta(days=7),
            )
        )
    return token


def main() -> None:
    """Read the command line; whatever follows `--` goes to schemathesis."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--examples", type=int, default=100, help="inputs for each operation and kind of test")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("more", nargs="*", help="options of schemathesis, after --")
    options = asked.parse_args()
    sys.exit(fuzz(options.examples, options.seed, *options.more))


if __name__ == "__main__":
    main()
