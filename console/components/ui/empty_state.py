"""Nothing here yet, and what to do about it; and grey bars while it is not yet known."""

import reflex as rx

from console.components.ui.icon import icon

Text = rx.Var[str] | str


def empty_state(title: Text, text: Text = "", *actions, glyph: str = "calendar") -> rx.Component:
    """A quiet picture of nothing, one sentence, and at most one or two acts."""
    return rx.el.div(
        rx.el.div(icon(glyph, size=20), class_name="rounded-md bg-sunken p-2.5 text-faint"),
        rx.el.p(title, class_name="mt-3 text-base font-medium text-ink"),
        rx.el.p(text, class_name="mt-1 max-w-sm text-sm text-muted"),
        rx.el.div(*actions, class_name="mt-4 flex gap-2") if actions else None,
        class_name="flex flex-col items-center px-6 py-12 text-center",
    )


def skeleton(class_name: str = "h-4 w-full") -> rx.Component:
    """One grey bar where something will stand; its size comes from the classes."""
    return rx.el.div(class_name=["shimmer rounded-sm bg-line", class_name], aria_hidden="true")


def skeleton_rows(rows: int = 6) -> rx.Component:
    """Bars in the place of a table's rows."""
    return rx.el.div(
        *(
            rx.el.div(
                skeleton("h-3.5 w-24"),
                skeleton("h-3.5 w-40"),
                skeleton("hidden h-3.5 flex-1 sm:block"),
                class_name="flex h-10 items-center gap-6 border-b border-line px-3 last:border-0",
            )
            for _ in range(rows)
        ),
        aria_busy="true",
        class_name="rounded-md border border-line bg-surface",
    )
