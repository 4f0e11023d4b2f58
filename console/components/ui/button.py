"""Buttons say their act. One primary button a view; the rest are secondary or ghost."""

from typing import Literal

import reflex as rx

from console.components.ui.icon import icon

Kind = Literal["primary", "secondary", "ghost", "danger"]
Size = Literal["sm", "md", "lg"]

_BASE = (
    "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium select-none "
    "transition-colors disabled:opacity-50 disabled:cursor-not-allowed aria-busy:cursor-progress"
)
_KINDS: dict[Kind, str] = {
    "primary": "bg-accent text-on-accent shadow-low enabled:hover:bg-accent-hover",
    "secondary": "bg-surface text-ink border border-line-strong shadow-low enabled:hover:bg-hover",
    "ghost": "text-muted enabled:hover:bg-hover enabled:hover:text-ink",
    "danger": "bg-danger text-white shadow-low enabled:hover:bg-danger-hover",
}
_SIZES: dict[Size, str] = {"sm": "h-7 px-2.5 text-xs", "md": "h-8 px-3 text-sm", "lg": "h-11 px-5 text-lg rounded-md"}


def button(
    *children,
    kind: Kind = "secondary",
    size: Size = "md",
    glyph: str = "",
    busy: rx.Var[bool] | bool = False,
    disabled: rx.Var[bool] | bool = False,
    class_name: str = "",
    **props,
) -> rx.Component:
    """A button with its words, optionally led by an icon. While `busy` it turns a wheel and takes no click."""
    props.setdefault("type", "button")
    return rx.el.button(
        *([] if busy is False else [rx.cond(busy, spinner(), rx.fragment())]),
        *([icon(glyph)] if glyph else []),
        *children,
        disabled=disabled if busy is False else rx.cond(busy, True, disabled),  # pyright: ignore[reportArgumentType]
        aria_busy=busy,
        class_name=[_BASE, _KINDS[kind], _SIZES[size], class_name],
        **props,
    )


def icon_button(
    glyph: str, label: rx.Var[str] | str, *, roomy: bool = False, class_name: rx.Var[str] | str = "", **props
) -> rx.Component:
    """A square ghost button of one icon; `label` is its accessible name and its tooltip. `roomy`: for fingers."""
    props.setdefault("type", "button")
    return rx.el.button(
        icon(glyph, size=20 if roomy else 16),
        aria_label=label,
        title=label,
        class_name=[_BASE, _KINDS["ghost"], "size-11" if roomy else "size-8", class_name],
        **props,
    )


def link_button(
    *children, to: rx.Var[str] | str, kind: Kind = "secondary", size: Size = "md", glyph: str = "", **props
) -> rx.Component:
    """A link that looks like a button and stays inside the app."""
    return link(
        *([icon(glyph)] if glyph else []),
        *children,
        to=to,
        class_name=[_BASE, _KINDS[kind].replace("enabled:", ""), _SIZES[size]],
        **props,
    )


def way_out(
    *children, to: rx.Var[str] | str, kind: Kind = "secondary", size: Size = "md", glyph: str = "", **props
) -> rx.Component:
    """A link that looks like a button and leads out of the console: to a call, a telephone, another app."""
    return rx.el.a(
        *([icon(glyph)] if glyph else []),
        *children,
        href=to,
        target=rx.cond(rx.Var.create(to).to(str).startswith("http"), "_blank", "_self"),
        rel="noopener",
        class_name=[_BASE, _KINDS[kind].replace("enabled:", ""), _SIZES[size]],
        **props,
    )


def link(
    *children, to: rx.Var[str] | str, class_name: str | list[str] = "text-accent-ink hover:underline", **props
) -> rx.Component:
    """A link to another page of ours, followed without loading the document again."""
    return rx.el.a(*children, to=to, class_name=class_name, **props)


def spinner() -> rx.Component:
    """A turning wheel, for what takes longer than a blink."""
    return rx.el.span(
        class_name="spin size-3.5 shrink-0 rounded-full border-2 border-current border-t-transparent opacity-70",
        aria_hidden="true",
    )
