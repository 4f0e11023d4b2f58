"""`callboard jobs` as processes of their own, to be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def jobs_process() -> Iterator[subprocess.Popen[str]]:
    """One, at work; it is killed with the block, if it lives."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "console.cli", "jobs"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout and "at work" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
