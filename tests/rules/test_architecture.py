"""The core stays a core: it loads without any door's library, and the import contracts bite."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOORS = ("reflex", "fastapi", "starlette", "apscheduler", "authlib", "httpx")


def test_the_core_loads_with_every_door_s_library_blocked() -> None:
    blocked = f"import sys; sys.modules.update(dict.fromkeys({DOORS}))"
    everything = (
        "import pkgutil, importlib, console.scheduling as core; "
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(core.__path__, core.__name__ + '.') "
        "if '.migrations.' not in m.name]"
    )
    subprocess.run([sys.executable, "-c", f"{blocked}\n{everything}"], cwd=ROOT, check=True, timeout=60)


def test_the_api_and_the_jobs_load_without_the_user_interface() -> None:
    blocked = "import sys; sys.modules.update(reflex=None)"
    doors = "import api.app, jobs.scheduler, console.cli, console.commands.api, console.serving; api.app.alone()"
    subprocess.run([sys.executable, "-c", f"{blocked}\n{doors}"], cwd=ROOT, check=True, timeout=60)
