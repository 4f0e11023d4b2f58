"""Grey bars in the shape of what is not there yet, so that nothing moves when it comes; still where motion is unwanted."""

import reflex as rx

_CARD = "rounded-lg border border-line bg-surface"


def skeleton(class_name: str = "h-4 w-full") -> rx.Component:
    """One grey bar where something will stand; its size comes from the classes."""
    return rx.el.div(class_name=["shimmer rounded-sm bg-line", class_name], aria_hidden="true")


def waiting(*shapes: rx.Component, class_name: str = "flex flex-col gap-4") -> rx.Component:
    """Shapes that stand for a page, or a part of one, that is being loaded."""
    return rx.el.div(*shapes, aria_busy="true", class_name=class_name)


def skeleton_rows(rows: int = 6, *, tall: bool = False, head: bool = True) -> rx.Component:
    """Bars in the place of a table: its head, and rows of one line, or of two where they are `tall`."""
    return waiting(
        *([rx.el.div(skeleton("h-3 w-16"), class_name="flex h-9 items-center border-b border-line px-3")] * head),
        *(
            rx.el.div(
                rx.el.div(skeleton("h-3.5 w-32"), *([skeleton("h-3 w-24")] * tall), class_name="flex flex-col gap-1.5"),
                skeleton("h-3.5 w-24"),
                skeleton("hidden h-3.5 flex-1 sm:block"),
                class_name=[
                    "flex items-center gap-6 border-b border-line px-3 last:border-0",
                    "h-[53px]" if tall else "h-10",
                ],
            )
            for _ in range(rows)
        ),
        class_name="rounded-md border border-line bg-surface",
    )


def skeleton_form(fields: int = 3, *, class_name: str = "") -> rx.Component:
    """Bars in the place of a panel with its heading and fields."""
    return rx.el.div(
        skeleton("h-4 w-32"),
        skeleton("mt-2 h-3.5 w-56 max-w-full"),
        *(
            rx.el.div(skeleton("h-3.5 w-24"), skeleton("h-8 w-full"), class_name="mt-4 flex flex-col gap-1.5")
            for _ in range(fields)
        ),
        class_name=[_CARD, "p-4 sm:p-5", class_name],
    )


def skeleton_text(lines: int = 4) -> rx.Component:
    """Bars in the place of a paragraph."""
    return rx.el.div(
        *(skeleton("h-4 w-full") for _ in range(lines - 1)), skeleton("h-4 w-2/3"), class_name="flex flex-col gap-3"
    )
