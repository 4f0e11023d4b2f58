"""What stands above a day's list on the screen alone: which day, whose calls, on which paper, and the button that prints."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from console.components import inline_scripts
from console.components.paper import SIZES, Paper
from console.scheduling.messages.words import word
from console.scheduling.services.booking_views import Choices
from console.state.call_filters import CallFilters

_TOOLS = Markup('<form class="tools" method="get">{}</form>')
_FIELD = Markup('<div class="field"><label for="{0}">{1}</label>{2}</div>')
_DATE = Markup('<input id="day" name="day" type="date" required value="{}">')
_SELECT = Markup('<select id="paper" name="paper">{}</select>')
_OPTION = Markup('<option value="{}"{}>{}</option>')
_CHECK = Markup('<label class="check"><input type="checkbox" name="{}" value="{}"{}> <span>{}</span></label>')
_MANY = Markup("<details><summary>{}</summary><div>{}</div></details>")
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
_BUTTONS = Markup('<button type="submit">{}</button><button type="button" class="first">{}</button><a href="{}">{}</a>')
PRINTS = inline_scripts.script("document.querySelector('.tools .first').addEventListener('click',()=>print())")
"""What makes the button print."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the address asks for. `is_mine`: one's own calls alone."""

    day: date
    filters: CallFilters
    paper: Paper
    is_together: bool = False
    is_mine: bool = False


def day_tools(wishes: Wishes, choices: Choices, back: str) -> Markup:
    """The form, which asks for the page anew; `back` is where one came from."""
    papers = Markup().join(
        _OPTION.format(paper, _if(paper == wishes.paper, " selected"), name) for paper, name in SIZES.items()
    )
    whose = [] if wishes.is_mine else [("agent", choices.agents), ("team", choices.teams)]
    chosen = {"agent": wishes.filters.agents, "team": wishes.filters.teams}
    form = _TOOLS.format(
        Markup().join(
            [
                _FIELD.format("day", word("print_day_label"), _DATE.format(wishes.day.isoformat())),
                *(_many(name, offered, chosen[name]) for name, offered in whose if len(offered) > 1),
                _FIELD.format("paper", word("print_paper"), _SELECT.format(papers)),
                _check("together", "yes", word("print_together"), is_on=wishes.is_together),
                *_kept(wishes),
                _BUTTONS.format(word("print_show"), word("print_now"), back, word("print_back")),
            ]
        )
    )
    return form + PRINTS


def _many(name: str, offered: list[tuple[str, str]], chosen: tuple[str, ...]) -> Markup:
    """Any number of agents or teams; none chosen are all."""
    label = word(f"print_{name}s_chosen", count=len(chosen)) if chosen else word(f"print_every_{name}")
    boxes = (_check(name, value, said, is_on=value in chosen) for value, said in offered)
    return _MANY.format(label, Markup().join(boxes))


def _check(name: str, value: str, label: str, *, is_on: bool) -> Markup:
    return _CHECK.format(name, value, _if(is_on, " checked"), label)


def _kept(wishes: Wishes) -> list[Markup]:
    """The filters that this form does not offer go on."""
    filters = wishes.filters
    kept = {
        "status": ",".join(filters.statuses),
        "preset": ",".join(filters.presets),
        "source": ",".join(filters.sources),
        "q": filters.search,
        "mine": "yes" if wishes.is_mine else "",
    }
    return [_HIDDEN.format(name, value) for name, value in kept.items() if value]


def _if(is_so: bool, attribute: str) -> Markup:
    return Markup(attribute) if is_so else Markup()  # noqa: S704 - ours
