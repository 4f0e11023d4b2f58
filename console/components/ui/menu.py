"""A menu behind a button: Radix's dropdown without its looks. Focus, Esc, arrows and typing ahead are Radix's."""

import reflex as rx
from reflex_base.constants.compiler import MemoizationMode

from console.components.ui.icon import icon

Text = rx.Var[str] | str

_ANY_ITEM = (
    "flex cursor-default select-none gap-2 rounded-sm px-2 text-sm outline-none "
    "data-[highlighted]:bg-hover data-[disabled]:text-faint data-[disabled]:opacity-60"
)
_ITEM = f"h-8 items-center {_ANY_ITEM}"
_TALL = f"items-start py-1.5 {_ANY_ITEM}"


def menu(trigger: rx.Component, *items, align: str = "start", class_name: str = "") -> rx.Component:
    """`trigger` is a button of the kit; `items` are `menu_item`s, `menu_label`s and `menu_separator`s."""
    return MenuRoot.create(
        MenuTrigger.create(trigger, as_child=True),
        MenuPortal.create(
            MenuContent.create(
                *items,
                align=align,
                side_offset=6,
                collision_padding=8,
                class_name=["pop z-50 min-w-44 max-w-80 rounded-md bg-raised p-1 text-ink shadow-high", class_name],
            )
        ),
        modal=False,
    )


def menu_item(*children, glyph: str = "", on_select=None, danger: bool = False, **props) -> rx.Component:
    """One act. `on_select` is its handler."""
    if on_select is not None:
        props["on_select"] = on_select
    tone = "text-danger-ink" if danger else ""
    return MenuItem.create(*_led(glyph, children), class_name=[_ITEM, tone], **props)


def menu_link(*children, to: Text, glyph: str = "", **props) -> rx.Component:
    """One place to go."""
    return MenuItem.create(rx.el.a(*_led(glyph, children), to=to), as_child=True, class_name=_ITEM, **props)


def menu_download(*children, to: Text, glyph: str = "") -> rx.Component:
    """A file to take along; the page stays."""
    # With a target of its own the browser follows the link; without one the page's router would look for such a page.
    way = rx.el.a(*_led(glyph, children), href=to, download="", target="_blank", rel="noopener")
    return MenuItem.create(way, as_child=True, class_name=_ITEM)


def menu_story(*children, to: Text, on_select) -> rx.Component:
    """One place to go that takes several lines to say."""
    return MenuItem.create(rx.el.a(*children, to=to), as_child=True, on_select=on_select, class_name=_TALL)


def menu_form(*children, action: str, glyph: str = "") -> rx.Component:
    """An act that is a plain form post, with a full page in answer."""
    submit = rx.el.button(*_led(glyph, children), type="submit")
    return rx.el.form(
        # The menu stays: closing it would take the form away before it is sent.
        MenuItem.create(submit, as_child=True, on_select=rx.prevent_default, class_name=f"{_ITEM} w-full"),
        method="post",
        action=action,
        on_submit=None,
    )


def menu_choice(*children, chosen: rx.Var[bool] | bool, on_select) -> rx.Component:
    """One of several choices, ticked when chosen; the menu stays open no longer than a click."""
    return MenuItem.create(
        rx.el.span(rx.cond(chosen, icon("check", size=14), rx.fragment()), class_name="flex w-4"),
        *children,
        role="menuitemradio",
        aria_checked=chosen,
        on_select=on_select,
        class_name=_ITEM,
    )


def menu_label(*children) -> rx.Component:
    """A quiet heading over a group of items."""
    return MenuLabel.create(*children, class_name="px-2 pb-1 pt-1.5 text-xs text-faint")


def menu_separator() -> rx.Component:
    """A line between groups."""
    return MenuSeparator.create(class_name="-mx-1 my-1 h-px bg-line")


def _led(glyph: str, children: tuple) -> list:
    return [*([icon(glyph, class_name="text-faint")] if glyph else []), *children]


class _Menu(rx.Component):
    library = "@radix-ui/react-dropdown-menu@2.2.1"


class MenuRoot(_Menu):
    """Radix's Root."""

    tag = "Root"
    alias = "MenuRoot"

    modal: rx.Var[bool]
    open: rx.Var[bool]
    on_open_change: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class MenuTrigger(_Menu):
    """Radix's Trigger; with `as_child` the kit's own button."""

    tag = "Trigger"
    alias = "MenuTrigger"

    as_child: rx.Var[bool]

    _memoization_mode = MemoizationMode(recursive=False)


class MenuPortal(_Menu):
    """Radix's Portal."""

    tag = "Portal"
    alias = "MenuPortal"


class MenuContent(_Menu):
    """Radix's Content."""

    tag = "Content"
    alias = "MenuContent"

    align: rx.Var[str]
    side_offset: rx.Var[int]
    collision_padding: rx.Var[int]


class MenuItem(_Menu):
    """Radix's Item."""

    tag = "Item"
    alias = "MenuItem"

    as_child: rx.Var[bool]
    disabled: rx.Var[bool]
    role: rx.Var[str]
    on_select: rx.EventHandler[rx.event.no_args_event_spec]


class MenuLabel(_Menu):
    """Radix's Label."""

    tag = "Label"
    alias = "MenuLabel"


class MenuSeparator(_Menu):
    """Radix's Separator."""

    tag = "Separator"
    alias = "MenuSeparator"
