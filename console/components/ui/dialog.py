"""Dialogs ask; drawers show one thing beside the list it came from. Radix keeps Esc and the page behind, and focus within."""

import reflex as rx
from reflex_components_radix.primitives.dialog import (
    DialogClose,
    DialogContent,
    DialogDescription,
    DialogOverlay,
    DialogPortal,
    DialogRoot,
    DialogTitle,
    DialogTrigger,
)

from console.components.ui.button import button, icon_button
from console.state.words import words

Text = rx.Var[str] | str

_OVERLAY = "appear fixed inset-0 z-40 bg-overlay"


def dialog(
    *children,
    title: Text,
    description: Text = "",
    footer: list[rx.Component] | None = None,
    wide: bool = False,
    width: str = "",
    trigger: rx.Component | None = None,
    **control,
) -> rx.Component:
    """A question or a form in the middle. Control it with `open=State.is_open, on_open_change=State.set_open`, or let
    a button of the kit open it: its `trigger`.

    `footer` holds the buttons, the primary one last. On a phone it fills the width at the bottom. `wide` is 640 px in the
    place of 440; `width` is one of its own, in CSS.
    """
    return _modal(
        _head(title, description),
        rx.el.div(*children, class_name="-mt-1 min-h-0 flex-1 overflow-y-auto px-5 pb-5 pt-1"),
        _footer(footer),
        look=[
            "pop fixed z-50 flex max-h-[calc(100dvh-2rem)] flex-col rounded-lg bg-raised shadow-high outline-none",
            "inset-x-2 bottom-2 sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2",
            "sm:-translate-x-1/2 sm:-translate-y-1/2",
            "sm:w-[640px]" if wide else "sm:w-[440px]",
            "max-sm:[&>footer_:is(button,a)]:min-h-11 max-sm:[&>header_button]:size-11",
            "max-sm:[&>header_button]:-mr-3.5 max-sm:[&>header_button]:-mt-2.5",
        ],
        trigger=trigger,
        width=width,
        **control,
    )


def question(*what, title: Text, description: Text, act: Text, on_act, open, on_open_change) -> rx.Component:
    """A dialog before something ends that does not come back: what it is, the way back, and the act by its name."""
    return dialog(
        *what,
        title=title,
        description=description,
        footer=[
            button(words.act_back, kind="ghost", on_click=on_open_change(False)),
            button(act, kind="danger", on_click=on_act),
        ],
        open=open,
        on_open_change=on_open_change,
    )


def drawer(
    *children,
    title: Text | rx.Component,
    description: Text = "",
    footer: list[rx.Component] | None = None,
    opened_from: rx.Var[str] | None = None,
    **control,
) -> rx.Component:
    """A side panel, 480 px from the right edge; the whole screen on a phone. Controlled as a `dialog` is.

    The list beside it stays alive: a click there does not close it. `opened_from` is the CSS selector of what gets the
    focus back when it closes.
    """
    return DialogRoot.create(
        DialogPortal.create(
            DialogContent.create(
                _head(title, description),
                rx.el.div(*children, class_name="min-h-0 flex-1 overflow-y-auto px-5 pb-5"),
                _footer(footer),
                on_interact_outside=rx.prevent_default,
                data_beside="true",  # shortcuts of the list go on
                class_name=[
                    "slide-in fixed inset-y-0 right-0 z-30 flex w-full flex-col bg-raised shadow-high outline-none",
                    "sm:inset-y-2 sm:right-2 sm:w-[480px] sm:rounded-lg",
                    "max-sm:[&_:is(button,summary,select,a[target])]:min-h-11 max-sm:[&>header_button]:min-w-11",
                ],
                **({} if opened_from is None else {"on_close_auto_focus": _focus(opened_from)}),
            ),
        ),
        modal=False,
        **control,
    )


def _focus(selector: rx.Var[str]) -> rx.Var:
    """Give the focus to what the selector finds: Radix knows no trigger of a panel that state opens."""
    return rx.Var(
        f"(event) => {{ event.preventDefault(); document.querySelector({selector!s})?.focus(); }}",
        _var_type=rx.EventChain,
        _var_data=selector._get_all_var_data(),
    )


_FOCUS_INSIDE = rx.Var(
    """(event) => {
      const dialog = event.currentTarget, from = document.activeElement;
      const first = dialog.querySelector(":is(input:not([type=hidden]), select, textarea):enabled, footer button:enabled");
      dialog.cameFrom = document.dialogsCameFrom = from === document.body ? document.dialogsCameFrom : from;
      dialog.addEventListener("input", () => { dialog.dataset.typed = "true"; });
      if (first) { event.preventDefault(); first.focus(); }
    }""",
    _var_type=rx.EventChain,
)
"""Begin with the first field; a question, with its way back. Radix would begin with the cross."""
_FOCUS_BACK = rx.Var(
    """(event) => {
      const from = event.currentTarget.cameFrom;
      event.preventDefault();
      if (document.activeElement !== document.body) return;
      document.dialogsCameFrom = undefined;
      (from?.isConnected ? from : document.getElementById("content"))?.focus();
    }""",
    _var_type=rx.EventChain,
)
"""Go back to where the first of the dialogs was opened from, or to the page if that is gone: Radix, which knows no trigger
of a dialog that state opens, would leave the focus nowhere. Another dialog that opened meanwhile keeps it."""

_KEEP_TYPED = rx.Var(
    """(event) => { if (document.querySelector("[role=dialog][data-typed]")) event.preventDefault(); }""",
    _var_type=rx.EventChain,
)
"""A press beside a dialog closes it, unless something was typed there: that goes by its buttons or Esc alone."""


def _modal(*parts, look: list[str], trigger: rx.Component | None, width: str = "", **control) -> rx.Component:
    return DialogRoot.create(
        *([] if trigger is None else [DialogTrigger.create(trigger, as_child=True)]),
        DialogPortal.create(
            DialogOverlay.create(class_name=_OVERLAY),
            DialogContent.create(
                *parts,
                on_open_auto_focus=_FOCUS_INSIDE,
                on_close_auto_focus=_FOCUS_BACK,
                on_pointer_down_outside=_KEEP_TYPED,
                class_name=look,
                **({"style": {"width": width}} if width else {}),
            ),
        ),
        **control,
    )


def _head(title: Text | rx.Component, description: Text) -> rx.Component:
    said = isinstance(description, rx.Var) or description
    return rx.el.header(
        rx.el.div(
            DialogTitle.create(title, class_name="text-lg font-semibold text-ink"),
            DialogDescription.create(
                description, class_name="mt-1 text-sm text-muted empty:hidden" if said else "sr-only"
            ),
            class_name="min-w-0",
        ),
        DialogClose.create(icon_button("x", words.close, class_name="-mr-2 -mt-1"), as_child=True),
        class_name="flex items-start justify-between gap-3 px-5 pb-4 pt-5",
    )


def _footer(buttons: list[rx.Component] | None) -> rx.Component | None:
    if not buttons:
        return None
    return rx.el.footer(*buttons, class_name="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3")
