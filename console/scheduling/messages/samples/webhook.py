import hashlib
import hmac
import json
import os
from datetime import UTC, datetime, timedelta

# While a secret is rotated there may be two: the old one and the new one.
SECRETS = os.environ["WEBHOOK_SECRETS"].split(",")
TOLERANCE = timedelta(minutes=5)


def verified(headers, body):
    """The event, if it was signed with our secret and sent just now.

    `headers` is a mapping whose `get` ignores case, as in Flask, Django and FastAPI;
    `body` holds the raw bytes, before anything has read them as JSON.
    """
    names = ("X-Callboard-Signature", "X-Callboard-Signature-New")
    given = [headers.get(name, "").encode() for name in names]
    for secret in SECRETS:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        ours = f"sha256={digest}".encode()
        if any(hmac.compare_digest(ours, each) for each in given):
            break
    else:
        raise ValueError("This was not signed with our secret.")
    event = json.loads(body)
    sent_at = datetime.fromisoformat(event["deliveredAt"])
    if abs(datetime.now(UTC) - sent_at) > TOLERANCE:
        raise ValueError("This was not sent just now.")
    return event
