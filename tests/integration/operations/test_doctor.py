"""The doctor finds what is wrong, says what to do in both languages, and changes nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from chassis.doctor import Limits
from chassis.documents import Change
from chassis.findings import FINE, WRONG, Finding
from chassis.settings import ServiceSettings
from chassis.topology import LADDER
from contracts.events.intake import CaseOpened

from tests.integration.chassis import toy
from tests.integration.operations.command import aftersales
from tests.support.broker import bench
from tests.support.builders import envelope_of, unique
from tests.support.eventually import eventually

SERVICE = "survey"
"""The toy stands in for a service that the command knows by name."""


@pytest.fixture
def prefix() -> str:
    """Before the database's name."""
    return unique("p") + "_"


@pytest.fixture
def patient_settings(toy_settings: ServiceSettings, prefix: str) -> ServiceSettings:
    """The toy under the service's name."""
    return toy_settings.model_copy(update={"mongodb_database": f"{prefix}{SERVICE}"})


def compose(settings: ServiceSettings) -> toy.Toy:
    """With the real ladder, as the command expects it."""
    return toy.compose(settings, ladder=LADDER, service=SERVICE)


async def found(settings: ServiceSettings, prefix: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Exit code, and findings about the service by their check."""
    done = await aftersales(settings, prefix, "doctor", "--service", SERVICE, "--json", "--language", "en")
    findings = [json.loads(line) for line in done.out.splitlines()]
    return done.code, {finding["check"]: finding for finding in findings}


async def test_a_healthy_service_is_told_so(patient_settings: ServiceSettings, prefix: str) -> None:
    async with compose(patient_settings).running():

        async def well() -> dict[str, dict[str, object]]:
            code, findings = await found(patient_settings, prefix)
            assert code == 0, findings
            return findings

        findings = await eventually(well)
    wanted = {"database", "clock", "broker", "topology", "indexes", "migrations", "dead_letters", "outbox", "timers"}
    assert set(findings) == wanted
    assert {finding["level"] for finding in findings.values()} == {"fine"}


async def test_what_is_wrong_is_told_with_what_to_do(patient_settings: ServiceSettings, prefix: str) -> None:
    replica = compose(patient_settings)
    async with bench(patient_settings.amqp_url.get_secret_value(), patient_settings.broker_namespace) as wire:
        async with replica.running():
            await wire.send(SERVICE, envelope_of(CaseOpened, case_id="c-1", description="poison"))

            async def died() -> bool:
                return await wire.depth(f"{SERVICE}.dead") == 1

            await eventually(died)
        late = datetime.now(UTC) - timedelta(seconds=400)
        sleeping = toy.compose(patient_settings, clock=lambda: late, service=SERVICE)
        database = sleeping.runtime.mongo_database
        visit = toy.Visit(number="v", due_at=late)
        await sleeping.visits.create("v", Change(visit, [toy.scheduled("c", late)]))
        await database["visits"].drop_index("state.number_1")
        await database["migrations"].insert_one({"_id": "0009-x", "state": "running", "attempts": 3})
        await wire.channel.queue_delete(f"{patient_settings.broker_namespace}{SERVICE}.events.retry.1h")
        code, findings = await found(patient_settings, prefix)
        deleted = f"{patient_settings.broker_namespace}{SERVICE}.events.retry.1h"
    assert code == 1
    assert {check: finding["level"] for check, finding in findings.items() if finding["level"] != "fine"} == {
        "index_missing": "problem",
        "migration_open": "warning",
        "outbox": "problem",
        "timers": "problem",
        "queue_missing": "problem",
        "nobody_consumes": "problem",
        "dead_letters": "warning",
    }
    assert findings["queue_missing"]["values"] == {"queue": deleted}
    assert f"aftersales dead list --service {SERVICE}" in str(findings["dead_letters"]["remedy"])
    assert "state.number 1" in str(findings["index_missing"]["message"])


async def test_a_database_that_no_service_used_and_backends_that_are_away(
    toy_settings: ServiceSettings, prefix: str
) -> None:
    code, findings = await found(toy_settings, prefix)
    assert code == 1
    assert findings["never_started"]["level"] == "problem"
    away = toy_settings.model_copy(
        update={
            "mongodb_url": type(toy_settings.mongodb_url)("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"),
            "amqp_url": type(toy_settings.amqp_url)("amqp://guest:guest@127.0.0.1:9/"),
        }
    )
    code, findings = await found(away, prefix)
    assert code == 1
    assert set(findings) == {"database_away", "broker_away"}
    assert "guest" not in json.dumps(findings), "no password of an address is told"


async def test_people_read_it_in_their_language(toy_settings: ServiceSettings, prefix: str) -> None:
    zh = await aftersales(toy_settings, prefix, "doctor", "--service", SERVICE, "--language", "zh")
    en = await aftersales(toy_settings, prefix, "doctor", "--service", SERVICE, "--language", "en")
    assert "尚未被该服务使用" in zh.out
    assert "->" in zh.out
    assert en.out.isascii()
    assert zh.code == en.code == 1


def test_every_finding_has_both_languages_and_every_wrong_one_a_remedy() -> None:
    names = "set seconds count error queue database store index migration state attempts limit service"
    values = dict.fromkeys(names.split(), 1)
    for check in WRONG:
        for language in ("zh", "en"):
            message, remedy = Finding(check, "problem", "survey", values).said(language)
            assert message
            assert len(remedy) > 10
            assert "{" not in message + remedy
    for check in FINE:
        assert (
            Finding(check, "fine", "survey", values).said("zh")[0] != Finding(check, "fine", None, values).said("en")[0]
        )


def test_a_clock_that_is_off_is_judged_by_how_much() -> None:
    limits = Limits()
    judged = [limits.judge(seconds, limits.clock) for seconds in (0.0, 0.5, 0.6, 5.0, 5.1)]
    assert judged == ["fine", "fine", "warning", "warning", "problem"]
