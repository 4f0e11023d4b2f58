"""A part of a page of settings: its heading, what it is for, and what stands in it."""

import reflex as rx


def panel(title: rx.Var[str] | str, *children, hint: rx.Var[str] | str = "", id: str) -> rx.Component:
    """A section in a frame, named by its heading; `id` is its address within the page."""
    told = isinstance(hint, rx.Var) or hint
    return rx.el.section(
        rx.el.h2(title, id=id, class_name="scroll-mt-4 text-base font-semibold"),
        *([rx.el.p(hint, class_name="mt-0.5 text-sm text-muted")] if told else []),
        *children,
        aria_labelledby=id,
        class_name="rounded-lg border border-line bg-surface p-4 sm:p-5",
    )
