"""The documentation page and its files, as this server has them."""

import gzip
import re
from pathlib import Path

from api.docs import page
from console import bundle
from tests.api.conftest import Wire

_LARGEST = 520_000
"""Bytes of all its files as they are sent, compressed; Swagger UI alone takes 475,000."""


def test_the_page_names_no_other_host(wire: Wire):
    served = wire.http.get("/api/docs")
    assert served.headers["content-type"] == "text/html; charset=utf-8"
    assert "$" not in served.text
    wanted = re.findall(r'(?:src|href)="([^"]+)"', served.text)
    assert {address.partition("/")[0] for address in wanted} == {"", "data:image"}


def test_its_files_are_kept_for_good_and_sent_small(wire: Wire):
    sent = 0
    for address in re.findall(r'"(/api/docs/[^"]+)"', wire.http.get("/api/docs").text):
        plain = wire.http.get(address, headers={"Accept-Encoding": "identity"})
        assert plain.status_code == 200
        assert "immutable" in plain.headers["cache-control"]
        assert "content-encoding" not in plain.headers
        packed = wire.http.get(address)
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.content == plain.content
        sent += len(gzip.compress(plain.content, 9))
    assert sent < _LARGEST


def test_an_old_or_strange_file_is_not_found(wire: Wire):
    for name in ("000000000000-docs.js", "page.html", "..%2Fpage.py"):
        answer = wire.http.get(f"/api/docs/{name}")
        assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found")


def test_its_icon_is_the_consoles():
    assert (
        Path(page.__file__).with_name("favicon.svg").read_text() == (bundle.PROJECT / "assets/favicon.svg").read_text()
    )
