"""A tab speaks the language of whoever reads it: the words of its pages, and whatever Python says there."""

import asyncio
from contextvars import copy_context

import pytest

from console.scheduling.errors import Invalid, NotFound
from console.scheduling.messages.words import speak, tag, word
from console.scheduling.services import people
from console.state import gate
from console.state.acting import ask
from console.state.session import LANGUAGE, SessionState
from console.state.words import WordsState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def arrived(tab: Tab, preferences: dict[str, str]) -> WordsState:
    """The words of a tab whose person has these preferences."""
    gate.signed_in().person.preferences = preferences
    tab.do(SessionState.arrive)
    return tab.root.get_substate(WordsState.get_full_name().split("."))  # pyright: ignore[reportReturnType]


def test_who_chose_spanish_has_all_words_in_it(tab: Tab):
    spoken = arrived(tab, {LANGUAGE: "es-CO"})
    assert spoken.language == "es-CO"
    assert (spoken.console["book_call"], spoken.booking_page["choose_day"]) == ("Reservar una llamada", "Elija un día")
    assert ("Europe/London", "Londres, Reino Unido") in spoken.places


def test_english_stands_in_the_page_and_is_not_sent(tab: Tab):
    for preferences in ({}, {LANGUAGE: "en"}, {LANGUAGE: "tlh"}):
        spoken = arrived(tab, preferences)
        assert (spoken.language, spoken.console, spoken.places) == ("en", {}, [])


def test_a_tab_that_changes_hands_forgets_the_language(tab: Tab):
    assert arrived(tab, {LANGUAGE: "es"}).console
    assert not arrived(tab, {LANGUAGE: "en"}).console


def test_another_language_is_chosen_from_anywhere_and_one_that_is_not_spoken_is_not(acme: Acme, tab: Tab):
    tab.do(SessionState.choose_language, "tlh")
    assert tab.events == []
    tab.go("range=all", "scheduled-calls")
    tab.do(SessionState.choose_language, "es")
    assert people.profile(acme.admin).preferences[LANGUAGE] == "es"
    assert tab.address == f"/app/{acme.app_id}/scheduled-calls?range=all"


def test_what_the_core_refuses_with_is_said_in_the_reader_s_language(acme: Acme):
    def refuse_one() -> None:
        raise NotFound("There is no such view.")

    def refuse_many() -> None:
        raise Invalid.of("name", "At most 80 characters.")

    async def asked() -> tuple[str, str]:
        speak("es")
        with pytest.raises(NotFound) as one:
            await ask(refuse_one)
        with pytest.raises(Invalid) as many:
            await ask(refuse_many)
        return one.value.message, many.value.problems[0].message

    assert asyncio.run(asked()) == ("No existe esa vista.", "A lo sumo 80 caracteres.")


def test_what_the_core_says_for_a_reader_it_says_in_a_thread_too(acme: Acme):
    async def asked() -> str:
        speak("es")
        return await ask(word, "reason_blocked")

    assert asyncio.run(asked()) == "Esta hora está bloqueada."


def test_one_reader_s_language_is_nobody_else_s():
    copy_context().run(speak, "es")
    assert tag() == "en"
