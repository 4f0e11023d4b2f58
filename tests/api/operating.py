"""What an operator's Prometheus reads."""

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

TOKEN = "an-operators-own-token"


def figures(http: TestClient) -> dict[str, float]:
    """Every sample under its name, followed by the values of its labels in the order of their names."""
    told = http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 200, told.text
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
    }
