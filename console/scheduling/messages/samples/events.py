"""Follow the event feed. Stop it whenever you like: it goes on where it was."""

import os
import time
from pathlib import Path

import httpx

API = "https://calls.example.com/api/v1"
CURSOR = Path("events.cursor")  # or a row of your own database
WAIT = 10  # seconds


def sign_in():
    answer = httpx.post(
        f"{API}/oauth/token",
        auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]),
        data={"grant_type": "client_credentials"},
    )
    answer.raise_for_status()
    token = answer.json()["access_token"]
    return httpx.Client(
        base_url=f"{API}/video/app_example",
        headers={"Authorization": f"Bearer {token}"},
    )


def handle(event):
    """Yours. Pass over an `id` that you have: the last page may come twice."""
    call = event["payload"]["scheduled_call"]
    print(event["id"], event["event"], call["reference"], flush=True)


app = sign_in()
while True:
    after = {"after": CURSOR.read_text()} if CURSOR.exists() else {}
    answer = app.get("/events", params={"limit": 500, **after})
    if answer.status_code == 401:  # the token's hour is over
        app = sign_in()
        continue
    if answer.status_code == 400 and after:
        CURSOR.unlink()  # from before a backup was put back: begin again
        continue
    if answer.status_code in (429, 503):
        time.sleep(int(answer.headers["Retry-After"]))
        continue
    answer.raise_for_status()
    page = answer.json()
    for event in page["data"]["events"]:
        handle(event)
    CURSOR.write_text(page["pagination"]["nextCursor"])
    if not page["pagination"]["hasMore"]:
        time.sleep(WAIT)
