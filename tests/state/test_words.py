"""Words on pages carry their English, and follow the state."""

import pytest

from console.state.words import WordsState, booking_words, words


def test_a_word_is_a_var_with_its_english_inside():
    assert '"Book a call"' in str(words.book_call)
    assert WordsState.get_full_name() in words.book_call._get_all_var_data().field_dependencies


def test_the_doors_keep_apart():
    with pytest.raises(AttributeError):
        _ = booking_words.book_call


def test_placeholders_take_vars_and_texts():
    assert '.replaceAll("{x}", "a")' in str(words.fill("book_call", x="a"))
