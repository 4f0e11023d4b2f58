import os
import time
import uuid

import httpx

app = httpx.Client(
    base_url="https://calls.example.com/api/v1/video/app_example",
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
)


def book(call, key):
    """Book a call once, however often this has to be sent."""
    for _ in range(5):
        try:
            answer = app.post(
                "/scheduled-calls", json=call, headers={"Idempotency-Key": key}
            )
        except httpx.TransportError:
            # Was it booked? The same key may ask again.
            time.sleep(1)
            continue
        answer.raise_for_status()
        return answer
    raise TimeoutError("Nobody answered. Keep the key, and ask again later.")


# One key for each call that you want: keep it with your own record.
key = str(uuid.uuid4())
call = {
    "presetId": "pre_example",
    "assignedAgentId": "per_example",
    "scheduledAtUtc": "2027-01-12T15:00:00.000Z",
    "durationMinutes": 30,
    "guestName": "Jane Doe",
    "guestEmail": "jane@example.com",
    "appTimezone": "America/Bogota",
}
for answer in (book(call, key), book(call, key)):
    reference = answer.json()["data"]["call"]["reference"]
    print(reference, answer.headers.get("Idempotent-Replayed"))
