"""Recording a case: durable, told, numbered, and once however often it is sent."""

import asyncio
from pathlib import Path

import pytest
from contracts.events.intake import CaseOpened
from httpx import ASGITransport, AsyncClient
from intake.bootstrap import build
from intake.domain.case_number import parse_case_number
from pymongo import MongoClient
from pymongo.read_concern import ReadConcern

from tests.integration.intake.desk import BODY, CLERK, Desk, intake_settings, key
from tests.support.running import running


async def test_a_case_is_durable_and_told(desk: Desk) -> None:
    answer = await desk.post({**BODY, "severity": "high", "customer": {"code": "C-1001", "name": "Pump Works"}})
    case = answer.json()
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert answer.headers["location"] == f"/v1/cases/{case['id']}"
    assert answer.headers["content-type"] == "application/json"
    assert (case["status"], case["stage"], case["round"]) == ("received", "receipt", 1)
    assert (case["recorded_by"], case["reported_severity"]) == (f"staff:{CLERK}", "high")
    assert parse_case_number(case["number"]) == case["number"]

    settings = desk.service.runtime.settings
    with MongoClient[dict[str, object]](settings.mongodb_url.get_secret_value()) as other:
        cases = other[str(settings.mongodb_database)].get_collection("cases", read_concern=ReadConcern("majority"))
        assert cases.count_documents({"_id": case["id"]}) == 1

    [event] = await desk.service.hears(CaseOpened, case["id"])
    assert (event.number, event.customer_id, event.severity) == (case["number"], "C-1001", "high")
    assert event.description == BODY["description"]
    assert event.tracking_path is not None
    assert case["tracking_url"].endswith(event.tracking_path)
    read = await desk.service.get(answer.headers["location"], CLERK)
    assert (read.json(), read.headers["etag"]) == (case, '"1"')


async def test_the_same_key_and_body_is_the_same_case(desk: Desk) -> None:
    name = key()
    first = await desk.post(BODY, **{"Idempotency-Key": name})
    before = await desk.count()
    again = await desk.post(BODY, **{"Idempotency-Key": name})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert await desk.count() == before
    await desk.service.hears(CaseOpened, first.json()["id"])


async def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    name = key()
    await desk.post(BODY, **{"Idempotency-Key": name})
    before = await desk.count()
    other = await desk.post({**BODY, "description": "other"}, **{"Idempotency-Key": name})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert await desk.count() == before


async def test_keys_of_two_clients_are_two_keys(desk: Desk) -> None:
    name = key()
    first = await desk.post(BODY, **{"Idempotency-Key": name})
    second = await desk.post(BODY, "sales_manager", **{"Idempotency-Key": name})
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("name", ["", "with space", "x" * 201])
async def test_a_strange_key_is_refused(desk: Desk, name: str) -> None:
    before = await desk.count()
    answer = await desk.post(BODY, **{"Idempotency-Key": name})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")
    assert await desk.count() == before


async def test_fifty_at_once_are_one_case(desk: Desk) -> None:
    name, before = key(), await desk.count()
    answers = await asyncio.gather(*(desk.post(BODY, **{"Idempotency-Key": name}) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert await desk.count() == before + 1
    [_] = await desk.service.hears(CaseOpened, answers[0].json()["id"])


async def test_replicas_never_give_the_same_number(mongo_url: str, amqp_url: str, tmp_path: Path) -> None:
    settings = intake_settings(mongo_url, amqp_url, tmp_path)
    async with running(settings, lambda: build(settings)) as first:
        second = build(settings)
        transport = ASGITransport(app=second.app, raise_app_exceptions=False)
        headers = first.headers((CLERK,))
        async with (
            second.app.router.lifespan_context(second.app),
            AsyncClient(transport=transport, base_url="http://second") as other,
        ):
            answers = await asyncio.gather(
                *(
                    client.post("/v1/cases", json=BODY, headers=headers)
                    for _ in range(20)
                    for client in (first.client, other)
                )
            )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 40


async def test_text_of_any_script_comes_back_as_it_was(desk: Desk) -> None:
    description = "热水器漏水 🛠️👩‍🔧 \u202eמים\u202c ‏נוזלים\n\tsecond line <script>alert(1)</script> {{7*7}} =1+1"
    case = await desk.opened(description=description, customer={"name": "‏מפעל 🏭 杭州"})
    read = (await desk.service.get(f"/v1/cases/{case['id']}", CLERK)).json()
    assert (read["description"], read["customer"]["name"]) == (description, "‏מפעל 🏭 杭州")
    [event] = await desk.service.hears(CaseOpened, case["id"])
    assert event.description == description


async def test_a_moment_is_the_same_in_any_offset(desk: Desk) -> None:
    """An offset makes every instant unique, in the gap of a clock change too."""
    case = await desk.opened(occurred_at="2026-03-29T02:30:00.123456+01:00")
    assert case["occurred_at"] == "2026-03-29T01:30:00.123000Z"
    assert (await desk.service.get(f"/v1/cases/{case['id']}", CLERK)).json() == case
    same = await desk.patch(case["id"], {"occurred_at": "2026-03-29T01:30:00.1239Z"}, 1)
    assert same.json()["code"] == "nothing_to_amend"
