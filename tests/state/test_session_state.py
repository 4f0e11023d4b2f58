"""What the console's frame knows of the person: where they are, and which ways it shows them."""

import pytest

from console.state.session import SessionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

OFFICE = {"edit_presets", "edit_members", "edit_webhooks", "edit_clients", "edit_settings", "edit_exceptions"}


@pytest.mark.parametrize(
    ("role", "sees_office", "sees_shares"),
    [
        ("owner", True, True),
        ("admin", True, True),
        ("lead", False, True),
        ("supervisor", False, True),
        ("agent", False, False),
    ],
)
def test_a_role_is_shown_the_ways_that_are_open_to_it(acme: Acme, tab: Tab, role, sees_office, sees_shares):
    tab.sign_in(acme.bo, role)
    state = tab.do(SessionState.arrive)
    assert state.here and state.app_name == "Acme"
    assert OFFICE.intersection(state.duties) == (OFFICE if sees_office else set())
    assert ("see_fairness" in state.duties) == sees_shares
