"""Two processes of the API count calls each for itself, and write them down as one count."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from console.scheduling.actors import SYSTEM, operator
from console.scheduling.services import access, clients, usage
from console.scheduling.services.clients import SCOPES, NewClient
from tests.api.conftest import make_team
from tests.api.serving import served

CALLS = 60


def test_calls_of_two_processes_add_up_exactly(store: str):
    app_id, *_ = make_team()
    crm = clients.create(SYSTEM, NewClient(name="CRM", app_ids=[app_id])).client_id
    access.issue(crm, "cbt_known", SCOPES)

    def call(_: int) -> int:
        path = f"{url}/api/v1/video/{app_id}/agents"
        return httpx.get(path, headers={"Authorization": "Bearer cbt_known"}, trust_env=False).status_code

    with served(workers=2) as url, ThreadPoolExecutor(8) as pool:
        assert set(pool.map(call, range(CALLS))) == {200}
    [today] = usage.per_day(operator(app_id), 1)[crm]
    assert today.calls == CALLS
