"""Amending, withdrawing and reopening: for a version, by the rules, told once."""

import asyncio

import pytest
from contracts.events.dispatch import CaseClassified, CaseResolved, TaskAssigned, TaskOverdue
from contracts.events.intake import CaseAmended, CaseClosed, CaseReopened, CaseWithdrawn
from contracts.events.survey import FollowUpCompleted

from tests.integration.intake.desk import CLERK, Desk
from tests.support.builders import payload_of
from tests.support.eventually import eventually


async def test_an_amendment_is_stored_and_told(desk: Desk) -> None:
    case = await desk.opened()
    answer = await desk.patch(case["number"], {"description": "It drips.", "contact": {"phone": None}}, 1)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    shown = answer.json()
    assert shown["description"] == "It drips."
    assert shown["contact"] == {"name": "Chen Mei", "phone": None, "email": "chen.mei@example.com"}
    [event] = await desk.service.hears(CaseAmended, case["id"])
    assert (event.changed, event.contact_phone, event.contact_name) == (["contact", "description"], None, "Chen Mei")


async def test_a_change_is_for_a_version(desk: Desk) -> None:
    case = await desk.opened()
    body = {"description": "other"}
    missing = await desk.patch(case["id"], body, None)
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    assert (await desk.patch(case["id"], body, 1)).status_code == 200
    stale = await desk.patch(case["id"], {"description": "third"}, 1)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    for command in ("withdraw", "reopen"):
        path = f"/v1/cases/{case['id']}/{command}"
        assert (await desk.service.post(path, {"reason": "r"}, CLERK)).status_code == 428
        assert (await desk.service.post(path, {"reason": "r"}, CLERK, version=1)).status_code == 412
    assert await desk.version(case["id"]) == 2


@pytest.mark.parametrize("tag", ["1", '"1', "*", '"1", "2"', '"-1"', '"x"', "", '"99999999999999999999"', '"１"'])
async def test_a_strange_if_match_is_refused(desk: Desk, tag: str) -> None:
    case = await desk.opened()
    headers = {**desk.service.headers((CLERK,)), "If-Match": tag}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await desk.service.client.patch(f"/v1/cases/{case['id']}", json={"place": "x"}, headers=raw)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")
    assert await desk.version(case["id"]) == 1


async def test_of_many_at_once_one_wins(desk: Desk) -> None:
    case = await desk.opened()
    answers = await asyncio.gather(*(desk.patch(case["id"], {"place": f"place {n}"}, 1) for n in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 9
    assert await desk.version(case["id"]) == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_to_amend"),
        ({"place": None}, "nothing_to_amend"),
        ({"description": None}, "invalid_request"),
        ({"status": "closed"}, "invalid_request"),
        ({"kind": "fault"}, "invalid_request"),
        ({"occurred_at": "2199-01-01T00:00:00Z"}, "occurred_in_future"),
    ],
    ids=str,
)
async def test_an_amendment_obeys_the_rules(desk: Desk, body: dict[str, object], code: str) -> None:
    case = await desk.opened()
    answer = await desk.patch(case["id"], body, 1)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await desk.version(case["id"]) == 1


async def test_a_withdrawn_case_stays_withdrawn(desk: Desk) -> None:
    case = await desk.opened()
    path = f"/v1/cases/{case['number']}"
    done = await desk.service.post(f"{path}/withdraw", {"reason": "solved it myself"}, CLERK, version=1)
    assert (done.status_code, done.json()["status"], done.headers["etag"]) == (200, "withdrawn", '"2"')
    [event] = await desk.service.hears(CaseWithdrawn, case["id"])
    assert (event.reason, event.withdrawn_by, event.round) == ("solved it myself", f"staff:{CLERK}", 1)
    for answer, code in (
        (await desk.service.post(f"{path}/withdraw", {"reason": "r"}, CLERK, version=2), "case_ended"),
        (await desk.patch(case["number"], {"place": "x"}, 2), "case_ended"),
        (await desk.service.post(f"{path}/reopen", {"reason": "r"}, CLERK, version=2), "case_not_reopenable"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert await desk.version(case["id"]) == 2


async def test_the_unknown_is_not_found(desk: Desk) -> None:
    for answer in (
        await desk.patch("none", {"place": "x"}, 1),
        await desk.service.post("/v1/cases/none/withdraw", {"reason": "r"}, CLERK, version=1),
        await desk.service.post("/v1/cases/0001-000001-1/reopen", {"reason": "r"}, CLERK, version=1),
    ):
        assert answer.status_code in (404, 422)
        assert answer.json()["code"] in ("not_found", "invalid_case_number")


async def resolved(desk: Desk) -> dict[str, str]:
    case = await desk.opened()
    await desk.tell(CaseClassified, case["id"], category="product_quality", team="quality")
    await desk.tell(TaskAssigned, case["id"], round=1, step="02C", team="quality", responsible="staff:wang")
    await desk.shows(case["id"], status="assigned", category="product_quality", responsible="staff:wang")
    await desk.tell(CaseResolved, case["id"], round=1, resolution="new seal")
    await desk.shows(case["id"], status="resolved", resolution="new seal", step=None)
    return case


async def test_the_customer_brings_a_resolved_case_back_by_the_link(desk: Desk) -> None:
    case = await resolved(desk)
    path = "/v1/track/" + case["tracking_url"].rsplit("/", 1)[1]
    answer = await desk.service.client.post(f"{path}/reopen", json={"reason": "still leaks"})
    assert (answer.status_code, answer.json()["status"], answer.json()["round"]) == (200, "reopened", 2)
    [event] = await desk.service.hears(CaseReopened, case["id"])
    assert (event.round, event.reason) == (2, "still leaks")
    assert event.reopened_by.startswith("customer:")
    again = await desk.service.client.post(f"{path}/reopen", json={"reason": "again"})
    assert (again.status_code, again.json()["code"]) == (409, "case_not_reopenable")


async def test_a_satisfied_customer_closes_a_case_once(desk: Desk) -> None:
    case = await resolved(desk)
    answer = payload_of(FollowUpCompleted, case_id=case["id"], round=1, satisfied=True)
    for _ in range(3):
        await desk.service.publish(answer, case_id=case["id"], event_id=f"answer-{case['id']}")
    shown = await desk.shows(case["id"], status="closed", outcome="satisfied")
    assert shown["ended_at"] is not None
    await desk.tell(TaskOverdue, case["id"], round=1)

    async def lines() -> list[str]:
        timeline = (await desk.service.get(f"/v1/cases/{case['id']}/timeline", CLERK)).json()["items"]
        return [line["what"] for line in timeline]

    async def late_news_came() -> bool:
        return "task.overdue" in await lines()

    await eventually(late_news_came)
    assert (await lines()).count("follow_up.completed") == 1
    assert (await lines()).count("case.closed") == 1
    assert len(await desk.service.hears(CaseClosed, case["id"])) == 1
