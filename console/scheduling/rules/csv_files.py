"""CSV files as spreadsheets write them: what stands in each line, before anybody asks what it comes to.

UTF-8, with or without its mark; cells parted by commas, semicolons or tabs; the first line names the columns, in any
order, or there are no names and the columns stand in the order of the layout.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import Invalid

MOST_BYTES = 1_000_000
FIELD = "file"
"""The field that a problem with the whole file is told of."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of file, other names for them, which must be there, and what shows that a first line is data."""

    columns: tuple[str, ...]
    other_names: Mapping[str, str]
    needed: tuple[str, ...]
    is_data: Callable[[Sequence[str]], bool]


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


def read(data: bytes, layout: Layout) -> list[FileRow]:
    """The lines that hold anything, without the one that names the columns. Raises Invalid for a file that is not read."""
    check_size(len(data))
    lines = _lines(_text(data))
    first = next(lines, None)
    if first is None:
        raise Invalid.of(FIELD, "There is nothing in this file.", "required")
    columns = _named(first[1], layout)
    rows = [_row(layout.columns, *first)] if columns is None else []
    return rows + [_row(columns or layout.columns, *line) for line in lines]


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


def _named(cells: Sequence[str], layout: Layout) -> list[str] | None:
    """The columns that a first line names, empty for ones that are not ours; None for a line that names none.

    Raises Invalid where a needed one is missing, or a column stands twice.
    """
    folded = [" ".join(cell.casefold().split()) for cell in cells]
    named = [layout.other_names.get(cell, cell) for cell in folded]
    known = [name for name in named if name in layout.columns]
    if not known:
        if layout.is_data(cells):
            return None
        raise Invalid.of(FIELD, f"The first line must name the columns: {', '.join(layout.columns)}.", "required")
    if missing := next((name for name in layout.needed if name not in known), None):
        raise Invalid.of(FIELD, f"There is no column called {missing}.", "required")
    if twice := next((name for name in known if known.count(name) > 1), None):
        raise Invalid.of(FIELD, f"The column {twice} stands there twice.")
    return [name if name in layout.columns else "" for name in named]


def _row(columns: Sequence[str], line: int, cells: Sequence[str]) -> FileRow:
    kept = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    if any(cells[len(columns) :]):
        return FileRow(line, kept, "There are more cells than columns.")
    if formula := next((name for name, cell in kept.items() if cell.startswith(_FORMULA)), None):
        return FileRow(line, kept, f"The {formula} begins like a formula.")
    return FileRow(line, kept)
