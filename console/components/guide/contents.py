"""What the guide holds: beside it on a wide screen, folded over it on a phone."""

from collections.abc import Sequence

import reflex as rx

from console.components import ui
from console.state.words import guide_words

Place = tuple[str, rx.Var[str]]
"""A section's address within the page, and its title."""

_LINK = (
    "block truncate border-l border-line py-1 pl-3 text-sm text-muted hover:text-ink "
    "aria-[current=true]:border-accent aria-[current=true]:font-medium aria-[current=true]:text-ink"
)


def contents(places: Sequence[Place], *more: rx.Component) -> rx.Component:
    """Links to all sections, and `more` below them. It is placed as the second of the page's two columns."""
    return rx.el.aside(
        _folded(places, more),
        _beside(places, more),
        class_name="max-lg:contents lg:order-last lg:w-44 lg:shrink-0 xl:w-52",
    )


def follow_reader() -> rx.event.EventSpec:
    """Once the sections are there: go to the one that the address names, and from then on mark the one being read."""
    return rx.call_function(
        rx.Var(
            "(() => {"
            "document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();"
            "const links = [...document.querySelectorAll('[data-contents] a')];"
            "const sections = [...document.querySelectorAll('[data-guide] > section')];"
            "const inSight = new Set();"
            "const watcher = new IntersectionObserver((seen) => {"
            "for (const {target, isIntersecting} of seen) inSight[isIntersecting ? 'add' : 'delete'](target);"
            "const first = sections.find((each) => inSight.has(each));"
            "if (first) for (const link of links) link.setAttribute('aria-current', link.hash === '#' + first.id);"
            "}, {rootMargin: '-15% 0px -70% 0px'});"
            "sections.forEach((each) => watcher.observe(each));"
            "})"
        )
    )


def _beside(places: Sequence[Place], more: Sequence[rx.Component]) -> rx.Component:
    return rx.el.nav(
        rx.el.p(guide_words.guide_contents, class_name="mb-2 text-xs font-medium text-faint"),
        _list(places),
        rx.el.div(*more, class_name="mt-5 flex flex-col items-start gap-2"),
        aria_label=guide_words.guide_contents,
        data_contents="",
        class_name="sticky top-6 hidden lg:block",
    )


def _folded(places: Sequence[Place], more: Sequence[rx.Component]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            guide_words.guide_contents,
            ui.icon("chevron-down", size=14, class_name="text-faint group-open:rotate-180"),
            class_name=(
                "flex h-9 cursor-pointer list-none items-center justify-between gap-2 px-4 text-sm font-medium md:px-8 "
                "[&::-webkit-details-marker]:hidden"
            ),
        ),
        rx.el.nav(
            _list(places),
            rx.el.div(*more, class_name="mt-3 flex flex-col items-start gap-2 pl-3"),
            aria_label=guide_words.guide_contents,
            on_click=rx.call_function(rx.Var("(() => document.getElementById('contents').open = false)")),
            class_name="absolute inset-x-2 top-full mt-1 rounded-md bg-raised p-3 shadow-high",
        ),
        id="contents",
        class_name="group sticky top-12 z-10 -mx-4 border-y border-line bg-surface md:top-0 md:-mx-8 lg:hidden",
    )


def _list(places: Sequence[Place]) -> rx.Component:
    return rx.el.ul(*(rx.el.li(rx.el.a(title, href=f"#{id}", class_name=_LINK)) for id, title in places))
