"""The two families of signatures, checked by somebody else's package and by known values."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from console.scheduling.messages.signing import Keys, fresh_secret, headers, standard_signature

BODY = '{"name":"Zoë"}'.encode()


def _headers(keys: Keys, prefix: str = "X-Callboard") -> dict[str, str]:
    at = datetime.now(UTC)
    return headers(prefix, keys, event_id="evt_1", event="scheduled.created", delivery="whk_1:1", at=at, body=BODY)


def test_the_package_of_standard_webhooks_accepts_what_we_sign():
    secret = fresh_secret()
    assert Webhook(secret).verify(BODY, _headers(Keys(secret))) == {"name": "Zoë"}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", _headers(Keys(secret)))


def test_the_specifications_own_example():
    # https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    signature = standard_signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_our_own_signature_is_keyed_with_the_whole_text_of_the_secret():
    secret = fresh_secret()
    expected = hmac.new(secret.encode(), BODY, sha256).hexdigest()
    assert _headers(Keys(secret))["X-Callboard-Signature"] == f"sha256={expected}"


def test_during_a_rotation_both_secrets_verify():
    old, new = fresh_secret(), fresh_secret()
    sent = _headers(Keys(old, new))
    for secret, name in ((old, "X-Callboard-Signature"), (new, "X-Callboard-Signature-New")):
        Webhook(secret).verify(BODY, sent)
        assert sent[name] == f"sha256={hmac.new(secret.encode(), BODY, sha256).hexdigest()}"


def test_the_prefix_is_the_operators():
    sent = _headers(Keys(fresh_secret()), "X-Legacy")
    assert {"X-Legacy-Signature", "X-Legacy-Event", "X-Legacy-Delivery", "X-Legacy-Timestamp"} <= set(sent)
    assert not any(name.startswith("X-Callboard") for name in sent)
