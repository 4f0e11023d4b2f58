import os
from datetime import UTC, datetime, timedelta

import httpx

API = "https://calls.example.com/api/v1"

# 1. Buy a token. It is good for an hour.
answer = httpx.post(
    f"{API}/oauth/token",
    auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]),
    data={"grant_type": "client_credentials"},
)
answer.raise_for_status()
app = httpx.Client(
    base_url=f"{API}/video/app_example",
    headers={"Authorization": f"Bearer {answer.json()['access_token']}"},
)

# 2. Ask who is free in the coming week.
first = datetime.now(UTC).date() + timedelta(days=1)
answer = app.get(
    "/availability",
    params={
        "fromUtc": f"{first}T00:00:00Z",
        "toUtc": f"{first + timedelta(days=7)}T00:00:00Z",
        "durationMinutes": 30,
        "presetId": "pre_example",
    },
)
answer.raise_for_status()
slots = answer.json()["data"]["slots"]

# 3. Book the first of them.
answer = app.post(
    "/scheduled-calls",
    json={
        "presetId": "pre_example",
        "assignedAgentId": slots[0]["agentId"],
        "scheduledAtUtc": slots[0]["startUtc"],
        "durationMinutes": 30,
        "guestName": "Jane Doe",
        "guestEmail": "jane@example.com",
        "appTimezone": "America/Bogota",
    },
)
answer.raise_for_status()
call = answer.json()["data"]["call"]
print(call["id"], call["reference"], call["join_url"])
