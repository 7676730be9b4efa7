"""Returned goods on a real broker and a real database: from the complaint to the exchange, and the refusal."""

from contracts.events.dispatch import TaskReplied, TaskResumed
from contracts.events.dispatch_returns import (
    ReturnAuthorised,
    ReturnCompleted,
    ReturnDropped,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
)
from contracts.events.intake import CaseWithdrawn
from httpx import Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, Desk
from tests.support.builders import payload_of
from tests.support.eventually import eventually
from tests.support.running import PATIENCE
from tests.unit.dispatch.builders import RETURN_TEXT

FOLLOW_UP = Person(roles=["follow_up_clerk"], staff="gendan1", team="returns")


async def does(desk: Desk, case_id: str, verb: str, body: object, person: Person = FOLLOW_UP) -> Response:
    """A command on the return's present version."""
    path = f"/v1/returns/{case_id}:1"
    version = (await desk.get(path, person)).json()["version"]
    headers = {**desk.headers(person), "If-Match": f'"{version}"'}
    return await desk.service.client.post(f"{path}/{verb}", json=body, headers=headers)


async def returning(desk: Desk) -> str:
    """A case of returns, whose return is open."""
    case_id = await desk.opens(RETURN_TEXT, remedy="exchange")
    await reaches(desk, case_id, "awaiting_decision")
    return case_id


async def reaches(desk: Desk, case_id: str, status: str) -> None:
    """Waits for the return's status."""

    async def reached() -> bool:
        return bool((await desk.get(f"/v1/returns/{case_id}:1", CLERK)).json().get("status") == status)

    await eventually(reached, within=PATIENCE, what=f"return of {case_id} {status}")


async def holds(desk: Desk, case_id: str) -> None:
    """Waits until the assignment knows that goods are expected."""

    async def known() -> bool:
        return bool((await desk.sees(case_id))["returns"])

    await eventually(known, within=PATIENCE, what="the return in the assignment")


async def test_goods_come_back_and_are_exchanged(desk: Desk) -> None:
    case_id = await returning(desk)
    facts = {"wanted": "exchange", "sold_on": "2020-01-01", "serious": True}
    assessed = await does(desk, case_id, "assess", facts)
    assert (assessed.status_code, assessed.json()["verdict"]["allowed"]) == (200, False)
    against = await does(desk, case_id, "authorise", {"reason": "please"})
    assert (against.status_code, against.json()["code"]) == (409, "verdict_against")
    assert (await does(desk, case_id, "receive", {"condition": "c"})).json()["code"] == "return_step_not_allowed"

    await does(desk, case_id, "authorise", {"reason": "a good customer", "goodwill": True})
    (authorised,) = await desk.service.hears(ReturnAuthorised, case_id)
    assert authorised.goodwill
    await holds(desk, case_id)
    root = Person(roles=["admin"], staff="root")
    by_hand = await desk.does(case_id, "reply", root, {"cause": "c", "measure": "m"})
    assert (by_hand.status_code, by_hand.json()["code"]) == (409, "return_pending")

    waits = (await desk.sees(case_id, part="/clocks"))["items"][-1]  # type: ignore[index]
    assert (waits["step"], waits["standing"], waits["due_at"]) == ("02A", "paused", None)
    assert [pause["reason"] for pause in waits["pauses"]] == ["waiting_for_shipment"]
    await does(desk, case_id, "receive", {"condition": "box open"})
    (resumed,) = await desk.service.hears(TaskResumed, case_id)
    assert resumed.because == "return.received"
    await does(desk, case_id, "inspect", {"findings": "seal torn", "fault_confirmed": True})
    done = await does(desk, case_id, "exchange", {"text": "a new unit was sent"})
    assert (done.json()["status"], done.json()["outcome"], done.json()["running"]) == ("completed", "exchanged", None)
    for told in (ReturnReceived, ReturnInspected, ReturnCompleted):
        await desk.service.hears(told, case_id)

    answered = await desk.gets_to(case_id, "replied")
    boxes = {box["box"]: (box["text"], box["signed_by"]) for box in answered["boxes"]}  # type: ignore[attr-defined]
    assert boxes["cause"] == ("seal torn", "staff:gendan1")
    assert boxes["measure"] == ("exchanged: a new unit was sent", "staff:gendan1")
    assert len(await desk.service.hears(TaskReplied, case_id)) == 1
    await desk.does(case_id, "communicate", CLERK, {"text": "it is on its way"})
    resolved = await desk.does(case_id, "resolve", CLERK, {"resolution": "exchanged"})
    assert resolved.json()["status"] == "resolved"


async def test_a_refusal_is_the_lines_answer(desk: Desk) -> None:
    case_id = await returning(desk)
    await does(desk, case_id, "assess", {"wanted": "return", "sold_on": "2026-01-01", "asked_on": "2026-01-05"})
    entitled = await does(desk, case_id, "refuse", {"reason": "no"})
    assert (entitled.status_code, entitled.json()["code"]) == (409, "entitled_to_return")
    await does(desk, case_id, "assess", {"wanted": "return", "sold_on": "2026-01-01", "asked_on": "2026-06-05"})
    assert (await does(desk, case_id, "refuse", {"reason": "five months"})).json()["status"] == "refused"
    (told,) = await desk.service.hears(ReturnRefused, case_id)
    assert told.reason == "five months"
    answered = await desk.gets_to(case_id, "replied")
    assert answered["step"] == "03"
    refused = (await desk.get("/v1/returns", CLERK, status="refused", case_id=case_id)).json()["items"]
    assert [line["id"] for line in refused] == [f"{case_id}:1"]


async def test_an_answer_by_hand_waives_the_return(desk: Desk) -> None:
    case_id = await returning(desk)
    reply = {"cause": "a misunderstanding", "measure": "the customer keeps it"}
    answered = await desk.does(case_id, "reply", Person(roles=["admin"], staff="root"), reply)
    assert answered.json()["status"] == "replied"
    await reaches(desk, case_id, "dropped")


async def test_goods_that_never_come_are_given_up_and_the_clock_runs_on(desk: Desk) -> None:
    case_id = await returning(desk)
    await does(desk, case_id, "authorise", {"reason": "because"})
    await holds(desk, case_id)
    dropped = await does(desk, case_id, "drop", {"reason": "never sent"})
    assert (dropped.json()["status"], dropped.json()["ended_because"]) == ("dropped", "never sent")
    (told,) = await desk.service.hears(ReturnDropped, case_id)
    assert told.reason == "never sent"
    (resumed,) = await desk.service.hears(TaskResumed, case_id)
    assert (resumed.reason, resumed.because) == ("waiting_for_shipment", "return.dropped")
    reply = {"cause": "nothing was sent", "measure": "the customer keeps it"}
    answered = await desk.does(case_id, "reply", Person(roles=["admin"], staff="root"), reply)
    assert answered.json()["status"] == "replied"


async def test_a_withdrawal_ends_even_an_authorised_return(desk: Desk) -> None:
    case_id = await returning(desk)
    await does(desk, case_id, "authorise", {"reason": "because"})
    await holds(desk, case_id)
    await desk.tells(payload_of(CaseWithdrawn, case_id=case_id, round=1), case_id)
    await reaches(desk, case_id, "dropped")


async def test_who_may_not_work_on_returns(desk: Desk) -> None:
    case_id = await returning(desk)
    answer = await does(desk, case_id, "refuse", {"reason": "no"}, CLERK)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    lead = Person(roles=["team_lead"], staff="sales-lead", team="sales")
    assert (await does(desk, case_id, "refuse", {"reason": "no"}, lead)).json()["code"] == "not_responsible"
    no_match = await desk.service.client.post(
        f"/v1/returns/{case_id}:1/refuse", json={"reason": "no"}, headers=desk.headers(FOLLOW_UP)
    )
    assert no_match.status_code == 428
    late = {"wanted": "return", "sold_on": "2026-01-09", "asked_on": "2026-01-05"}
    assert (await does(desk, case_id, "assess", late)).json()["code"] == "sale_after_claim"
    assert (await does(desk, case_id, "assess", {"wanted": "moon"})).status_code == 422
    assert (await desk.get("/v1/returns", CLERK, status="moon")).status_code == 422
