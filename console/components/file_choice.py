"""Where a file is chosen or dropped; the page hands it over as it is, through a field that React watches."""

import reflex as rx

from console.components import ui

_READ = (
    "(() => {{const chosen = document.getElementById('{id}'), file = chosen.files[0]; if (!file) return;"
    "const tell = (text) => {{const to = document.getElementById('{id}-read');"
    "Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(to, text);"
    "to.dispatchEvent(new Event('input', {{bubbles: true}})); chosen.value = ''}};"
    "if (file.size > 1000000) return tell('size:' + file.size);"
    "const reader = new FileReader(); reader.onload = () => tell(reader.result); reader.readAsDataURL(file)}})"
)


def file_choice(id: str, *, label: rx.Var[str], limits: rx.Var[str], accept: str, on_read) -> rx.Component:
    """`on_read` is told the file as `state.chosen_file.content` reads it: a `data:` address, or how much too large it is."""
    return rx.fragment(
        rx.el.div(
            rx.el.label(
                ui.icon("file-up", size=20, class_name="text-faint"),
                rx.el.span(label, class_name="text-sm font-medium"),
                rx.el.span(limits, class_name="text-xs text-faint"),
                html_for=id,
                class_name="pointer-events-none flex flex-col items-center gap-1 text-center",
            ),
            rx.el.input(
                type="file",
                id=id,
                accept=accept,
                on_change=rx.call_function(rx.Var(_READ.format(id=id))),
                class_name="absolute inset-0 cursor-pointer opacity-0",
            ),
            class_name=(
                "relative grid h-28 place-items-center rounded-md border border-dashed border-control/60 bg-sunken "
                "hover:border-control has-focus-visible:outline-2 has-focus-visible:outline-accent"
            ),
        ),
        rx.el.textarea(id=f"{id}-read", on_change=on_read, aria_hidden="true", tab_index=-1, class_name="hidden"),
    )
