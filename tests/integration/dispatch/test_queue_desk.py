"""The work queue as people ask for it, and what somebody absent had in hand."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.events.dispatch import TaskHandedOver
from httpx import Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, QUALITY_LEAD, SUPPORT, Desk, colleague
from tests.support.builders import unique
from tests.unit.dispatch.builders import UNSURE_TEXT

Item = dict[str, object]
SALES_LEAD = Person(roles=["team_lead"], staff="sales-lead", team="sales")
MANAGER = Person(roles=["sales_manager"], staff="sales1", team="sales")
ADMIN = Person(roles=["admin"], staff="root")
NEWCOMER: dict[str, object] = {"team": "quality", "roles": ["quality_engineer"], "takes_turns": False}


async def asked(desk: Desk, person: Person, **filters: str | int) -> dict[str, Item]:
    """Every page, by case id."""
    found: dict[str, Item] = {}
    cursor: dict[str, str] = {}
    while True:
        page = await desk.get("/v1/assignments", person, limit=50, **filters, **cursor)
        assert page.status_code == 200, page.text
        found |= {str(item["id"]): item for item in page.json()["items"]}
        if page.json()["next"] is None:
            return found
        cursor = {"cursor": page.json()["next"]}


async def hired(desk: Desk, deputy: str | None = None) -> str:
    """A quality engineer who is nobody else's concern."""
    staff_id = unique("q")
    await put(desk, staff_id, {**NEWCOMER, "name": staff_id, "deputy": deputy})
    return staff_id


async def put(desk: Desk, staff_id: str, body: object) -> None:
    headers = desk.headers(QUALITY_LEAD) | {"If-Match": '"0"'}
    made = await desk.service.client.put(f"/v1/staff/{staff_id}", json=body, headers=headers)
    assert made.status_code == 200, made.text


async def given(desk: Desk, staff_id: str, count: int) -> list[str]:
    """So many tasks in somebody's hands."""
    cases = [await desk.opens() for _ in range(count)]
    for case_id in cases:
        made = await desk.does(case_id, "hand-over", QUALITY_LEAD, {"to": f"staff:{staff_id}", "note": "yours"})
        assert made.status_code == 200, made.text
    return cases


async def passed_on(desk: Desk, staff_id: str, person: Person, body: object, version: int | None = 1) -> Response:
    headers = desk.headers(person) | ({} if version is None else {"If-Match": f'"{version}"'})
    return await desk.service.client.post(f"/v1/staff/{staff_id}/hand-over-all", json=body, headers=headers)


async def test_mine_my_teams_and_what_waits_for_a_role(desk: Desk) -> None:
    staff_id = await hired(desk)
    me = Person(roles=["quality_engineer"], staff=staff_id, team="quality")
    held = await given(desk, staff_id, 2)
    waiting = await desk.opens(UNSURE_TEXT)
    mine = await asked(desk, me, queue="mine")
    assert list(mine) == held
    first = mine[held[0]]
    assert (first["responsible"], first["with_team"], first["step"]) == (f"staff:{staff_id}", "quality", "02C")
    assert (first["overdue"], first["paused"], first["escalation_level"]) == (False, False, 0)
    assert set(held) <= set(await asked(desk, me, queue="team"))
    assert waiting not in await asked(desk, me, queue="team")
    assert waiting in await asked(desk, me, queue="team", team="sales")
    assert waiting not in await asked(desk, me, queue="unassigned"), "it waits for a sales clerk"
    for other, seen in ((CLERK, True), (QUALITY_LEAD, False), (SALES_LEAD, True), (ADMIN, True), (MANAGER, True)):
        assert (waiting in await asked(desk, other, queue="unassigned")) == seen
        assert (waiting in await asked(desk, other, queue="unassigned", team="sales")) == seen
    manual = await asked(desk, me, queue="manual")
    assert waiting in manual
    assert {item["step"] for item in manual.values()} == {"01"}
    page = (await desk.get("/v1/assignments", me, queue="mine", limit=1)).json()
    assert page["total"] == {"count": 2, "exact": True}
    assert (await desk.get("/v1/assignments", me, queue="mine", limit=1, cursor=page["next"])).json()["total"] is None


async def test_a_clock_that_stands_still_sorts_behind_and_shows_what_is_left(desk: Desk) -> None:
    staff_id = await hired(desk)
    first, second = await given(desk, staff_id, 2)
    me = colleague(f"staff:{staff_id}")
    await desk.does(first, "pause", me, {"reason": "waiting_for_parts"})
    mine = await asked(desk, me, queue="mine")
    assert list(mine) == [second, first]
    still, runs = mine[first], mine[second]
    assert (still["paused"], still["due_at"], still["left_seconds"]) == (True, None, None)
    clock = (await desk.sees(first, part="/clocks"))["items"]
    assert isinstance(clock, list)
    assert still["left_working_seconds"] == pytest.approx(clock[-1]["left_seconds"], abs=0.01)
    assert datetime.fromisoformat(str(runs["due_at"])) > datetime.now(UTC)
    assert runs["left_seconds"] == pytest.approx(runs["left_working_seconds"], abs=0.01)


async def test_an_ended_case_leaves_the_queue_and_is_found_by_its_status(desk: Desk) -> None:
    staff_id = await hired(desk)
    (case_id,) = await given(desk, staff_id, 1)
    me = colleague(f"staff:{staff_id}")
    await desk.does(case_id, "reply", me, {"cause": "worn", "measure": "replace"})
    assert case_id not in await asked(desk, me, queue="mine")
    assert case_id in await asked(desk, CLERK, responsible="role:sales_clerk", step="03")
    await desk.does(case_id, "communicate", CLERK, {"text": "on Tuesday"})
    assert case_id in await asked(desk, CLERK, status="communicated", team="quality")
    await desk.does(case_id, "resolve", QUALITY_LEAD, {"resolution": "replaced"})
    assert case_id not in await asked(desk, CLERK, queue="team", team="quality")
    assert case_id in await asked(desk, CLERK, status="resolved", category="product_quality")


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        ({"queue": "everybodys"}, "invalid_request"),
        ({"queue": "mine", "responsible": "staff:quality1"}, "filter_fixed"),
        ({"queue": "manual", "status": "assigned"}, "filter_fixed"),
        ({"queue": "team"}, "team_not_given"),
        ({"due_before": "2026-03-02"}, "invalid_request"),
        ({"category": "moon"}, "invalid_request"),
        ({"severity": "mild"}, "invalid_request"),
        ({"cursor": "AAAA"}, "invalid_cursor"),
    ],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, filters: dict[str, str], code: str) -> None:
    nobody = Person(roles=["admin"], staff="root")
    answer = await desk.get("/v1/assignments", nobody, **filters)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_what_an_absent_person_holds_is_flagged_and_passes_to_the_deputy(desk: Desk) -> None:
    deputy = await hired(desk)
    staff_id = await hired(desk, deputy)
    cases = await given(desk, staff_id, 3)
    me = Person(roles=["quality_engineer"], staff=staff_id, team="quality")
    assert not any(item["responsible_absent"] for item in (await asked(desk, me, queue="mine")).values())
    now = datetime.now(UTC)
    away = {
        "since": now.isoformat(),
        "until": (now + timedelta(hours=1)).isoformat(),
        "reason": "leave",
        "handover": "flag",
    }
    headers = desk.headers(me) | {"If-Match": '"1"'}
    assert (
        await desk.service.client.post(f"/v1/staff/{staff_id}/absences", json=away, headers=headers)
    ).status_code == 200
    assert all(item["responsible_absent"] for item in (await asked(desk, me, queue="mine")).values())
    answer = await passed_on(desk, staff_id, me, {}, 2)
    assert answer.status_code == 200, answer.text
    moved = answer.json()
    assert (sorted(item["id"] for item in moved["items"]), moved["more"]) == (sorted(cases), False)
    assert {item["responsible"] for item in moved["items"]} == {f"staff:{deputy}"}
    assert {item["note"] for item in moved["items"]} == {f"absence; deputy of staff:{staff_id}"}
    assert set(await asked(desk, colleague(f"staff:{deputy}"), queue="mine")) == set(cases)
    held = (await desk.sees(cases[0], part="/clocks"))["items"]
    assert isinstance(held, list)
    assert [hands["responsible"] for hands in held[-1]["held"]][-2:] == [f"staff:{staff_id}", f"staff:{deputy}"]
    told = await desk.service.hears(TaskHandedOver, cases[0], 2)
    assert (told[-1].responsible, told[-1].by) == (f"staff:{deputy}", f"staff:{staff_id}")
    assert (await passed_on(desk, staff_id, me, {}, 2)).json() == {"items": [], "corrective_actions": [], "more": False}


async def test_what_an_absent_person_holds_passes_to_the_deputy_by_itself(desk: Desk) -> None:
    deputy = await hired(desk)
    staff_id = await hired(desk, deputy)
    cases = await given(desk, staff_id, 2)
    now = datetime.now(UTC)
    away = {"since": now.isoformat(), "until": (now + timedelta(hours=1)).isoformat(), "reason": "ill"}
    headers = desk.headers(QUALITY_LEAD) | {"If-Match": '"1"'}
    made = await desk.service.client.post(f"/v1/staff/{staff_id}/absences", json=away, headers=headers)
    assert (made.status_code, made.json()["absences"][0]["handover"]) == (200, "deputy"), made.text
    for case_id in cases:
        told = (await desk.service.hears(TaskHandedOver, case_id, 2))[-1]
        assert (told.previous, told.responsible, told.by) == (f"staff:{staff_id}", f"staff:{deputy}", "dispatch")
        assert told.note.startswith("absent from ")
        assert "ill" not in told.note
    assert set(await asked(desk, colleague(f"staff:{deputy}"), queue="mine")) == set(cases)


async def test_only_who_may_passes_tasks_on(desk: Desk) -> None:
    staff_id = await hired(desk)
    (case_id,) = await given(desk, staff_id, 1)
    answers = [
        await passed_on(desk, staff_id, SUPPORT, {}),
        await passed_on(desk, staff_id, QUALITY_LEAD, {}, None),
        await passed_on(desk, staff_id, QUALITY_LEAD, {}, 7),
        await passed_on(desk, "nobody-here", QUALITY_LEAD, {}),
        await passed_on(desk, staff_id, QUALITY_LEAD, {"to": "staff:software1"}),
        await passed_on(desk, staff_id, QUALITY_LEAD, {"to": f"staff:{staff_id}"}),
        await passed_on(desk, staff_id, QUALITY_LEAD, {"note": " "}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "not_over_team"),
        (428, "precondition_required"),
        (412, "precondition_failed"),
        (404, "not_found"),
        (422, "unknown_staff"),
        (409, "already_responsible"),
        (422, "invalid_request"),
    ]
    assert (await desk.sees(case_id))["responsible"] == f"staff:{staff_id}"
    lead = await passed_on(desk, staff_id, QUALITY_LEAD, {"note": "left the company"})
    assert [item["responsible"] for item in lead.json()["items"]] == ["role:team_lead"]
