import os
import time

import httpx

app = httpx.Client(
    base_url="https://calls.example.com/api/v1/video/app_example",
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}"},
)


def ask(method, path, *, longest_wait=90, **options):
    """Send a request; where a limit is reached, wait as long as the answer says.

    A wait of more seconds than `longest_wait` is the caller's to decide about.
    """
    answer = app.request(method, path, **options)
    for _ in range(5):
        wait = int(answer.headers.get("Retry-After", 0))
        if answer.status_code not in (429, 503) or wait > longest_wait:
            break
        time.sleep(wait)
        answer = app.request(method, path, **options)
    return answer


answer = ask("GET", "/presets")
print(answer.status_code, answer.headers.get("X-RateLimit-Remaining"))
