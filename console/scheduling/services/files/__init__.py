"""Whole apps as files, for people who move systems and for tests: the format `callboard-app/1` of CONTRACT section 11."""

from .dump import export_app
from .load import ImportedApp, import_app

__all__ = ["ImportedApp", "export_app", "import_app"]
