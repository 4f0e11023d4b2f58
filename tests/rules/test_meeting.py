"""The address of a call's meeting place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules.meeting import address, checked


@pytest.mark.parametrize(
    "template",
    [
        "https://meet.example/{room}",
        "https://meet.example:8443/r/{room}?displayName={name}&role={role}#{role}",
        "https://zoom.example/j/123",
        "http://localhost:9000/{room}",
        "http://127.0.0.1/{room}",
    ],
)
def test_an_https_address_with_known_placeholders_is_kept_as_it_is(template):
    assert checked(f"  {template} ") == template


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_nothing_is_no_template(nothing):
    assert checked(nothing) is None


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("meet.example/{room}", "whole address"),
        ("https:///r/{room}", "whole address"),
        ("https://user:secret@meet.example/{room}", "whole address"),
        ("https://meet.example:port/{room}", "whole address"),
        ("https://meet.example/a room", "whole address"),
        ("https://meet.example/\0", "whole address"),
        ("https://[meet/{room}", "whole address"),
        ("http://meet.example/{room}", "browsers allow"),
        ("javascript://x/%0aalert(1)", "browsers allow"),
        ("https://{name}/{room}", "behind the host"),
        ("https://meet.example/{roome}", "{roome} means nothing"),
        ("https://meet.example/{}", "{} means nothing"),
        ("https://meet.example/{room", "{ means nothing"),
        ("https://meet.example/{{room}}", "means nothing"),
        ("https://meet.example/" + "x" * 2000, "At most"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(template, why):
    with pytest.raises(Invalid, match=why.replace("{", r"\{").replace("}", r"\}")) as refused:
        checked(template)
    assert refused.value.field == "meeting_url_template"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_name_stays_one_value_whatever_it_holds(name):
    said = address("https://meet.example/{room}?n={name}&r={role}", room="01abc", name=name, role="guest")
    parts = urlsplit(said)
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "meet.example", "/01abc", "")
    assert parse_qs(parts.query, keep_blank_values=True) == {"n": [name], "r": ["guest"]}
