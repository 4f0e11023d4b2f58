"""What stands in several places of the document stands once among its components, and is named by reference."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

_Named = tuple[dict[str, Any], str]
"""A dictionary, and the key in it under which something stands that may be shared."""
_RESPONSES = {
    "400": "InvalidRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "413": "PayloadTooLarge",
    "415": "UnsupportedMediaType",
    "429": "TooManyRequests",
    "503": "Unavailable",
}


def share(document: dict[str, Any]) -> None:
    """Move equal examples, then equal responses and webhook headers, into the components."""
    every = [operation for item in document["paths"].values() for operation in item.values()]
    operations = sorted(every, key=lambda operation: "OAuth" in operation["tags"])  # the others have the plain names
    hooks = [item["post"] for item in document["webhooks"].values()]
    _move(document, "examples", list(_examples(operations)))
    _move(document, "responses", [(each["responses"], status) for each in operations for status in each["responses"]])
    for hook in hooks:
        hook["parameters"] = {one["name"]: one for one in hook["parameters"]}
    _move(document, "parameters", [(hook["parameters"], name) for hook in hooks for name in hook["parameters"]])
    for hook in hooks:
        hook["parameters"] = list(hook["parameters"].values())


def _examples(operations: list[dict[str, Any]]) -> Iterator[_Named]:
    for operation in operations:
        for response in operation["responses"].values():
            shown = response["content"]["application/json"]["examples"]
            yield from ((shown, name) for name in shown)


def _move(document: dict[str, Any], kind: str, places: list[_Named]) -> None:
    texts = Counter(json.dumps(holder[key]) for holder, key in places)
    shared: dict[str, Any] = {}
    names: dict[str, str] = {}
    for holder, key in places:
        text = json.dumps(holder[key])
        if texts[text] == 1:
            continue
        if text not in names:
            names[text] = _free_name(_plain(kind, key), shared)
            shared[names[text]] = holder[key]
        holder[key] = {"$ref": f"#/components/{kind}/{names[text]}"}
    document["components"][kind] = dict(sorted(shared.items()))


def _plain(kind: str, key: str) -> str:
    return _RESPONSES[key] if kind == "responses" else key


def _free_name(wanted: str, taken: dict[str, Any]) -> str:
    number = 2
    name = wanted
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    return name
