"""One service from start to drain, everything once."""

import pytest
from chassis.http import permit
from chassis.settings import ServiceSettings
from contracts.events.intake import CaseClosed, CaseOpened

from tests.integration.chassis import toy
from tests.support.broker import Bench
from tests.support.builders import bearer, envelope_of, headers
from tests.support.eventually import eventually

CLERK = "marketing_staff"


async def test_event_becomes_state_and_events(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    opened = envelope_of(CaseOpened, case_id="case-1")
    async with replica.running():
        await wire.watch()
        await wire.send("toy", opened)
        await eventually(lambda: wire.of("case-1"))
        visit = await replica.visit("case-1")
        await eventually(lambda: _outbox_is_empty(replica, "case-1"))
    assert visit is not None
    assert visit.seen == (opened.id,)
    [published] = wire.of("case-1")
    assert (published.type, published.sequence, published.causationid, published.source) == (
        "aftersales.follow_up.scheduled.v1",
        1,
        opened.id,
        "/aftersales/toy",
    )


async def test_timer_fires_once_and_tells(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running():
        await wire.watch()
        await wire.send("toy", envelope_of(CaseOpened, case_id="case-1", description="due 0.2"))
        await eventually(lambda: len(wire.of("case-1")) == 2)
        raw = await replica.raw("case-1")
    assert [event.type for event in wire.of("case-1")] == [
        "aftersales.follow_up.scheduled.v1",
        "aftersales.follow_up.overdue.v1",
    ]
    assert raw["v"] == 2
    assert "next_due" not in raw
    assert raw["timers"] == []


async def test_http_creates_changes_and_lists(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running() as client:
        await wire.watch()
        made = await client.post(
            "/v1/visits", json={"number": "N-1"}, headers=headers([CLERK], {"Idempotency-Key": "k-1"})
        )
        assert made.status_code == 201, made.text
        assert made.headers["etag"] == '"1"'
        path = f"/v1/visits/{made.json()['id']}"
        again = await client.post(
            "/v1/visits", json={"number": "N-1"}, headers=headers([CLERK], {"Idempotency-Key": "k-1"})
        )
        assert again.json() == made.json()
        bare = await client.post(f"{path}/notes", json={"note": "a"}, headers=bearer(CLERK))
        assert (bare.status_code, bare.json()["code"]) == (428, "precondition_required")
        noted = await client.post(f"{path}/notes", json={"note": "a"}, headers=headers([CLERK], {"If-Match": '"1"'}))
        assert (noted.status_code, noted.headers["etag"], noted.json()["notes"]) == (200, '"2"', ["a"])
        stale = await client.post(f"{path}/notes", json={"note": "b"}, headers=headers([CLERK], {"If-Match": '"1"'}))
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
        read = await client.get(path, headers=bearer(CLERK))
        assert (read.status_code, read.headers["etag"], read.json()) == (200, '"2"', noted.json())
        listed = await client.get("/v1/visits", headers=bearer(CLERK), params={"status": "open"})
        assert listed.json() == {"items": [noted.json()], "next": None}
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
        figures = await client.get("/metrics")
        assert "aftersales_http_requests_total" in figures.text
        await eventually(lambda: wire.of(made.json()["id"]))


async def test_domain_errors_are_problems(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running() as client:
        await wire.send("toy", envelope_of(CaseOpened, case_id="case-1"), envelope_of(CaseClosed, case_id="case-1"))
        await eventually(lambda: _is_closed(replica, "case-1"))
        version = (await replica.raw("case-1"))["v"]
        refused = await client.post(
            "/v1/visits/case-1/notes",
            json={"note": "late"},
            headers=headers([CLERK], {"If-Match": f'"{version}"', "Accept-Language": "en"}),
        )
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "type": "urn:aftersales:problem:visit_not_open",
        "title": "The visit is closed",
        "status": 409,
        "code": "visit_not_open",
    }


async def test_drained_service_is_not_ready(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running():
        pass
    assert await replica.runtime.lifecycle.health.not_ready_because() == "draining"


async def _outbox_is_empty(replica: toy.Toy, visit_id: str) -> bool:
    raw = await replica.raw(visit_id)
    return raw["outbox"] == [] and "ob_at" not in raw


async def _is_closed(replica: toy.Toy, visit_id: str) -> bool:
    visit = await replica.visit(visit_id)
    return visit is not None and visit.status == "closed"


async def test_a_trace_goes_from_the_request_into_its_events_and_from_event_to_event(
    toy_settings: ServiceSettings, wire: Bench
) -> None:
    replica = toy.compose(toy_settings)
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    opened = envelope_of(CaseOpened, case_id="case-1").model_copy(update={"traceparent": trace})
    async with replica.running() as client:
        await wire.watch()
        more = {"Idempotency-Key": "k-1", "traceparent": trace}
        made = await client.post("/v1/visits", json={"number": "N-1"}, headers=headers([CLERK], more))
        await wire.send("toy", opened)
        await eventually(lambda: wire.of("case-1") and wire.of(made.json()["id"]))
    told = [*wire.of("case-1"), *wire.of(made.json()["id"])]
    assert {(event.traceparent or "")[3:35] for event in told} == {"a" * 32}


def test_a_mistyped_permission_fails_at_start() -> None:
    with pytest.raises(ValueError, match="no permission"):
        permit("follow_up.recrod")
