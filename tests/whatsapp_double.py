"""A WhatsApp Cloud API on this machine: real HTTP, its own checks of templates and tokens, its errors and its callbacks."""

import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

NUMBER_ID = "106540352242922"
TOKEN = "EAAG-double"
SECRET = "app-secret"


def _approved() -> dict[tuple[str, str], int]:
    """Approved templates by name and language: how many variables their body has."""
    names = {"invitation": 6, "moved": 7, "reminder": 5, "cancellation": 5, "conflict": 6, "message": 4}
    return {(f"callboard_{name}", "en"): variables for name, variables in names.items()}


@dataclass
class CloudApi:
    """The double. `fault` is what it answers instead: (HTTP status, code).

    While `answers` is not set, it hangs, at most a minute.
    """

    port: int = 0
    templates: dict[tuple[str, str], int] = field(default_factory=_approved)
    requests: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    fault: tuple[int, int] | None = None
    answers: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v23.0"

    def answer(self, path: str, token: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the Cloud API answers to a request for a message."""
        self.answers.wait(60)
        self.requests.append(body)
        if token != f"Bearer {TOKEN}":
            return _error(401, 190, "Invalid OAuth access token")
        if path != f"/v23.0/{NUMBER_ID}/messages" or body.get("messaging_product") != "whatsapp":
            return _error(400, 100, "Invalid parameter")
        if self.fault:
            return _error(*self.fault, "On purpose")
        if body["type"] == "template" and (refused := self._refused(body["template"])):
            return refused
        name = f"wamid.{next(self._numbers)}"
        self.sent.append({**body, "id": name})
        return 200, {"messaging_product": "whatsapp", "contacts": [{"wa_id": body["to"]}], "messages": [{"id": name}]}

    def _refused(self, template: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        key = template["name"], template["language"]["code"]
        if key not in self.templates:
            return _error(404, 132001, "Template name does not exist in the translation")
        filled = [one["text"] for part in template.get("components", ()) for one in part["parameters"]]
        if len(filled) != self.templates[key]:
            return _error(400, 132000, "Number of parameters does not match the expected number of params")
        if any(not text or "\n" in text or "\t" in text or "    " in text for text in filled):
            return _error(400, 132018, "Param text cannot have new-line/tab characters")
        return None


def _error(status: int, code: int, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}}


@contextmanager
def cloud_api() -> Iterator[CloudApi]:
    """The double, listening for as long as the block lasts."""
    double = CloudApi()
    double.answers.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, said = double.answer(self.path, self.headers.get("Authorization", ""), body)
            answer = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has given up
                self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield double
    double.answers.set()
    server.shutdown()
    server.server_close()


def signed(*values: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """A callback's raw body and headers, signed as the Cloud API signs."""
    entry = [{"id": "1", "changes": [{"field": "messages", "value": value} for value in values]}]
    body = json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()
    signature = hmac.new(SECRET.encode(), body, sha256).hexdigest()
    return body, {"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}


def status(sent: dict[str, Any], news: str, code: int | None = None) -> dict[str, Any]:
    """News of a message that the double has taken."""
    told: dict[str, Any] = {
        "id": sent["id"],
        "status": news,
        "timestamp": "1700000000",
        "recipient_id": sent["to"],
        "biz_opaque_callback_data": sent["biz_opaque_callback_data"],
    }
    if code:
        told["errors"] = [{"code": code, "title": "Message undeliverable"}]
    return _value(statuses=[told])


def typed(phone: str, text: str, message_id: str = "wamid.in1") -> dict[str, Any]:
    """What a customer typed."""
    return _value(
        messages=[{"from": phone.removeprefix("+"), "id": message_id, "type": "text", "text": {"body": text}}]
    )


def pressed(sent: dict[str, Any], button: str, message_id: str = "wamid.in1") -> dict[str, Any]:
    """A quick reply under a template that the double has taken."""
    return _value(
        messages=[
            {
                "from": sent["to"],
                "id": message_id,
                "type": "button",
                "context": {"from": "15550100", "id": sent["id"]},
                "button": {"payload": button, "text": button},
            }
        ]
    )


def _value(**what: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "15550100", "phone_number_id": NUMBER_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata, **what}
