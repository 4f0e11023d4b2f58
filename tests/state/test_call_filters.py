"""The master view's filters in the page's address."""

from urllib.parse import parse_qsl

from console.state.call_filters import CallFilters


def test_the_plain_view_has_a_plain_address():
    assert CallFilters().address("/app/app_1/scheduled-calls") == "/app/app_1/scheduled-calls"


def test_every_filter_survives_the_address():
    filters = CallFilters(
        range="custom",
        start="2027-05-01",
        end="2027-05-31",
        agents=("per_1", "per_2"),
        statuses=("no_show",),
        sources=("api", "admin"),
        search="José & co",
        sort="guest_name",
        descending=True,
        page=3,
        call="bkg_1",
    )
    query = filters.address("/x").split("?")[1]
    assert CallFilters.read(dict(parse_qsl(query))) == filters


def test_nonsense_in_an_address_reads_as_the_plain_view():
    odd = {"range": "never", "sort": "password", "order": "sideways", "page": "-7", "agent": ",,", "status": ""}
    assert CallFilters.read(odd) == CallFilters()


def test_narrowing_starts_from_the_first_page_and_keeps_the_drawer():
    filters = CallFilters(page=4, call="bkg_1").toggled("agents", "per_1")
    assert (filters.page, filters.agents, filters.call) == (1, ("per_1",), "bkg_1")
    assert filters.toggled("agents", "per_1").agents == ()


def test_sorting_by_the_same_column_turns_the_order_round():
    once = CallFilters().sorted_by("guest_name")
    assert (once.sort, once.descending) == ("guest_name", False)
    assert once.sorted_by("guest_name").descending
    assert not once.sorted_by("guest_name").sorted_by("scheduled_at").descending
