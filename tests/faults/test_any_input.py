"""Nothing that anybody sends makes the API fail, or answer other than its document says."""

import subprocess
import sys

import pytest

EXAMPLES = 100


@pytest.mark.timeout(400)
def test_every_operation_takes_any_input():
    """As many as fit in a minute, from the same seed in every run; `python -m tests.api.fuzz --examples 2000` tries more."""
    command = [sys.executable, "-m", "tests.api.fuzz", "--examples", str(EXAMPLES), "--seed", "1"]
    tried = subprocess.run(command, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stdout[-20_000:] + tried.stderr[-5_000:]
    print(*[line.strip() for line in tried.stdout.splitlines() if "generated" in line])
