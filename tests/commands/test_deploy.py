"""The operator's files keep step with the code: what they set, run and ask is there."""

import re
from typing import Any

import yaml

from api import health
from console import bundle
from console.cli import COMMANDS
from console.scheduling.settings import Settings

DEPLOY = bundle.PROJECT / "assets" / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "callboard"}
_OF_THE_PROXY = {"CALLBOARD_SITE", "CALLBOARD_WEB"}
_VARIABLES = {f"CALLBOARD_{name.upper()}" for name in Settings.model_fields} | _OF_THE_PROXY


def test_whatever_they_set_is_a_setting() -> None:
    for file in DEPLOY.iterdir():
        assert set(re.findall(r"CALLBOARD_[A-Z_]+[A-Z]", file.read_text())) <= _VARIABLES, file.name
    for service in OURS.values():
        told = {name.removeprefix("CALLBOARD_").lower(): value for name, value in service["environment"].items()}
        Settings(**{name: value.split("$")[0] or "" if "$" in value else value for name, value in told.items()})


def test_whatever_they_run_is_a_command() -> None:
    for file in DEPLOY.iterdir():
        run = re.findall(r"(?:bin/|`|command: |\"|^)callboard ([a-z]+)", file.read_text(), re.MULTILINE)
        assert {*run} <= COMMANDS.keys(), file.name
    assert {service["command"] for service in OURS.values()} == {
        f"callboard {role}" for role in ("migrate", "web", "jobs")
    }


def test_whatever_they_ask_is_answered() -> None:
    known = {route.path for route in health.routes} | {"/metrics"}
    for file in DEPLOY.iterdir():
        assert set(re.findall(r"/health/[a-z]+", file.read_text())) <= known, file.name


def test_the_services_of_compose_fit_together() -> None:
    services, volumes = COMPOSE["services"], COMPOSE["volumes"]
    for name, service in services.items():
        assert {*service.get("depends_on", ())} <= services.keys(), name
        named = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert named <= volumes.keys(), name
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    upstreams = services["proxy"]["environment"]["CALLBOARD_WEB"].split()
    assert upstreams == [f"{name}:8000" for name, service in OURS.items() if service["command"] == "callboard web"]
    assert all(int(service["stop_grace_period"].removesuffix("s")) >= 20 for service in OURS.values())


def test_what_stands_behind_asks_for_a_password() -> None:
    assert "${REDIS_PASSWORD:?" in OURS["web1"]["environment"]["CALLBOARD_REDIS_URL"]
    assert "--requirepass ${REDIS_PASSWORD}" in COMPOSE["services"]["redis"]["command"]
    assert "${POSTGRES_PASSWORD:?" in OURS["web1"]["environment"]["CALLBOARD_DATABASE_URL"]


def test_a_proxy_leads_people_to_https_and_refuses_programs_that_forgot_it() -> None:
    for file in ("Caddyfile", "nginx.conf"):
        told = (DEPLOY / file).read_text()
        assert "Use https." in told and all(path in told for path in ("api", "calendar", "hooks")), file
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in (DEPLOY / "nginx.conf").read_text()


def test_no_history_and_no_tests_are_at_hand_where_it_serves() -> None:
    for unit in ("callboard.service", "callboard@.service"):
        assert "InaccessiblePaths=-/opt/callboard/.git" in (DEPLOY / unit).read_text().splitlines(), unit
    assert {".git", "tests"} <= {*(DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()}


def test_the_image_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    assert lines.index("USER callboard") < next(at for at, line in enumerate(lines) if line.startswith("CMD"))
    assert not [line for line in lines if line.startswith("USER") and line != "USER callboard"]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {".git", ".web", "data", "**/*.db"} <= {*ignored}


def test_the_guide_is_one_page_and_its_links_lead_somewhere() -> None:
    guide = (DEPLOY / "README.md").read_text()
    assert len(guide.splitlines()) < 250
    for link in re.findall(r"\]\(([^)#:]+)\)", guide):
        assert (DEPLOY / link).exists(), link
