"""WhatsApp over the Cloud API, with the account of the message's app."""

from typing import Any

import httpx

from console.scheduling.messages.whatsapp import fault_told
from console.scheduling.rules.whatsapp import verdict
from console.scheduling.services.channels import WhatsAppAccount
from console.scheduling.services.reminders import Due, Sent

_SECONDS = httpx.Timeout(15, connect=5)
_LONGEST_DETAIL = 200


async def send(due: Due) -> Sent:
    """Send one message. It never raises: what failed is in the answer.

    A template that does not exist in the customer's language is asked for in the default one.
    """
    account, request = due.account, due.request
    if account is None or request is None:
        return Sent(due, "WhatsApp is not set up", final=True)
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False, follow_redirects=False) as client:
        sent = await _post(client, account, due, request)
        if sent.fault == "no_such_template" and _language(request) != account.default_language:
            sent = await _post(client, account, due, _in_language(request, account.default_language))
    return sent.outcome


class _Answer:
    """What came back: the outcome, and the fault behind it."""

    def __init__(self, outcome: Sent, fault: str = "") -> None:
        self.outcome, self.fault = outcome, fault


async def _post(client: httpx.AsyncClient, account: WhatsAppAccount, due: Due, request: dict[str, Any]) -> _Answer:
    try:
        answer = await client.post(
            f"{account.base_url}/{account.phone_number_id}/messages",
            headers={"Authorization": f"Bearer {account.token}"},
            # The API gives it back with every status, which may be quicker than the answer to this very request.
            json={**request, "biz_opaque_callback_data": due.reminder_id},
        )
    except httpx.TimeoutException:
        return _Answer(Sent(due, "no answer in time"))
    except httpx.HTTPError as failed:
        return _Answer(Sent(due, str(failed) or type(failed).__name__))
    said = _said(answer)
    if answer.is_success:
        return _Answer(Sent(due, provider_id=_message_id(said)))
    error = said.get("error")
    error = error if isinstance(error, dict) else {}
    code = error.get("code")
    judged = verdict(code if isinstance(code, int) else None, answer.status_code)
    detail = f"{code or answer.status_code} {error.get('message') or ''}".strip()[:_LONGEST_DETAIL]
    return _Answer(Sent(due, fault_told(judged.fault, detail), final=judged.is_final), judged.fault)


def _said(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _message_id(said: dict[str, Any]) -> str | None:
    match said:
        case {"messages": [{"id": str(name)}, *_]}:
            return name
    return None


def _language(request: dict[str, Any]) -> str | None:
    return request.get("template", {}).get("language", {}).get("code")


def _in_language(request: dict[str, Any], code: str) -> dict[str, Any]:
    return {**request, "template": {**request["template"], "language": {"code": code}}}
