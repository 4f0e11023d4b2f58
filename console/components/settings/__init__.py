"""The sections of the settings page, one a module; the page puts them together."""
