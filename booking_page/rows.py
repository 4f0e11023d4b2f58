"""What the booking page shows, as values ready to be shown: agents, questions, and the booking that was made."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AgentCard:
    """An agent to pick."""

    id: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the preset's own questions, and the answer typed so far."""

    name: str
    kind: str
    label: str
    required: bool
    options: list[str] = field(default_factory=list)
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The booking that was made, in words, with the ways to change it."""

    when: str = ""
    distance: str = ""
    agent: str = ""
    reference: str = ""
    pending: bool = False
    manage_url: str = ""
    calendar_url: str = ""
    join_url: str = ""


def initials(name: str) -> str:
    """`AM` for Ada Moreno: what stands for a face."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
