"""Members in CSV files, as spreadsheets of several kinds write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import bundle
from console.scheduling.errors import Invalid
from console.scheduling.rules import member_files
from console.scheduling.rules.member_files import COLUMNS, MOST_BYTES, MOST_ROWS, read


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_may_be_parted_by_commas_semicolons_and_tabs(mark: str, end: str) -> None:
    text = end.join([mark.join(("Email", "NAME", "Notes")), mark.join(("a@x.test", "Ada", "hi")), ""])
    (row,) = read(b"\xef\xbb\xbf" + text.encode())
    assert (row.line, row["name"], row["email"], row["role"], row.problem) == (2, "Ada", "a@x.test", "", "")


def test_without_names_the_columns_stand_in_their_order() -> None:
    first, second = read(b'"Torres, Ada",a@x.test,lead\n\n,b@x.test\n')
    assert (first["name"], first["role"], second["email"], second.line) == ("Torres, Ada", "lead", "b@x.test", 3)


def test_columns_are_known_by_other_names_and_a_line_that_names_the_mark_is_passed_over() -> None:
    (row,) = read("sep=;\nCorreo;Nombre;Zona horaria\na@x.test;Añe;Europe/Madrid\n".encode())
    assert (row["name"], row["timezone"], row["email"]) == ("Añe", "Europe/Madrid", "a@x.test")


def test_a_file_that_is_not_read_says_why() -> None:
    assert "not in UTF-8" in refusal("name,email\nJosé,j@x.test\n".encode("latin-1"))
    assert "not in UTF-8" in refusal("name,email\n".encode("utf-16"))
    assert "nothing in this file" in refusal(b"\xef\xbb\xbf\n \n")
    assert "names its columns, and nobody" in refusal(b"name,email\n")
    assert "must name the columns" in refusal(b"one,two\n1,2\n")
    assert "no column called email" in refusal(b"name,role\nAda,agent\n")
    assert "stands there twice" in refusal(b"email,e-mail\na@x.test,b@x.test\n")
    assert "quotation mark" in refusal(b'name,email\n"Ada,a@x.test\n')
    assert "too large" in refusal(b"x" * (MOST_BYTES + 1))
    assert f"At most {MOST_ROWS:,}" in refusal(b"email\n" + b"a@x.test\n" * (MOST_ROWS + 1))
    assert len(read(b"email\n" + b"a@x.test\n" * MOST_ROWS)) == MOST_ROWS


def test_a_line_that_looks_like_a_formula_or_has_too_many_cells_is_bad() -> None:
    formula, long = read(b"name,email\n=1+1,a@x.test\nAda,b@x.test,agent\n")
    assert "formula" in formula.problem
    assert "more cells" in long.problem


def test_the_template_is_a_file_that_is_read() -> None:
    rows = read((bundle.PROJECT / "assets" / "members.csv").read_bytes())
    assert {column for row in rows for column in row.cells} == set(COLUMNS)
    assert member_files.words_of("es, en;pt-BR") == ["es", "en", "pt-BR"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert all(row.line for row in read(data))
    except Invalid as refused:
        assert refused.message
