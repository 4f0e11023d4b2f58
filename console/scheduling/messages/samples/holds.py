import os

import httpx

app = httpx.Client(
    base_url="https://calls.example.com/api/v1/video/app_example",
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
)

# Keep the time while your customer fills the form.
answer = app.post(
    "/holds",
    json={
        "presetId": "pre_example",
        "agentId": "per_example",
        "startUtc": "2027-01-12T15:00:00.000Z",
        "durationMinutes": 30,
    },
)
answer.raise_for_status()
hold = answer.json()["data"]["hold"]
print("kept until", hold["expires_at"])

# Book it: the same time, length, preset and agent.
answer = app.post(
    "/scheduled-calls",
    json={
        "holdId": hold["id"],
        "presetId": hold["preset_id"],
        "assignedAgentId": hold["agent_id"],
        "scheduledAtUtc": hold["start_at"],
        "durationMinutes": hold["duration_minutes"],
        "guestName": "Jane Doe",
        "guestEmail": "jane@example.com",
        "appTimezone": "America/Bogota",
    },
)
answer.raise_for_status()
print("booked:", answer.json()["data"]["call"]["reference"])

# Changed their mind? app.delete(f"/holds/{hold['id']}") lets others have it at once.
