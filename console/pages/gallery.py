"""`/gallery`, in development only: every control of the kit in all its states."""

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.state.gate import open_to


@open_to("anyone")
class GalleryState(rx.State):
    """What is open on the gallery page."""

    dialog: bool = False
    drawer: bool = False
    zone: str = "mine"

    @rx.event
    def set_dialog(self, open_: bool):
        """Open or close the dialog."""
        self.dialog = open_

    @rx.event
    def set_drawer(self, open_: bool):
        """Open or close the drawer."""
        self.drawer = open_


def page() -> rx.Component:
    """The gallery by itself."""
    return rx.el.main(
        rx.el.h1("Gallery", class_name="text-xl font-semibold"),
        *_sections(),
        ui.notice(),
        class_name="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-8",
    )


def framed() -> rx.Component:
    """The gallery inside the console's frame."""
    return frame(*_sections(), title="Gallery", actions=[ui.button("Book a call", kind="primary", glyph="plus")])


def _sections() -> list[rx.Component]:
    return [_buttons(), _fields(), _words(), _table(), _overlays(), _quiet()]


def _section(title: str, *children) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, class_name="mb-3 text-xs font-medium text-faint"),
        rx.el.div(*children, class_name="flex flex-wrap items-center gap-3"),
    )


def _buttons() -> rx.Component:
    kinds = ("primary", "secondary", "ghost", "danger")
    return _section(
        "Buttons",
        *(ui.button(kind.title(), kind=kind) for kind in kinds),
        *(ui.button(kind.title(), kind=kind, disabled=True) for kind in kinds),
        ui.button("Booking ...", kind="primary", busy=True),
        ui.button("Small", size="sm"),
        ui.button("Large", size="lg", kind="primary"),
        ui.button("New call", glyph="plus", kind="primary"),
        ui.icon_button("ellipsis", "More"),
        ui.link("A link", to="/gallery"),
    )


def _fields() -> rx.Component:
    people = [("a", "Ada Lovelace"), ("g", "Grace Hopper")]
    return rx.el.section(
        rx.el.h2("Fields", class_name="mb-3 text-xs font-medium text-faint"),
        rx.el.div(
            ui.field("Name", name="name", placeholder="Jane Doe", hint="As it is spoken."),
            ui.field(
                "E-mail", name="email", type="email", default_value="jane@", error="This address is not complete."
            ),
            ui.field("Agent", ui.select, name="agent", options=people, placeholder="Anyone"),
            ui.field("Date", name="date", type="date"),
            ui.field("Reference", name="ref", default_value="K4-7TQ", disabled=True),
            ui.field("Notes", ui.textarea, name="notes", placeholder="What is it about?"),
            ui.checkbox("Tell the customers", hint="They get one message each.", name="tell"),
            ui.search_input("Search calls"),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
    )


def _words() -> rx.Component:
    tones = ("neutral", "accent", "success", "warning", "danger")
    return _section(
        "Badges and banners",
        *(ui.badge(tone.title(), tone) for tone in tones),
        ui.banner("Three calls overlap with this block. Their customers have not been told.", tone="warning"),
    )


def _table() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Table", class_name="mb-3 text-xs font-medium text-faint"),
        ui.table(
            [
                ui.column("Time", sorted_="ascending", on_sort=rx.noop()),
                ui.column("Customer"),
                ui.column("Agent"),
                ui.column("Status"),
            ],
            *(
                ui.row(
                    ui.cell(f"Mon 4 May, 1{n}:00"),
                    ui.cell("Jane Doe"),
                    ui.cell("Ada Lovelace", class_name="text-muted"),
                    ui.cell(ui.badge("Confirmed", "success")),
                    on_click=GalleryState.set_drawer(True),
                    selected=n == 1,
                )
                for n in range(4)
            ),
            label="Calls",
        ),
        rx.el.div(
            ui.pagination("1-4 of 4", first=True, last=False, on_previous=rx.noop(), on_next=rx.noop()),
            class_name="mt-3",
        ),
    )


def _overlays() -> rx.Component:
    return _section(
        "Overlays",
        ui.menu(
            ui.button("Menu", glyph="chevron-down"),
            ui.menu_label("Times in"),
            ui.menu_choice("My zone", chosen=True, on_select=rx.noop()),
            ui.menu_choice("The app's zone", chosen=False, on_select=rx.noop()),
            ui.menu_separator(),
            ui.menu_item("Cancel call", glyph="x", danger=True),
        ),
        ui.button("Dialog", on_click=GalleryState.set_dialog(True)),
        ui.button("Drawer", on_click=GalleryState.set_drawer(True)),
        ui.dialog(
            ui.field("Reason", ui.textarea, name="reason", id="dialog-reason"),
            title="Cancel this call?",
            description="Jane Doe is told by e-mail.",
            footer=[
                ui.button("Keep", on_click=GalleryState.set_dialog(False)),
                ui.button("Cancel call", kind="danger", on_click=GalleryState.set_dialog(False)),
            ],
            open=GalleryState.dialog,
            on_open_change=GalleryState.set_dialog,
        ),
        ui.drawer(
            ui.tabs(
                [
                    ("details", "Details", rx.el.p("Monday, 4 May, 10:00 in Berlin")),
                    ("timeline", "Timeline", rx.el.p("Created by Ada")),
                ]
            ),
            title="Jane Doe",
            description="K4-7TQ",
            footer=[ui.button("Reschedule"), ui.button("Confirm", kind="primary")],
            open=GalleryState.drawer,
            on_open_change=GalleryState.set_drawer,
        ),
    )


def _quiet() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Waiting and empty", class_name="mb-3 text-xs font-medium text-faint"),
        rx.el.div(
            ui.skeleton_rows(4),
            rx.el.div(
                ui.empty_state(
                    "No calls today", "Calls you book appear here.", ui.button("Book a call", kind="primary")
                ),
                class_name="rounded-md border border-line bg-surface",
            ),
            class_name="grid gap-4 md:grid-cols-2",
        ),
    )
