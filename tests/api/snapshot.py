"""The document as it stands in the repository. `python -m tests.api.snapshot` writes it anew."""

import json
from pathlib import Path

from tests.api import conformance

FILE = Path(__file__).with_name("openapi.json")
COMMAND = "python -m tests.api.snapshot"


def text() -> str:
    """The document that this code makes, as the file has it."""
    return json.dumps(conformance.document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
