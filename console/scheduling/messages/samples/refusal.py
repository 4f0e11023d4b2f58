import os

import httpx

app = httpx.Client(
    base_url="https://calls.example.com/api/v1/video/app_example",
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
)

call = {
    "presetId": "pre_example",
    "assignedAgentId": "per_example",
    "scheduledAtUtc": "2027-01-12T15:00:00.000Z",
    "durationMinutes": 30,
    "guestName": "Jane Doe",
    "guestEmail": "jane@example.com",
    "appTimezone": "America/Bogota",
}

answer = app.post("/scheduled-calls", json=call)
if answer.status_code == 409:
    error = answer.json()["error"]
    print(error["details"][0]["code"], error["message"])
    for other in error.get("alternatives", []):
        print("free instead:", other["startUtc"])
elif answer.is_error:
    error = answer.json()["error"]
    print(error["type"], error["details"])
else:
    print("booked:", answer.json()["data"]["call"]["reference"])
