"""Whether this process is about to stop: who sends it requests is told to send the next ones elsewhere."""

_begun = False


def begin() -> None:
    """From now on `/health/ready` is 503, and every answer asks for its connection to be closed."""
    global _begun
    _begun = True


def has_begun() -> bool:
    """Whether it is."""
    return _begun
