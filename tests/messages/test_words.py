"""The catalogues are whole, and say what was asked for."""

from collections import Counter
from typing import get_args

import pytest

from console.scheduling.messages import words
from console.scheduling.messages.words import Door, UnknownWord, dictionary, word


def test_a_name_stands_in_one_catalogue_only():
    names = Counter(name for door in get_args(Door) for name in words._catalogue("en", door))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_language_knows_only_words_that_english_has():
    for language in words.languages():
        for door in get_args(Door):
            assert words._catalogue(language, door).keys() <= words._catalogue("en", door).keys()


def test_plurals_follow_the_count():
    assert word("calls_affected", "en", count=1) == "1 call is affected"
    assert word("calls_affected", "en", count=2) == "2 calls are affected"


def test_an_unknown_language_falls_back_to_english():
    assert word("book_call", "xx-YY") == dictionary("console")["book_call"]


def test_a_language_without_a_catalogue_is_not_spoken_in_dates_either():
    assert [words.spoken(tag) for tag in ("en", "en-US", "xx-YY")] == ["en", "en-US", "en"]


def test_an_unknown_word_is_an_error():
    with pytest.raises(UnknownWord):
        word("no_such_word")
