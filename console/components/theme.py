"""The design tokens: every colour, size and radius of Callboard, once. Components name them; nobody else writes a hex.

`TAILWIND` gives them names in class lists (`bg-surface text-muted border-line rounded-md text-sm`); `css()` gives them
values, light and dark, to the bundle and to plain HTML pages. This module imports nothing: any door may use it.
"""

LIGHT = {
    "canvas": "#f8f8f9",  # behind everything
    "surface": "#ffffff",  # panels, tables, controls
    "raised": "#ffffff",  # menus, dialogs, drawers
    "sunken": "#f3f3f5",  # table heads, wells
    "hover": "#f1f1f4",
    "line": "#e6e6ea",
    "line-strong": "#d3d3da",
    "control": "#8e8e99",  # borders that must be seen: 3:1
    "ink": "#18181c",
    "muted": "#5b5b66",
    "faint": "#6e6e7a",  # the lightest text there is: 4.5:1 on every ground
    "accent": "#4a52d9",
    "accent-hover": "#3d44bd",
    "accent-soft": "#eef0fe",
    "accent-ink": "#3d44bd",  # text on accent-soft and links
    "on-accent": "#ffffff",
    "success-soft": "#e4f5ea",
    "success-ink": "#17663c",
    "warning-soft": "#fcf1d8",
    "warning-ink": "#7d4e00",
    "danger": "#c4313a",
    "danger-hover": "#a8262f",
    "danger-soft": "#fdebec",
    "danger-ink": "#ab2029",
    "overlay": "rgb(20 20 28 / 0.36)",
}
DARK = {
    "canvas": "#0f0f12",
    "surface": "#16161a",
    "raised": "#1d1d22",
    "sunken": "#1a1a1f",
    "hover": "#222228",
    "line": "#29292f",
    "line-strong": "#3a3a43",
    "control": "#6e6e7a",
    "ink": "#ededf1",
    "muted": "#a9a9b4",
    "faint": "#8f8f9b",
    "accent": "#5a63e6",
    "accent-hover": "#4d55d6",
    "accent-soft": "#23264a",
    "accent-ink": "#aab1ff",
    "on-accent": "#ffffff",
    "success-soft": "#12301f",
    "success-ink": "#74d49b",
    "warning-soft": "#372a10",
    "warning-ink": "#ebbd62",
    "danger": "#c93c45",
    "danger-hover": "#b5333c",
    "danger-soft": "#3d1b1e",
    "danger-ink": "#ff9ea3",
    "overlay": "rgb(0 0 0 / 0.6)",
}
_SHADOWS = {
    "low": ("0 1px 2px rgb(20 20 40 / 0.06)", "0 1px 2px rgb(0 0 0 / 0.4)"),
    "high": (
        "0 0 0 1px rgb(20 20 40 / 0.06), 0 8px 24px -4px rgb(20 20 40 / 0.14), 0 2px 6px rgb(20 20 40 / 0.06)",
        "0 0 0 1px rgb(255 255 255 / 0.09), 0 12px 32px -4px rgb(0 0 0 / 0.6)",
    ),
}
FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Inter, Roboto, 'Helvetica Neue', Arial, sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace"

TAILWIND = {
    "darkMode": "class",
    "theme": {
        "colors": {name: f"var(--{name})" for name in LIGHT}
        | {"transparent": "transparent", "current": "currentColor", "white": "#ffffff"},
        "borderRadius": {"none": "0", "sm": "6px", "md": "8px", "lg": "12px", "full": "9999px"},
        "boxShadow": {"none": "none"} | {name: f"var(--shadow-{name})" for name in _SHADOWS},
        "fontFamily": {"sans": FONT, "mono": MONO},
        "fontSize": {
            "xs": ["12px", "16px"],
            "sm": ["13px", "20px"],
            "base": ["14px", "20px"],
            "lg": ["16px", "24px"],
            "xl": ["20px", "28px"],
            "2xl": ["26px", "32px"],
        },
        "transitionDuration": {"DEFAULT": "120ms"},
    },
    "plugins": [],
}
"""For the Tailwind plugin. Spacing is Tailwind's own 4 px rhythm; breakpoints are its own too (md = 768 px)."""


def css() -> str:
    """The tokens as CSS variables: light, dark by class, and dark by the system's wish where no class was set."""
    light = _variables(LIGHT, shade=0)
    dark = _variables(DARK, shade=1)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f":root.dark{{color-scheme:dark;{dark}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not(.light):not(.dark){{color-scheme:dark;{dark}}}}}\n"
    )


def _variables(colours: dict[str, str], shade: int) -> str:
    shadows = {f"shadow-{name}": pair[shade] for name, pair in _SHADOWS.items()}
    return "".join(f"--{name}:{value};" for name, value in (colours | shadows).items())
