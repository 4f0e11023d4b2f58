"""A field whose letters are answered by a list, as `assets/combobox.js` drives it: with keys, and for screen readers."""

import reflex as rx


class Combobox(rx.Component):
    """Around an input with `role="combobox"` and an element with `role="listbox"` that it controls by its id.

    `answered` is the text that the list answers. It is open before anything is typed, and keeps the focus when something
    is chosen by key. Open, `data-open` is `true`.
    """

    library = "$/public/combobox.js"
    tag = "Combobox"

    answered: rx.Var[str]
