"""What answers look like, for the OpenAPI document alone: routes answer with the core's own objects, unchecked.

`tests/api/conformance.py` holds every answer that a test gets against them.
"""
