"""The core's refusals in the reader's language.

The core refuses in English sentences: its rules know no reader, and the API is answered in English. Every other language
has them in its `sentences.po`, where the `msgid` is the English itself, `{name}` standing for what differs.
"""

import re
from dataclasses import replace
from functools import cache

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.words import READER, sentences


def said(sentence: str, locale: str = READER) -> str:
    """The sentence in the nearest language to `locale`; as it is where that is English or does not have it."""
    known = sentences(locale)
    if sentence in known:
        return known[sentence]
    for pattern, template in _patterns(tuple(known.items())):
        if found := pattern.fullmatch(sentence):
            return template.format(**{name: said(value, locale) for name, value in found.groupdict().items()})
    return sentence


def translate(refused: CallboardError, locale: str = READER) -> None:
    """From here on the refusal speaks the reader's language."""
    refused.message = said(refused.message, locale)
    if isinstance(refused, Invalid):
        refused.problems = tuple(replace(one, message=said(one.message, locale)) for one in refused.problems)


@cache
def _patterns(known: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """Those with placeholders, the most particular first: the one that leaves the least open."""
    open_ones = [(english, text) for english, text in known if "{" in english]
    open_ones.sort(key=lambda one: -len(re.sub(r"\{\w+\}", "", one[0])))
    return [(_pattern(english), text) for english, text in open_ones]


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    return re.compile("".join(f"(?P<{p}>.+?)" if n % 2 else re.escape(p) for n, p in enumerate(parts)), re.DOTALL)
