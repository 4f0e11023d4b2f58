"""Tabs: a strip of views of one thing. Arrow keys move between them."""

from collections.abc import Sequence

import reflex as rx

Text = rx.Var[str] | str


def tabs(
    tabs: Sequence[tuple[str, Text, rx.Component]], *, value: Text | None = None, on_change=None, default: str = ""
) -> rx.Component:
    """`tabs` are (value, label, panel). Controlled by `value` and `on_change`, or on its own from `default`."""
    control = (
        {"value": value, "on_value_change": on_change}
        if value is not None
        else {"default_value": default or tabs[0][0]}
    )
    return TabsRoot.create(
        TabsList.create(
            *(TabsTrigger.create(label, value=key, class_name=_TAB) for key, label, _ in tabs),
            class_name="flex gap-4 border-b border-line",
        ),
        *(TabsContent.create(panel, value=key, class_name="pt-4") for key, _, panel in tabs),
        **control,
    )


_TAB = (
    "-mb-px h-9 border-b-2 border-transparent text-sm font-medium text-muted hover:text-ink "
    "data-[state=active]:border-accent data-[state=active]:text-ink"
)


class _Tabs(rx.Component):
    library = "@radix-ui/react-tabs@1.2.1"


class TabsRoot(_Tabs):
    """Radix's Root."""

    tag = "Root"
    alias = "TabsRoot"

    value: rx.Var[str]
    default_value: rx.Var[str]
    on_value_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class TabsList(_Tabs):
    """Radix's List."""

    tag = "List"
    alias = "TabsList"


class TabsTrigger(_Tabs):
    """Radix's Trigger."""

    tag = "Trigger"
    alias = "TabsTrigger"

    value: rx.Var[str]


class TabsContent(_Tabs):
    """Radix's Content."""

    tag = "Content"
    alias = "TabsContent"

    value: rx.Var[str]
