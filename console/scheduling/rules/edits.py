"""Two people at one form: what one typed and what another has saved meanwhile, brought together. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

Fields = Mapping[str, str]
"""A form's fields by name, as they are typed."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The form as it is to be shown. `clashes` names the fields that both changed, each differently: mine stand."""

    fields: dict[str, str]
    clashes: tuple[str, ...]


def merge(base: Fields, mine: Fields, theirs: Fields) -> Merged:
    """What was typed is kept, and what was left alone follows the other's version.

    `base` is what the form showed before either changed it. All three name the same fields.
    """
    fields: dict[str, str] = {}
    clashes: list[str] = []
    for name, typed in mine.items():
        fields[name] = theirs[name] if typed == base[name] else typed
        if typed != base[name] and theirs[name] not in (base[name], typed):
            clashes.append(name)
    return Merged(fields, tuple(clashes))
