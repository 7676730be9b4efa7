"""Dashboard and alerts ask only for what the services really tell; the rules are sound and do what they say."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
import yaml

from scripts import dashboard
from scripts.openapi import builders

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy/observability"
ALERTS = FOLDER / "alerts.yml"
FOREIGN = {"up"}
OUTSIDE_LABELS = {"job", "service", "instance", "le"}
"""Given by Prometheus itself."""
_METRIC = re.compile(r"\b((?:aftersales|process)_\w+|up)\b(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*=")


def rules() -> list[Mapping[str, object]]:
    """All alerts."""
    read = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))
    return [rule for group in read["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    """Everything that dashboard and alerts ask."""
    yield from (str(rule["expr"]) for rule in rules())
    board = json.loads(dashboard.TARGET.read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in board["panels"] for target in panel.get("targets", ()))
    yield from (variable["definition"] for variable in board["templating"]["list"])


@pytest.fixture(scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What each service answers under /metrics, by service."""
    answers: dict[str, str] = {}
    for name, build in builders(tmp_path_factory.mktemp("keys")).items():
        runtime = build()
        transport = httpx.ASGITransport(app=runtime.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            answers[name] = (await client.get("/metrics")).text
        runtime.parts.mongo.close()
    return answers


def test_every_metric_asked_for_is_told_by_every_service(told: Mapping[str, str]) -> None:
    asked = {match[1] for expression in expressions() for match in _METRIC.finditer(expression)} - FOREIGN
    assert len(asked) > 15
    for service, text in told.items():
        families = set(re.findall(r"^# TYPE (\S+) ", text, flags=re.MULTILINE))
        series = families | {f"{name}{end}" for name in families for end in ("_bucket", "_count", "_sum")}
        assert asked <= series, (service, asked - series)


def test_labels_that_are_asked_for_exist() -> None:
    declared = set(re.findall(r'\["(\w+)"(?:, "(\w+)")?\]', (ROOT / "libs/chassis/src/chassis/metrics.py").read_text()))
    known = {name for pair in declared for name in pair if name} | OUTSIDE_LABELS
    for expression in expressions():
        for match in _METRIC.finditer(expression):
            assert set(_LABEL.findall(match[2] or "")) <= known, expression
        for grouping in re.findall(r"by \(([^)]*)\)", expression):
            assert {name.strip() for name in grouping.split(",")} <= known, expression


def test_what_an_operator_looks_for_is_on_the_dashboard() -> None:
    titles = " ".join(panel["title"] for panel in dashboard.dashboard()["panels"]).lower()  # type: ignore[attr-defined]
    for subject in ("queue depth", "oldest message", "outbox", "timers", "dead letters", "requests", "group commit"):
        assert subject in titles


def test_the_dashboard_is_generated() -> None:
    assert dashboard.main(["--check"]) == 0, "make generate"


def test_every_alert_has_a_severity_and_a_section_that_says_what_to_do() -> None:
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    headings = {f"#{line.removeprefix('### ').lower()}" for line in operations.splitlines() if line.startswith("### ")}
    for rule in rules():
        labels, annotations = rule["labels"], rule["annotations"]
        assert isinstance(labels, dict)
        assert isinstance(annotations, dict)
        assert labels["severity"] in ("warning", "critical")
        page, _, anchor = annotations["runbook"].partition("#")
        assert page == "docs/operations.md"
        assert f"#{anchor}" in headings, rule["alert"]


def test_promtool_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        with capsys.disabled():
            sys.stdout.write("\npromtool is not installed (Debian: prometheus); its checks of the rules did not run\n")
        return
    checks = ("check", "rules", ALERTS), ("test", "rules", FOLDER / "alerts.test.yml")
    for check in (*checks, ("check", "config", FOLDER / "prometheus.yml")):
        done = subprocess.run([promtool, *map(str, check)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_profile_is_hardened_limited_and_finds_its_files() -> None:
    whole = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    observe = yaml.safe_load((ROOT / "deploy/compose/observe.yml").read_text(encoding="utf-8"))
    assert set(observe["services"]) == {"prometheus", "grafana", "otel-collector"}
    for name, service in observe["services"].items():
        assert whole["services"][name]["extends"] == {"file": "deploy/compose/observe.yml", "service": name}
        assert (service["profiles"], service["restart"]) == (["observe"], "unless-stopped")
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or (ROOT / "deploy/compose" / source).exists(), source
