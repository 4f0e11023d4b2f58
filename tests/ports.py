"""Ports for the servers that tests start."""

import socket


def free_port() -> int:
    """A port that nobody listens on at this moment, taken at random so that processes side by side do not meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
