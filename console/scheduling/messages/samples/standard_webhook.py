import base64
import hashlib
import hmac
import json
import os
import time

# While a secret is rotated there may be two: the old one and the new one.
SECRETS = os.environ["WEBHOOK_SECRETS"].split(",")
TOLERANCE = 5 * 60  # seconds


def verified(headers, body):
    """The event, if it was signed with our secret and sent just now.

    `headers` is a mapping whose `get` ignores case, as in Flask, Django and FastAPI;
    `body` holds the raw bytes, before anything has read them as JSON.
    """
    event_id = headers.get("webhook-id", "")
    sent_at = headers.get("webhook-timestamp", "0")
    given = headers.get("webhook-signature", "").encode().split()
    signed = f"{event_id}.{sent_at}.".encode() + body
    for secret in SECRETS:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        digest = hmac.new(key, signed, hashlib.sha256).digest()
        ours = b"v1," + base64.b64encode(digest)
        if any(hmac.compare_digest(ours, each) for each in given):
            break
    else:
        raise ValueError("This was not signed with our secret.")
    if abs(time.time() - int(sent_at)) > TOLERANCE:
        raise ValueError("This was not sent just now.")
    return json.loads(body)
