"""The reassign plan: what holds of every plan, and how it chooses."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from console.scheduling.rules.assignment import Candidate
from console.scheduling.rules.availability import NO_AGENT_AVAILABLE, REASON_CODES, AgentFacts, Terms, reasons
from console.scheduling.rules.calls import Call, conflicts
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.reassignment import ASIDE, Leaving, Solution, StandIn, solve
from console.scheduling.rules.zones import local_day

from .histories import BUFFERS, MINUTE, agents, instants, nights

TEN = datetime(2027, 2, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS = Interval(TEN - 72 * HOUR, TEN + 96 * HOUR)


@dataclass(frozen=True)
class Absence:
    """Invented agents around a night, some of whom the preset offers, and the calls of several who cannot take them."""

    calls: tuple[Leaving, ...]
    stand_ins: tuple[StandIn, ...]
    pools: dict[str, dict[str, Candidate]]
    now: datetime

    def solved(self) -> Solution:
        return solve(self.calls, self.stand_ins, self.pools, self.now)


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    zone_name, night = draw(nights())
    names = [f"per_{number}" for number in range(4)]
    limit = draw(st.none() | st.integers(1, 3))
    calls = draw(
        st.lists(
            st.builds(
                lambda start, length, before, after, leaver: Leaving(
                    "",
                    leaver,
                    "pre_1",
                    Interval(start, start + MINUTE * length),
                    Terms(before, after, agent_day_limit=limit),
                    language="es",
                    team_id="team_1",
                ),
                instants(night, 360),
                st.integers(5, 90),
                BUFFERS,
                BUFFERS,
                st.sampled_from(["per_away", names[0]]),
            ),
            max_size=6,
        )
    )
    leaving = tuple(replace(call, booking_id=f"bkg_{number}") for number, call in enumerate(calls))
    return Absence(
        leaving,
        tuple(
            StandIn(
                _with(leaving, _renamed(draw(agents(zone_name, night)), name)),
                draw(st.sampled_from(["team_1", "team_2"])),
                draw(st.sampled_from([(), ("es",), ("en",)])),
            )
            for name in names
        ),
        {"pre_1": {name: Candidate(name, given=draw(st.integers(0, 3))) for name in names[: draw(st.integers(1, 4))]}},
        night - 40 * HOUR,
    )


def _renamed(facts: AgentFacts, name: str) -> AgentFacts:
    """The agent under another name, whose calls have ids of their own and who is always open but for the blocks."""
    calls = tuple(replace(call, booking_id=f"{name}_{call.booking_id}") for call in facts.calls)
    return replace(
        facts,
        agent_id=name,
        calls=calls,
        day_starts=tuple((start, each and f"{name}_{each}") for start, each in facts.day_starts),
    )


def _with(leaving: tuple[Leaving, ...], facts: AgentFacts) -> AgentFacts:
    """Whoever is to lose calls has them still."""
    own = [call for call in leaving if call.agent_id == facts.agent_id]
    return replace(
        facts,
        calls=(*facts.calls, *(_as_call(call) for call in own)),
        day_starts=(*facts.day_starts, *((call.span.start, call.booking_id) for call in own)),
    )


def _as_call(call: Leaving) -> Call:
    return Call(call.span.start, call.span.end, call.terms.buffer_before, call.terms.buffer_after, call.booking_id)


def _against(absence: Absence, facts: AgentFacts, call: Leaving) -> list[str]:
    in_preset = facts.agent_id in absence.pools["pre_1"]
    found = reasons(
        facts, call.terms, call.span, absence.now, set_aside=ASIDE, moving=call.booking_id, in_preset=in_preset
    )
    return [reason.code for reason in found]


@settings(max_examples=40)
@given(absences())
def test_each_step_of_a_plan_is_one_that_the_engine_allows(absence: Absence) -> None:
    """Carried out in its order, as it will be: nobody outside the preset, no conflict, no day over its cap."""
    lines = {each.facts.agent_id: each.facts for each in absence.stand_ins}
    for step in absence.solved().placed:
        call = step.call
        assert step.agent_id != call.agent_id
        assert _against(absence, lines[step.agent_id], call) == []
        for name in (call.agent_id, step.agent_id):
            if name in lines:
                lines[name] = replace(
                    lines[name],
                    calls=tuple(each for each in lines[name].calls if each.booking_id != call.booking_id),
                    day_starts=tuple(each for each in lines[name].day_starts if each[1] != call.booking_id),
                )
        taker = lines[step.agent_id]
        lines[step.agent_id] = replace(
            taker,
            calls=(*taker.calls, _as_call(call)),
            day_starts=(*taker.day_starts, (call.span.start, call.booking_id)),
        )


@settings(max_examples=20)
@given(absences())
def test_no_two_calls_of_a_plan_conflict_and_no_cap_is_passed(absence: Absence) -> None:
    placed = absence.solved().placed
    for one, other in combinations(placed, 2):
        assert one.agent_id != other.agent_id or not conflicts(_as_call(one.call), _as_call(other.call))
    for each in absence.stand_ins:
        facts, mine = each.facts, [step.call for step in placed if step.agent_id == each.facts.agent_id]
        gone = {step.call.booking_id for step in placed}
        for call in mine:
            day = local_day(call.span.start, facts.timezone)
            kept = [start for start, booking_id in facts.day_starts if booking_id not in gone]
            counted = [*kept, *(other.span.start for other in mine)]
            limit = call.terms.agent_day_limit
            assert limit is None or sum(local_day(start, facts.timezone) == day for start in counted) <= limit


@settings(max_examples=20)
@given(absences())
def test_every_call_is_placed_or_said_why(absence: Absence) -> None:
    found = absence.solved()
    placed, unplaced = [step.call for step in found.placed], [left.call for left in found.unplaced]
    assert sorted(call.booking_id for call in (*placed, *unplaced)) == sorted(call.booking_id for call in absence.calls)
    assert [call.span.start for call in unplaced] == sorted(call.span.start for call in unplaced)
    for left in found.unplaced:
        assert left.code in (*REASON_CODES, NO_AGENT_AVAILABLE)
        others = [each for each in absence.pools["pre_1"] if each != left.call.agent_id]
        assert sum(count for _, count in left.held_back) == len(others)


@settings(max_examples=15)
@given(absences(), st.randoms(use_true_random=False))
def test_the_same_absence_gives_the_same_plan(absence: Absence, random) -> None:
    shuffled = [list(absence.calls), list(absence.stand_ins)]
    for each in shuffled:
        random.shuffle(each)
    pool = dict(sorted(absence.pools["pre_1"].items(), reverse=True))
    assert solve(*shuffled, {"pre_1": pool}, absence.now) == absence.solved()  # pyright: ignore[reportArgumentType]


@settings(max_examples=15)
@given(absences())
def test_who_comes_soonest_is_served_whoever_comes_later(absence: Absence) -> None:
    """A later call never costs a sooner one its place; where only one agent leaves, the order is theirs alone."""
    own = [call for call in absence.calls if call.agent_id == "per_away"]
    ordered = sorted(own, key=lambda call: (call.span.start, call.booking_id))
    served: set[str] = set()
    for count in range(len(ordered) + 1):
        placed = solve(ordered[:count], absence.stand_ins, absence.pools, absence.now).placed
        now_served = {step.call.booking_id for step in placed}
        assert served <= now_served
        served = now_served


def _agent(name: str, *calls: Call, languages: tuple[str, ...] = (), team: str | None = None) -> StandIn:
    facts = AgentFacts(
        name, "UTC", extras=(ALWAYS,), calls=calls, day_starts=tuple((c.start, c.booking_id) for c in calls)
    )
    return StandIn(facts, team, languages)


def _call(number: int, hours: float = 0, **fields) -> Leaving:
    start = TEN + HOUR * hours
    given_fields = {"terms": Terms()} | fields
    return Leaving(f"bkg_{number}", "per_ada", "pre_1", Interval(start, start + HOUR / 2), **given_fields)


def _solve(calls: list[Leaving], *stand_ins: StandIn, pool: dict[str, Candidate] | None = None) -> Solution:
    offered = pool or {each.facts.agent_id: Candidate(each.facts.agent_id) for each in stand_ins}
    return solve(calls, stand_ins, {"pre_1": offered}, TEN - HOUR)


def _takers(found: Solution) -> dict[str, str]:
    return {step.call.booking_id: step.agent_id for step in found.placed}


def test_calls_are_shared_by_fair_turns_and_each_counts_for_the_next() -> None:
    pool = {"per_bo": Candidate("per_bo", given=2), "per_cy": Candidate("per_cy", given=1)}
    calls = [_call(number, number) for number in range(4)]
    found = _solve(calls, _agent("per_bo"), _agent("per_cy"), pool=pool)
    assert list(_takers(found).values()) == ["per_cy", "per_bo", "per_cy", "per_bo"]


def test_the_language_comes_before_the_team_and_the_team_before_the_turn() -> None:
    call = _call(1, language="es-CO", team_id="sales")
    bo, cy = _agent("per_bo", languages=("es",)), _agent("per_cy", languages=("en",), team="sales")
    (step,) = _solve([call], bo, cy).placed
    assert (step.agent_id, step.speaks, step.same_team) == ("per_bo", True, False)
    (step,) = _solve([call], cy).placed
    assert (step.agent_id, step.speaks, step.same_team) == ("per_cy", False, True)
    (step,) = _solve([replace(call, language=None)], bo, cy).placed
    assert step.agent_id == "per_cy"


def test_a_call_of_the_plan_goes_elsewhere_where_another_has_no_choice() -> None:
    first, second = _call(1), _call(2, 0.25, takers=frozenset({"per_bo"}))
    found = _solve([first, second], _agent("per_bo"), _agent("per_cy"))
    assert _takers(found) == {"bkg_1": "per_cy", "bkg_2": "per_bo"}
    assert not found.unplaced


def test_a_cap_and_a_conflict_are_said_with_how_many_they_hold_back() -> None:
    busy = _agent("per_bo", Call(TEN, TEN + HOUR, booking_id="bkg_9"))
    full = _agent("per_cy", Call(TEN + 3 * HOUR, TEN + 4 * HOUR, booking_id="bkg_8"))
    (left,) = _solve([_call(1, terms=Terms(agent_day_limit=1))], busy, full).unplaced
    assert left.code == "agent_day_limit"  # what both share
    assert left.held_back == (("slot_taken", 1), ("agent_day_limit", 1))
    (left,) = _solve([_call(1)], busy).unplaced
    assert left.code == "slot_taken"
    (left,) = _solve([_call(1)]).unplaced
    assert left.code == NO_AGENT_AVAILABLE


def test_two_agents_exchange_what_does_not_collide_in_an_order_that_works() -> None:
    ada, bo = Call(TEN, TEN + HOUR / 2, booking_id="bkg_1"), Call(TEN + HOUR, TEN + 1.5 * HOUR, booking_id="bkg_2")
    collides = Call(TEN + HOUR, TEN + 1.5 * HOUR, booking_id="bkg_3")
    calls = [
        _call(1, takers=frozenset({"per_bo"})),
        replace(_call(2, 1, takers=frozenset({"per_ada"})), agent_id="per_bo"),
    ]
    found = _solve(calls, _agent("per_ada", ada), _agent("per_bo", bo))
    assert _takers(found) == {"bkg_1": "per_bo", "bkg_2": "per_ada"}
    both = [*calls, _call(3, 1, takers=frozenset({"per_bo"}))]
    found = _solve(both, _agent("per_ada", ada, collides), _agent("per_bo", bo))
    assert _takers(found) == {"bkg_1": "per_bo"}
    assert [left.code for left in found.unplaced] == ["slot_taken", "slot_taken"]
