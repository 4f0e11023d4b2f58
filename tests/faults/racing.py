"""One racer of `test_race`, in a module of its own: a fresh process imports this and httpx, nothing of Callboard."""

import httpx


def race(number: int, url: str, token: str, agent_id: str, starts: list[str]) -> dict[str, int]:
    """Try to book every start with this agent, one after another: start -> status."""
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30) as http:
        return {start: http.post(url, json=_call(number, agent_id, start)).status_code for start in starts}


def _call(number: int, agent_id: str, start: str) -> dict[str, object]:
    return {
        "guestName": f"Racer {number}",
        "guestEmail": f"racer{number}@guests.test",
        "scheduledAtUtc": start,
        "appTimezone": "UTC",
        "assignedAgentId": agent_id,
        "durationMinutes": 15,
    }
