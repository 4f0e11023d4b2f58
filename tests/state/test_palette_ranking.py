"""How the palette ranks what was typed, asked of the very script that browsers run."""

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

from console import bundle

LINES = [
    {"label": "Scheduled calls", "also": "bookings table"},
    {"label": "Book a call", "also": "new appointment"},
    {"label": "Availability", "also": "holiday vacation working hours"},
    {"label": "Settings", "also": "branding widget key"},
    {"label": "Días libres", "also": ""},
]
TYPED = {
    "call": ["Scheduled calls", "Book a call"],  # equals in their order
    "book": ["Book a call", "Scheduled calls"],  # a label before another word
    "call a book": ["Book a call"],  # whatever the order
    "HOLI": ["Availability"],
    "dias": ["Días libres"],
    "ett": ["Settings"],
    "t": ["Scheduled calls"],  # a letter must begin a word: here one of `table`
    "call holiday": [],  # each word must be found in the one line
    "setings": ["Settings"],
    "avialability": ["Availability"],
    "brandimg": ["Settings"],
    "stn": [],  # too short to be nearly anything
    "zzzz": [],
    "": [line["label"] for line in LINES],
    " . ": [line["label"] for line in LINES],
}


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    script = tmp_path_factory.mktemp("ranking") / "ask.mjs"
    module = json.dumps(str(bundle.PROJECT / "assets" / "ranking.js"))
    asked = f"import {{ ranked }} from {module}; const lines = {json.dumps(LINES)};"
    asked += "const labels = (typed) => ranked(lines, typed).places.map((place) => lines[place].label);"
    asked += f"console.log(JSON.stringify(Object.fromEntries({json.dumps([*TYPED])}.map((typed) => [typed, labels(typed)]))));"
    script.write_text(asked)
    bun = Path(sysconfig.get_path("scripts")) / "bun"
    done = subprocess.run([bun, script], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.mark.parametrize("typed", TYPED)
def test_lines_are_found_by_the_beginnings_of_their_words_best_first(ranked: dict[str, list[str]], typed: str):
    assert ranked[typed] == TYPED[typed]
