"""The settings' state: customers are forgotten after months that were typed, once the question was answered."""

from console.scheduling.services import bookings, retention
from console.state.retention import RetentionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def test_it_says_whom_it_concerns_before_it_is_so(acme: Acme, tab: Tab):
    bookings.cancel(acme.admin, acme.book().id)
    acme.hand.shift(100 * 86_400)
    assert tab.do(RetentionState.load).months == ""
    assert "Nobody has stayed away" in tab.do(RetentionState.ask, {"retention_months": "12"}).concerned
    state = tab.do(RetentionState.ask, {"retention_months": "2"})
    assert state.is_asking and state.concerned.startswith("1 customer has")
    assert retention.months(acme.admin) is None
    state = tab.do(RetentionState.settle)
    assert (state.months, state.is_asking, retention.months(acme.admin)) == ("2", False, 2)
    state = tab.do(RetentionState.ask, {"retention_months": ""})
    assert "Nobody is forgotten" in state.concerned
    assert tab.do(RetentionState.settle).months == "" and retention.months(acme.admin) is None


def test_a_number_that_cannot_be_is_refused_where_it_was_typed(acme: Acme, tab: Tab):
    for typed in ("0", "121", "-1", "1.5", "twelve", "9" * 400, "²"):
        state = tab.do(RetentionState.ask, {"retention_months": typed})
        assert not state.is_asking and "from 1 to 120" in state.problems["retention_months"]
    assert retention.months(acme.admin) is None
