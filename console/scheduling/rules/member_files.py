"""Members in a CSV file, as spreadsheets write them: what stands in each line, before anybody asks what it comes to.

UTF-8, with or without its mark; cells parted by commas, semicolons or tabs; the first line names the columns, in any
order, or there are no names and the columns stand as in COLUMNS.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import Invalid

COLUMNS = ("name", "email", "role", "team", "timezone", "languages", "weight")
MOST_ROWS = 1000
MOST_BYTES = 1_000_000
FIELD = "file"
"""The field that a problem with the whole file is told of."""

_OTHER_NAMES = {
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "full name": "name",
    "time zone": "timezone",
    "zone": "timezone",
    "language": "languages",
    "correo": "email",
    "nombre": "name",
    "rol": "role",
    "equipo": "team",
    "zona horaria": "timezone",
    "idiomas": "languages",
    "peso": "weight",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line: its number in the file, its cells by column as they were written, and what is wrong with it as a line."""

    line: int
    cells: dict[str, str]
    problem: str = ""

    def __getitem__(self, column: str) -> str:
        """The cell of this column; empty where the file has none."""
        return self.cells.get(column, "")


def check_size(size: int) -> None:
    """Raises Invalid for a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise Invalid.of(FIELD, "This file is too large: at most 1 MB.", "too_long")


def read(data: bytes) -> list[FileRow]:
    """The lines that hold anything. Raises Invalid for a file that is not read at all."""
    check_size(len(data))
    lines = _lines(_text(data))
    first = next(lines, None)
    if first is None:
        raise Invalid.of(FIELD, "There is nothing in this file.", "required")
    columns = _named(first[1])
    rows = [_row(COLUMNS, *first)] if columns is None else []
    rows += [_row(columns or COLUMNS, *line) for line in lines]
    if len(rows) > MOST_ROWS:
        raise Invalid.of(FIELD, f"At most {MOST_ROWS:,} members at a time; this file has {len(rows):,}.", "too_long")
    if not rows:
        raise Invalid.of(FIELD, "This file names its columns, and nobody.", "required")
    return rows


def words_of(cell: str) -> list[str]:
    """What a cell lists: languages parted by spaces, commas, semicolons or bars."""
    for mark in ",;|/":
        cell = cell.replace(mark, " ")
    return cell.split()


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "This file is not in UTF-8, so that its letters cannot be trusted. Save it as CSV UTF-8."
        raise Invalid.of(FIELD, message, "encoding") from None
    if "\0" in text:
        raise Invalid.of(FIELD, "This is not a CSV file. Save the sheet as CSV UTF-8.", "encoding")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds anything, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lower().startswith("sep="):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise Invalid.of(FIELD, f"Line {reader.line_num} cannot be read. Is a quotation mark missing?") from None


def _delimiter(text: str) -> str:
    """What parts the first line into the most cells."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lower().startswith("sep=")), "")
    return max(",;\t", key=lambda mark: (first.count(mark), mark == ","))


def _named(cells: Sequence[str]) -> list[str] | None:
    """The columns that a first line names, empty for ones that are not ours; None for a line that names none.

    Raises Invalid where the e-mail is missing, or a column stands twice.
    """
    folded = [" ".join(cell.casefold().split()) for cell in cells]
    named = [_OTHER_NAMES.get(cell, cell) for cell in folded]
    known = [name for name in named if name in COLUMNS]
    if not known:
        if any("@" in cell for cell in cells):
            return None
        raise Invalid.of(FIELD, f"The first line must name the columns: {', '.join(COLUMNS)}.", "required")
    if "email" not in known:
        raise Invalid.of(FIELD, "There is no column called email.", "required")
    if twice := next((name for name in known if known.count(name) > 1), None):
        raise Invalid.of(FIELD, f"The column {twice} stands there twice.")
    return [name if name in COLUMNS else "" for name in named]


def _row(columns: Sequence[str], line: int, cells: Sequence[str]) -> FileRow:
    kept = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    if any(cells[len(columns) :]):
        return FileRow(line, kept, "There are more cells than columns.")
    if formula := next((name for name, cell in kept.items() if cell.startswith(_FORMULA)), None):
        return FileRow(line, kept, f"The {formula} begins like a formula.")
    return FileRow(line, kept)
