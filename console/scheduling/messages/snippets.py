"""A client's first calls, ready to paste: buy a token, and list the next scheduled calls where the client may read."""

import json
import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstCall:
    """Everything the first call needs. It holds the secret: show it once and keep it nowhere."""

    base_url: str
    """Where this installation is reached, without a slash at its end."""
    app_id: str
    client_id: str
    client_secret: str
    reads: bool = True
    """Whether the client has `scheduling:read`; without it the snippets end with the token."""


def curl(call: FirstCall) -> str:
    """For a shell with curl and sed."""
    credentials = shlex.quote(f"{call.client_id}:{call.client_secret}")
    lines = [
        f"api={shlex.quote(_api(call))}",
        f"token=$(curl -sS -u {credentials} -d grant_type=client_credentials \\",
        """  "$api/oauth/token" | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')""",
    ]
    if not call.reads:
        return _text(*lines, 'echo "$token"')
    return _text(*lines, f'curl -sS -H "Authorization: Bearer $token" "$api{_calls(call)}"')


def python(call: FirstCall) -> str:
    """For Python with `httpx`."""
    lines = [
        "import httpx",
        "",
        f"API = {json.dumps(_api(call))}",
        "answer = httpx.post(",
        '    f"{API}/oauth/token",',
        f"    auth=({json.dumps(call.client_id)}, {json.dumps(call.client_secret)}),",
        '    data={"grant_type": "client_credentials"},',
        "    timeout=10,",
        ")",
        "answer.raise_for_status()",
        'token = answer.json()["access_token"]',
    ]
    if not call.reads:
        return _text(*lines, "print(token)")
    return _text(
        *lines,
        "",
        "answer = httpx.get(",
        f'    f"{{API}}{_calls(call)}",',
        '    headers={"Authorization": f"Bearer {token}"},',
        "    timeout=10,",
        ")",
        "answer.raise_for_status()",
        'print(answer.json()["data"]["calls"])',
    )


def javascript(call: FirstCall) -> str:
    """For a module on a server (Node, Deno, Bun): a browser would give the secret away."""
    credentials = {"client_id": call.client_id, "client_secret": call.client_secret}
    lines = [
        f"const api = {json.dumps(_api(call))};",
        "const bought = await fetch(`${api}/oauth/token`, {",
        '  method: "POST",',
        "  body: new URLSearchParams({",
        '    grant_type: "client_credentials",',
        *(f"    {name}: {json.dumps(value)}," for name, value in credentials.items()),
        "  }),",
        "});",
        "const { access_token: token } = await bought.json();",
    ]
    if not call.reads:
        return _text(*lines, "console.log(token);")
    return _text(
        *lines,
        "",
        f"const answer = await fetch(`${{api}}{_calls(call)}`, {{",
        "  headers: { Authorization: `Bearer ${token}` },",
        "});",
        "console.log((await answer.json()).data.calls);",
    )


def _api(call: FirstCall) -> str:
    return f"{call.base_url}/api/v1"


def _calls(call: FirstCall) -> str:
    return f"/video/{call.app_id}/scheduled-calls?limit=5"


def _text(*lines: str) -> str:
    return "\n".join(lines) + "\n"
