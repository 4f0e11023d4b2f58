"""What a process that reads strangers' files may use of the machine before the system ends it."""

_MOST_MEMORY = 1 << 30


def bound_this_process(seconds: int) -> None:
    """Ask the system to end this process before it hurts; Windows has no such bounds: there a deadline must do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
