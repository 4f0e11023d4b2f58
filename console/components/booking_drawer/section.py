"""What every subject of the drawer stands in."""

import reflex as rx

KEEP_PLACE = "() => document.activeElement?.scrollIntoView({block: 'nearest'})"
"""For what appears above the place where somebody types: that stays in sight."""


def section(title: rx.Var[str], *children: rx.Component) -> rx.Component:
    """A heading, and below it what it is about."""
    return rx.el.section(rx.el.h3(title, class_name="mb-2 text-xs font-medium text-faint"), *children)
