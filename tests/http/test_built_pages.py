"""The pages that the build wrote: their scripts may run, when they are fetched and when they are kept."""

from importlib import import_module
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from api.edge import edge
from console.http import built_pages

room = import_module("console.http.built_pages")  # in its package, the name is the function's


def test_a_page_that_has_not_changed_keeps_its_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "page.html").write_text("<script>1</script><script src='/a.js'></script>")
    (tmp_path / "a.js").write_text("1")
    monkeypatch.setattr(room, "_BUILT", tmp_path)
    room._own_scripts.cache_clear()
    client = TestClient(edge(built_pages(Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path))]))))
    first = client.get("/page.html")
    again = client.get("/page.html", headers={"If-None-Match": first.headers["etag"]})
    room._own_scripts.cache_clear()
    assert (first.status_code, again.status_code) == (200, 304)
    own = "script-src 'self' 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=';"
    assert own in first.headers["content-security-policy"]
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert "sha256" not in client.get("/a.js").headers["content-security-policy"]
