"""People find their zone by the city or the country they are in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules import zones
from console.scheduling.services import places


def zones_found(typed: str, locale: str = "en") -> list[str]:
    return [place.zone for place in places.find(typed, locale)]


def test_cities_and_countries_are_found_without_their_accents():
    for typed in ("bogota", "BOGOTÁ", "colombia", "Bogot", "bogota, colombia"):
        assert zones_found(typed)[0] == "America/Bogota"
    assert zones_found("Sao Paulo")[0] == "America/Sao_Paulo"


def test_they_are_found_in_the_reader_s_language_and_in_english():
    for typed in ("españa", "espana", "Spain"):
        assert zones_found(typed, "es")[:3] == ["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"]
    assert zones_found("alemanha", "pt-BR")[0] == zones_found("alemania", "es-CO")[0] == "Europe/Berlin"
    assert [place.city for place in places.find("londres", "es")] == ["Londres"]


def test_cities_that_no_zone_is_named_after_are_found_too():
    found = places.find("medellin", "es-CO")[0]
    assert (found.zone, found.city, found.country) == ("America/Bogota", "Medellín", "Colombia")
    assert zones_found("Kolkata") == zones_found("calcutta")[:1] == ["Asia/Kolkata"]
    assert zones_found("Nueva York", "es")[0] == "America/New_York"
    assert places.find("Łódź")[0].city == places.find("lodz")[0].city == "Łódź"


def test_a_country_may_follow_a_city_of_a_common_name():
    assert zones_found("san juan puerto rico") == ["America/Puerto_Rico"]
    assert zones_found("San Juan, Argentina", "es") == ["America/Argentina/San_Juan"]


def test_what_is_called_exactly_so_comes_first_then_where_more_people_live():
    assert zones_found("uk")[0] == "Europe/London"
    assert zones_found("usa")[:3] == ["America/New_York", "America/Chicago", "America/Los_Angeles"]
    assert zones_found("tennessee") == ["America/Chicago", "America/New_York"]
    assert zones_found("mexico")[0] == "America/Mexico_City"


def test_a_clock_is_found_by_what_it_is_called():
    assert {"America/Chicago", "Asia/Shanghai", "America/Havana"} <= set(zones_found("CST"))
    assert zones_found("utc")[0] == "UTC"
    assert zones_found("GMT+5:30") == ["Asia/Kolkata", "Asia/Colombo"]
    assert zones_found("Asia/Kath") == ["Asia/Kathmandu"]


def test_a_row_says_city_country_offset_and_time():
    found = places.find("kathmandu")[0]
    assert (found.city, found.country, found.offset) == ("Kathmandu", "Nepal", "GMT+5:45")
    assert ":" in found.time


def test_the_list_is_short_and_nothing_typed_finds_nothing():
    assert len(places.find("a")) == 8
    assert places.find("   ") == places.find("+-/") == []
    assert places.find("no such town") == places.find("x" * 10_000) == []


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_whatever_is_typed_leads_to_known_zones_or_to_none(typed: str):
    assert all(place.zone in zones.names() and place.city for place in places.find(typed, "es"))


def test_every_zone_is_found_by_its_own_city():
    for zone, name in places.choices()[::25]:
        assert zone in zones_found(name), zone


def test_what_a_browser_reports_is_believed_only_when_it_is_a_zone():
    assert places.known_zone("Asia/Calcutta", "UTC") == "Asia/Calcutta"
    assert places.known_zone("../../etc/passwd", "UTC") == "UTC"
    with pytest.raises(Invalid):
        places.place("Mars/Base")


def test_an_old_name_of_a_zone_still_has_its_country():
    assert places.place("Asia/Calcutta").country == "India"
