"""Every language says all that English says, in the same places; and nothing that people read is written elsewhere."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.plurals import get_plural

from console.scheduling.messages import words
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import CUSTOMERS, Door

PROJECT = Path(__file__).parents[2]
OTHERS = [language for language in words.languages() if language != "en"]
OF_STAFF = ("es",)
"""The languages of the console; the others are what customers read."""
DOORS = {language: get_args(Door) if language in OF_STAFF else CUSTOMERS for language in OTHERS}
EACH = [(language, door) for language in OTHERS for door in DOORS[language]]

THE_SAME = {
    "pt": {
        *("day_time_zone", "day_and_time", "slot_label", "customer_email", "fact_email", "minutes_brief"),
        *("notice_by_system", "notice_calendar"),
    },
    "es": {
        *("product", "actor_system", "notice_by_system", "audit_who_system", "source_api", "clients_short", "webhooks"),
        *(
            "webhooks_short",
            "audit_thing_webhook",
            "audit_field_app_ids",
            "audit_field_webhooks",
            "sending_webhooks",
            "role_supervisor",
            "reach_none",
            "verb_edit_webhooks",
        ),
        *("channel_whatsapp", "kind_whatsapp", "wants_whatsapp", "export_csv", "apps", "app_section", "milliseconds"),
        *("hours_short", "minutes_short", "minutes_brief", "for_minutes", "now_many", "time_elsewhere", "act_with"),
        *("day_time_zone", "day_and_time", "slot_label", "notice_calendar", "window_problem", "template_variables"),
    },
}
"""What a language says as English does: names, and what is all figures and marks."""


def entries(language: str, door: str) -> dict[str, words.Forms]:
    """A catalogue as it is written, with what is left empty."""
    listed = words._read(language, door)
    return {str(words._first(one.id)): words._forms(one.string) for one in listed if one.id}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


@pytest.mark.parametrize(("language", "door"), EACH)
def test_every_language_has_every_word(language: str, door: str):
    lacking = entries("en", door).keys() - entries(language, door).keys()
    assert not lacking, f"{language} lacks: {', '.join(sorted(lacking))}; add it to catalogues/{language}/{door}.po"


@pytest.mark.parametrize(("language", "door"), EACH)
def test_no_word_is_empty(language: str, door: str):
    assert [name for name, forms in entries(language, door).items() if not all(forms)] == []


@pytest.mark.parametrize(("language", "door"), EACH)
def test_a_word_has_the_placeholders_marks_and_edges_of_the_english(language: str, door: str):
    def shape(text: str) -> tuple:
        marks = sorted(re.findall(r"<[^>]*>|`[^`]*`", text))
        return placeholders(text), marks, len(text) - len(text.lstrip()), len(text) - len(text.rstrip())

    english = entries("en", door)
    odd = [name for name, forms in entries(language, door).items() if shape(forms[-1]) != shape(english[name][-1])]
    assert odd == []


@pytest.mark.parametrize(("language", "door"), EACH)
def test_a_plural_has_the_forms_of_its_language(language: str, door: str):
    listed, rule = words._read(language, door), get_plural(language)
    assert (listed.num_plurals, listed.plural_expr.strip("()")) == (rule.num_plurals, rule.plural_expr.strip("()"))
    plurals = {name for name, forms in entries("en", door).items() if len(forms) > 1}
    assert {name for name, forms in entries(language, door).items() if len(forms) > 1} == plurals
    for name in plurals:
        known = set().union(*map(placeholders, entries("en", door)[name]))
        assert len(entries(language, door)[name]) == rule.num_plurals
        assert all(placeholders(form) <= known for form in entries(language, door)[name]), name


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str):
    english = {name: forms for door in get_args(Door) for name, forms in entries("en", door).items()}
    others = {name: forms for door in DOORS[language] for name, forms in entries(language, door).items()}
    assert {name for name, forms in others.items() if forms == english.get(name)} - THE_SAME[language] == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_what_the_core_refuses_with(language: str):
    known = {_template(english) for english in entries(language, "sentences")}
    lacking = sorted(sentence for sentence in _refusals() if _template(sentence) not in known)
    assert not lacking, f"{language} lacks: {lacking}; add it to catalogues/{language}/sentences.po"


@pytest.mark.parametrize("language", OTHERS)
def test_a_refusal_keeps_its_figures(language: str):
    for english, forms in entries(language, "sentences").items():
        assert placeholders(english) == placeholders(forms[0])
        filled = english.format(**dict.fromkeys(placeholders(english), "17"))
        assert said(filled, language) == forms[0].format(**dict.fromkeys(placeholders(english), "17")) != filled


def test_a_refusal_is_said_in_the_reader_s_language_and_in_english_to_nobody_in_particular():
    assert said("This call cannot be moved: it is cancelled.", "es-CO") == (
        "No se puede cambiar la hora de esta llamada: está cancelada."
    )
    assert said("This call cannot be moved: it is cancelled.") == "This call cannot be moved: it is cancelled."
    assert said("Nobody wrote this into a catalogue.", "es") == "Nobody wrote this into a catalogue."


def test_the_console_speaks_english_and_spanish_and_customers_portuguese_too():
    assert (words.languages("console"), words.languages()) == (("en", *OF_STAFF), ("en", "es", "pt"))
    assert {*words.languages("guide")} == {*words.languages("console")}


@pytest.mark.parametrize("language", OTHERS)
def test_what_customers_read_is_whole_and_what_staff_read_is_english_where_a_language_lacks_it(language: str):
    assert words.word("your_call_with", language, agent="Ada") != words.word("your_call_with", "en", agent="Ada")
    assert (words.word("book_call", language) == words.word("book_call", "en")) is (language not in OF_STAFF)


def test_customers_are_told_nothing_that_stands_in_the_console_s_catalogue():
    core = PROJECT / "console/scheduling"
    letters = [
        core / "messages" / f"{name}.py" for name in ("emails", "email_html", "letters", "ics", "when", "clocks")
    ]
    files = [*(PROJECT / "booking_page").glob("*.py"), *letters, core / "services/slot_calendar.py"]
    asked = {name: file.name for file in files for name in _words_asked(file)}
    theirs, staffs = ({name for door in doors for name in entries("en", door)} for doors in (CUSTOMERS, ("console",)))

    def stands_in(names: set[str], asked: str) -> bool:
        return asked in names or ("\\w" in asked and any(re.fullmatch(asked, name) for name in names))

    assert {name: file for name, file in asked.items() if stands_in(staffs, name) and not stands_in(theirs, name)} == {}


def _words_asked(file: Path) -> Iterator[str]:
    """The names of the words that a module asks for, as patterns where a part of a name is left open."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="word" | "tell") | ast.Attribute(attr="word" | "fill"), args=[first, *_]):
                for name in _either(first):
                    if isinstance(name, ast.Constant | ast.JoinedStr):
                        yield re.sub(r"\{.*?\}", r"\\w*", ast.unparse(name).lstrip("f").strip("'\""))
            case ast.Attribute(value=ast.Name(id="words"), attr=name) if name != "fill":
                yield name


def test_a_wish_is_taken_where_it_is_spoken():
    assert words.wished("de-CH", "pt-BR", "es-CO") == "pt-BR"
    assert words.wished("de-CH", "pt-BR", "es-CO", door="console") == "es-CO"
    assert words.wished(None, accept_language="de-CH, de;q=0.9, es-MX;q=0.8, en;q=0.7") == "es-MX"
    assert words.wished("xx", 'es"><script>', accept_language="*") == ""


def test_a_language_alone_is_read_as_in_the_country_of_who_reads_it():
    assert words.regional("es", "es-CO") == words.regional("es", "", accept_language="en-US, es-CO;q=0.9") == "es-CO"
    assert words.regional("es", "en-US", accept_language="*") == "es"
    assert words.regional("es-MX", "es-CO") == "es-MX"
    assert words.regional("es", 'es-"><script>') == "es"


def test_pages_say_nothing_that_is_not_in_a_catalogue():
    roots = [PROJECT / "console" / "components", PROJECT / "console" / "pages", PROJECT / "booking_page"]
    files = chain.from_iterable(root.rglob("*.py") for root in roots)
    assert [said for file in files if file.name != "gallery.py" for said in _literals(file)] == []


_READ = {"aria_label", "title", "placeholder", "alt", "label", "hint", "heading", "empty"}
"""What a component says to people by name."""
_NOT_READ = ("style", "script")


def _literals(file: Path) -> Iterator[str]:
    """Texts of two words and more that a page's components are given."""
    for node in ast.walk(ast.parse(file.read_text())):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and called.startswith(("rx.el.", "ui.")) and not called.endswith(_NOT_READ):
            given = [*node.args, *(one.value for one in node.keywords if one.arg in _READ)]
            for text in chain.from_iterable(map(_texts, given)):
                if not re.search(r"://|@", text) and re.search(r"[A-Za-z]{2,}[ ,.]+[A-Za-z]{2,}", text):
                    yield f"{file.name}: {text}"


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may come to, but for those of components within it."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts):
            yield from chain.from_iterable(map(_texts, parts))
        case ast.IfExp(body=yes, orelse=no) | ast.BinOp(left=yes, right=no):
            yield from chain(_texts(yes), _texts(no))
        case ast.Call(func=ast.Attribute(attr="cond" | "match"), args=given):
            yield from chain.from_iterable(map(_texts, given))


_REFUSING = {"of", "Refusal", "_within_reach", "__init__", "get"}


@cache
def _refusals() -> frozenset[str]:
    """Every sentence that the core, or a door, refuses with; what only the command line says is left out."""
    return frozenset(_refused())


def _refused() -> Iterator[str]:
    errors = ast.parse((PROJECT / "console/scheduling/errors.py").read_text())
    refusing = _REFUSING | {node.name for node in errors.body if isinstance(node, ast.ClassDef)}
    for file in chain(*(PROJECT.joinpath(at).rglob("*.py") for at in ("console/scheduling", "console/state"))):
        at = file.relative_to(PROJECT).as_posix()
        if re.search("/(files|samples|backups)/", at) or file.name in ("transfer.py", "shared_counts.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _name(node) in refusing:
                yield from filter(None, (_sentence(part) for one in node.args for part in _either(one)))
            elif isinstance(node, ast.Call) and _name(node) == "ValueError" and at.endswith("rules/terms.py"):
                yield from (f"{_sentence(one)}." for one in node.args if _sentence(one))
            elif isinstance(node, ast.Assign | ast.AnnAssign) and at.endswith(("permissions.py", "terms.py")):
                yield from _table(node)
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
                yield from filter(None, [_sentence(node.value)])


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _either(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _table(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    if isinstance(node.value, ast.Dict) and ast.unparse(target) in ("_SENTENCES", "_PLAIN"):
        for value in node.value.values:
            yield f"{(_sentence(value) or '').removesuffix('.')}."


def _sentence(node: ast.expr) -> str | None:
    """A text of several words, with `{}` for what differs."""
    text = None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return text if text and " " in text else None


def _template(sentence: str) -> str:
    """The sentence without the names of its figures; what a refusal does is written out in catalogues."""
    return (
        re.sub(r"\{\w*\}", "{}", sentence)
        .replace("cannot be moved", "cannot be {}")
        .replace("cannot be cancelled", "cannot be {}")
        .replace("only be moved", "only be {}")
        .replace("only be cancelled", "only be {}")
    )
