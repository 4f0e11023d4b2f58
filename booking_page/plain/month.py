"""A month and a day's times as plain HTML, in the same look wherever a time is chosen without a script."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from console.scheduling.messages.words import word
from console.scheduling.services.slot_calendar import DayCell, Month, SlotButton, SlotGroup

To = Callable[..., str]
"""The address of this page with other parts in its query: `to(day="2026-11-24")`, `to(month="2026-12")`."""

_DAY = Markup('<a href="{}" aria-label="{}"{}>{}</a>')
_FIELDSET = Markup('<fieldset class="slots{}"><legend>{}</legend>{}</fieldset>')
_CHOICE = Markup('<label><input type="radio" name="start" value="{}" aria-label="{}" required{}>{}</label>')
_TURN = Markup('<a class="button" href="{}" aria-label="{}">{}</a>')


def month_table(month: Month, day: str, to: To) -> Markup:
    """The month, its bookable days as links, `day` marked, with links to the months beside it."""
    turn = Markup().join(
        _TURN.format(to(month=other), word(label), arrow)
        for other, label, arrow in ((month.previous, "earlier_month", "‹"), (month.next, "later_month", "›"))
        if other
    )
    head = Markup('<div class="turn"><h2>{}</h2><span>{}</span></div>').format(month.title, turn)
    names = Markup().join(Markup("<small>{}</small>").format(name) for name in month.weekdays)
    cells = Markup().join(_cell(cell, day, to) for cell in month.days)
    return head + Markup('<div class="month">{}{}</div>').format(names, cells)


def time_choices(title: str, slots: Sequence[SlotButton], *, wide: bool = False) -> Markup:
    """Starts as radio buttons of one form, by the name `start`; `wide` for those that name their day, too."""
    return _FIELDSET.format(" wide" if wide else "", title, Markup().join(_choice(slot, "") for slot in slots))


def grouped_choices(title: str, groups: Sequence[SlotGroup], chosen: str = "") -> Markup:
    """As `time_choices`, by part of the day; the start that is `chosen` is picked already."""
    parts = Markup().join(
        Markup("<h3>{}</h3>").format(group.title) + Markup().join(_choice(slot, chosen) for slot in group.slots)
        for group in groups
    )
    return _FIELDSET.format("", title, parts)


def _choice(slot: SlotButton, chosen: str) -> Markup:
    return _CHOICE.format(slot.start, slot.label, Markup(" checked") if slot.start == chosen else "", slot.time)


def noted(title: str, notes: Sequence[str]) -> Markup:
    """A title of times, and below it what to know about their clock."""
    return Markup("{}{}").format(title, Markup().join(Markup("<small>{}</small>").format(note) for note in notes))


def _cell(cell: DayCell, day: str, to: To) -> Markup:
    today = Markup(' class="today"') if cell.today else ""
    if not cell.bookable:
        return Markup("<span{}>{}</span>").format(today, cell.number)
    current = Markup(' aria-current="date"') if cell.date == day else ""
    return _DAY.format(to(day=cell.date), cell.label, current + today, cell.number)
