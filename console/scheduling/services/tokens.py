"""Keys that we hand out: 256 random bits, of which only a hash is kept.

SHA-256 is enough, and right: nobody guesses 256 bits, and a slow hash would only give strangers a lever.
"""

import hashlib
import secrets


def fresh(prefix: str = "") -> str:
    """A new token, safe in URLs and headers."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token. Total: any text has one, so that nonsense is simply unknown."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
