"""The console in a window of its own: which address it shows, what it remembers, and what it starts and ends."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from console.commands import desktop
from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings


class Resized:
    """A window's event, to which one listens with `+=`."""

    def __init__(self) -> None:
        self.listeners: list[Any] = []

    def __iadd__(self, listener: Any) -> "Resized":
        self.listeners.append(listener)
        return self


class Webview:
    """In the place of pywebview: keeps the window that was asked for, and may change its size before it closes."""

    WebViewException = RuntimeError

    def __init__(self) -> None:
        self.settings: dict[str, bool] = {}
        self.windows: list[dict[str, Any]] = []
        self.drawn_to: tuple[int, int] | None = None
        self.can_show = True
        self.resized = Resized()

    def create_window(self, title: str, url: str, **window: Any) -> SimpleNamespace:
        self.windows.append({"title": title, "url": url, **window})
        return SimpleNamespace(events=SimpleNamespace(resized=self.resized))

    def start(self, **_: Any) -> None:
        if not self.can_show:
            raise self.WebViewException("there is no display")
        for listener in self.resized.listeners if self.drawn_to else ():
            listener(*self.drawn_to)


@pytest.fixture
def webview(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Webview:
    """What the command opens its window with, and a home where it keeps things."""
    stub = Webview()
    monkeypatch.setitem(sys.modules, "webview", stub)  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr(typer, "get_app_dir", lambda name: str(tmp_path / name))
    return stub


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses where a Callboard answers."""
    addresses: list[str] = []
    monkeypatch.setattr(desktop, "_answers", addresses.__contains__)
    return addresses


def test_it_shows_the_installation_that_runs_and_leaves_other_sites_to_the_browser(webview: Webview, runs: list[str]):
    runs.append("https://calls.example")
    desktop.desktop(url="https://calls.example/")
    (window,) = webview.windows
    assert (window["title"], window["url"]) == ("Callboard", "https://calls.example")
    assert webview.settings == {"OPEN_EXTERNAL_LINKS_IN_BROWSER": True}


def test_the_window_comes_back_as_large_as_it_was(webview: Webview, runs: list[str]):
    runs.append(settings().base_url)
    for drawn_to in ((1024, 700), None, None):
        webview.drawn_to = drawn_to
        desktop.desktop()
    assert [(window["width"], window["height"]) for window in webview.windows] == [
        (1280, 840),
        (1024, 700),
        (1024, 700),
    ]


def test_where_nothing_runs_it_starts_one_and_ends_it_with_the_window(
    webview: Webview, runs: list[str], monkeypatch: pytest.MonkeyPatch
):
    did: list[str] = []

    class Server:
        def __init__(self, command: list[str]) -> None:
            did.append(" ".join(command[1:]))
            runs.append(settings().base_url)

        def terminate(self) -> None:
            did.append(f"ended after {len(webview.windows)} window")

        def wait(self, seconds: float) -> int:
            return 0

    monkeypatch.setattr(desktop.subprocess, "Popen", Server)
    desktop.desktop()
    assert did == [f"-m console.cli up --port {settings().port}", "ended after 1 window"]


def test_it_says_in_one_line_why_it_cannot(webview: Webview, runs: list[str], monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Unavailable, match=r"Nothing answers at https://nowhere"):
        desktop.desktop(url="https://nowhere.example")
    runs.append(settings().base_url)
    webview.can_show = False
    with pytest.raises(Unavailable, match="No window can be opened here: there is no display"):
        desktop.desktop()
    monkeypatch.setitem(sys.modules, "webview", None)
    with pytest.raises(Unavailable, match=r"pip install 'callboard\[desktop\]'"):
        desktop.desktop()
