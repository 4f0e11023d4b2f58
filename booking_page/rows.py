"""What the booking page shows before a booking, as values ready to be shown: agents and questions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AgentCard:
    """An agent to pick."""

    id: str
    name: str
    initials: str
    photo: str = ""
    """The address of a picture; without one, the initials stand for a face."""


@dataclass(frozen=True, slots=True)
class Question:
    """One of the preset's own questions, and the answer typed so far."""

    name: str
    kind: str
    label: str
    required: bool
    options: list[str] = field(default_factory=list)
    version: str = ""
    """Which wording of a consent this is."""
    answer: str = ""


def initials(name: str) -> str:
    """`AM` for Ada Moreno: what stands for a face."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
