"""What a chart of bars draws, ready to show. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One part of the bars, by its name and its colour as CSS."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One bar: `values` are the heights of its parts, in the order of the series, and `said` the same in words.

    `label` stands below it, `title` over what is told of it; `total` is the figure of all parts. `before` is the height
    of the line at this bar, which stands for what `before_title` names. `address` is where a press on the bar goes.
    """

    label: str = ""
    title: str = ""
    values: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    total: str = ""
    before: int | None = None
    before_title: str = ""
    before_said: str = ""
    address: str = ""
