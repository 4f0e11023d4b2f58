import os

import httpx

app = httpx.Client(
    base_url="https://calls.example.com/api/v1/video/app_example",
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
)

path = f"/scheduled-calls/{os.environ['CALL_ID']}"

# Read it, and note which version you saw.
answer = app.get(path)
answer.raise_for_status()
seen = answer.headers["ETag"]

# Change it, but only if nobody else has changed it since.
answer = app.patch(
    path,
    headers={"If-Match": seen},
    json={"guestIntakeNotes": "Would like to speak Spanish."},
)
if answer.status_code == 409:
    print("refused:", answer.json()["error"]["details"][0]["code"])
else:
    answer.raise_for_status()
    print("changed:", seen, "->", answer.headers["ETag"])
