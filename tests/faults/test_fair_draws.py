"""Several processes draw from one pool at once: every agent gets exactly their share."""

import multiprocessing
import os
from collections import Counter
from datetime import timedelta

from sqlmodel import col, select

from console.scheduling import clock, database
from console.scheduling.models import Member, Turn
from tests.faults.drawing import draw
from tests.services.conftest import add_agent, make_acme

PROCESSES, CALLS = 3, 8


def test_processes_that_draw_at_once_share_the_calls_by_weight(store: str):
    acme = make_acme(None)
    cleo = add_agent(acme, "cleo")
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, cleo)).weight = 2
    acme.set_preset(horizon_days=1500, limit_per_day=None, limit_per_week=None, limit_open=None)
    first = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    environment = {name: value for name, value in os.environ.items() if name.startswith("CALLBOARD_")}
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        drawn = pool.starmap(draw, [(number, CALLS, environment, acme.app_id, first) for number in range(PROCESSES)])
    shares = {acme.ada: 6, acme.bo: 6, cleo: 12}
    assert Counter(agent_id for each in drawn for agent_id in each) == shares
    with database.reading() as session:
        turns = session.exec(select(Turn.agent_id).where(col(Turn.returned_at).is_(None))).all()
    assert Counter(turns) == shares
