"""`python -m tests.audit`: are holes known in what is installed here? Asks PyPI's list of them through pip-audit.

Ends with 1 where one is known that `audit.toml` does not name. Where the list cannot be reached in time, it says so and
ends with 0: a network that is away is no hole.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

_SECONDS = 20
"""How long CI waits for the list."""
_ASK = (
    "-m",
    "pip_audit",
    "--local",
    "--skip-editable",
    "--format",
    "json",
    "--timeout",
    "5",
    "--progress-spinner",
    "off",
)


def main() -> None:
    """Ask, tell, and end."""
    holes, said = verdict(_told(), known_to_us())
    print(said)
    sys.exit(1 if holes else 0)


def known_to_us() -> dict[str, str]:
    """The holes that are let pass, each with the reason why it opens nothing here."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text())["ignored"]


def verdict(told: str | None, ignored: dict[str, str]) -> tuple[list[str], str]:
    """What pip-audit's JSON means: the holes that nobody has looked at, and the line that says how it stands."""
    packages: list[dict[str, Any]] = _read(told)
    asked = [one for one in packages if "vulns" in one]
    if not asked:
        return [], "skipped: known holes in packages were not looked up, since the list cannot be reached"
    found = {hole["id"]: f"{one['name']} {one['version']}: {hole['id']}" for one in asked for hole in one["vulns"]}
    holes = sorted(line for name, line in found.items() if name not in ignored)
    if holes:
        return holes, "\n".join(["Holes are known in these packages:", *holes])
    return [], f"No hole is known in {len(asked)} packages, but for {len(found)} that are let pass."


def _told() -> str | None:
    """What pip-audit says; None when it took too long."""
    try:
        return subprocess.run([sys.executable, *_ASK], capture_output=True, text=True, timeout=_SECONDS).stdout
    except subprocess.TimeoutExpired:
        return None


def _read(told: str | None) -> list[dict[str, Any]]:
    try:
        return json.loads(told or "{}").get("dependencies", [])
    except ValueError:
        return []


if __name__ == "__main__":
    main()
