"""A browser tab without the browser: Reflex's socket spoken by hand, to say what no page of ours would say."""

import json
import uuid
from contextlib import suppress
from urllib.parse import urlsplit

from simple_websocket import Client, ConnectionClosed, ConnectionError
from wsproto.events import Ping

NAMESPACE = "/_event"
NOTICE = "reflex___state____state.console___state___notice____notice_state.show"


class Refused(Exception):
    """The server closed the door before the first word."""


class Tab:
    """One open tab of somebody: `cookie` says who, `path` and `params` where (as React Router would tell)."""

    def __init__(
        self, base_url: str, *, cookie: str = "", token: str = "", origin: str = "", path: str = "/", **params
    ):
        self.token = token or str(uuid.uuid4())
        self.path, self.params = path, params
        headers = {"Cookie": cookie} if cookie else {}
        if origin:
            headers["Origin"] = origin
        url = f"ws://{urlsplit(base_url).netloc}/_event/?token={self.token}&EIO=4&transport=websocket"
        try:
            self._socket = Client.connect(url, headers=headers)
            # A first message that came along with the handshake is only looked at when more arrives: the answer to this.
            self._socket.sock.send(self._socket.ws.send(Ping()))
            self._expect("0")
            self._socket.send(f"40{NAMESPACE},")
            self._expect(f"40{NAMESPACE}")
        except (ConnectionClosed, ConnectionError) as error:
            raise Refused from error

    def call(self, handler: str, /, quiet: float = 0.4, **payload) -> list[dict]:
        """Fire a handler by its full name; gives the updates that came until it was quiet for so many seconds."""
        self.send(handler, **payload)
        return self.listen(quiet)

    def answer(self, handler: str, /, **payload) -> list[dict]:
        """Fire a handler; gives the updates that came before the answer to an event sent right after it."""
        self.send(handler, **payload)
        mark = str(uuid.uuid4())
        self.send(NOTICE, kind="info", text=mark)
        updates = []
        while (message := self._socket.receive(timeout=20)) is not None:
            if mark in message:
                return updates
            updates += self._updates(message)
        raise Refused("The server fell silent.")

    def send(self, handler: str, /, **payload) -> None:
        """Fire a handler and wait for nothing: the server takes a tab's events in their order."""
        event = {
            "name": handler,
            "payload": payload,
            "router_data": {"pathname": self.path, "asPath": self.path, "query": self.params, **self._location()},
            "token": self.token,
        }
        self._socket.send(f"42{NAMESPACE}," + json.dumps(["event", event]))

    def listen(self, quiet: float = 0.4) -> list[dict]:
        """The updates that arrive until nothing came for so many seconds."""
        updates = []
        while (message := self._socket.receive(timeout=quiet)) is not None:
            updates += self._updates(message)
        return updates

    def wait(self) -> list[dict]:
        """The next updates that come, asked for or not."""
        while (message := self._socket.receive(timeout=20)) is not None:
            if updates := self._updates(message):
                return updates
        raise Refused("The server fell silent.")

    def is_closed_by_server(self, seconds: float = 0.2) -> bool:
        """Whether the server closes the connection within so many seconds. A browser does not listen to its goodbye."""
        try:
            while (message := self._socket.receive(timeout=seconds)) is not None:
                self._updates(message)
        except ConnectionClosed:
            return True
        return False

    def _updates(self, message: str) -> list[dict]:
        if message == "2":
            self._socket.send("3")
        if not message.startswith(f"42{NAMESPACE},"):
            return []
        name, update = json.loads(message.removeprefix(f"42{NAMESPACE},"))
        return [update] if name == "event" else []

    def close(self) -> None:
        """Close the tab."""
        with suppress(ConnectionClosed):
            self._socket.close()

    def __enter__(self) -> "Tab":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _location(self) -> dict:
        return {"search": "", "hash": "", "origin": "http://localhost"}

    def _expect(self, start: str) -> None:
        message = self._socket.receive(timeout=20)
        if message is None or not message.startswith(start):
            raise Refused(str(message))
