"""People over HTTP: changed without a restart, absent and stood in for, refused with a stable code."""

from datetime import UTC, datetime, timedelta

import pytest
from dispatch.adapters.mongo_open_tasks import MongoOpenTasks
from httpx import Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, QUALITY_LEAD, Desk, colleague
from tests.support.builders import unique
from tests.support.clocks import SetClock

ADMIN = Person(roles=["admin"], staff="root")
LEAD = Person(roles=["team_lead"], staff="software-lead", team="software")
BODY: dict[str, object] = {"name": "Neu", "team": "quality", "roles": ["quality_engineer"], "takes_turns": False}


async def send(
    desk: Desk, method: str, path: str, person: Person, body: object = None, version: int | None = None
) -> Response:
    headers = desk.headers(person) | ({} if version is None else {"If-Match": f'"{version}"'})
    return await desk.service.client.request(method, f"/v1/staff/{path}", json=body, headers=headers)


async def version_of(desk: Desk, staff_id: str) -> int:
    answer = await send(desk, "GET", staff_id, CLERK)
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'
    return int(answer.json()["version"])


def away(hours: float = 1) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "since": (now - timedelta(minutes=1)).isoformat(),
        "until": (now + timedelta(hours=hours)).isoformat(),
        "reason": "leave",
        "handover": "flag",
    }


async def test_a_person_of_the_policy_is_there_with_a_version(desk: Desk) -> None:
    shown = (await send(desk, "GET", "gendan2", CLERK)).json()
    assert (shown["address"], shown["team"], shown["deputy"], shown["present"]) == (
        "staff:gendan2",
        "returns",
        "gendan1",
        True,
    )
    assert (await send(desk, "GET", "nobody-here", CLERK)).status_code == 404


async def test_a_newcomer_works_at_once(desk: Desk) -> None:
    newcomer = unique("new")
    made = await send(desk, "PUT", newcomer, QUALITY_LEAD, BODY, 0)
    assert (made.status_code, made.json()["version"], made.json()["present"]) == (200, 1, True)
    twice = await send(desk, "PUT", newcomer, QUALITY_LEAD, BODY, 0)
    assert (twice.status_code, twice.json()["code"]) == (412, "precondition_failed")
    case_id = await desk.opens()
    first = str((await desk.sees(case_id))["responsible"])
    handed = await desk.does(case_id, "hand-over", colleague(first), {"to": f"staff:{newcomer}", "note": "yours"})
    assert (handed.status_code, handed.json()["responsible"]) == (200, f"staff:{newcomer}")
    teams = (await desk.get("/v1/teams", CLERK)).json()["items"]
    quality = next(team for team in teams if team["id"] == "quality")
    assert f"staff:{newcomer}" in {person["address"] for person in quality["staff"]}


async def test_absent_people_get_nothing_and_with_nobody_left_the_lead_does(desk: Desk) -> None:
    text = "the soft ware hangs"
    answer = await send(desk, "POST", "software1/absences", LEAD, away(), await version_of(desk, "software1"))
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["absent"], shown["present"], shown["stood_in_by"]) == (True, False, "staff:software2")
    cases = [await desk.opens(text) for _ in range(3)]
    classed = {"category": "software_fault", "reason": "hangs"}
    for case_id in cases:
        made = await desk.does(case_id, "classify", CLERK, classed)
        assert made.json()["responsible"] == "staff:software2"
    assert made.json()["running"]["reason"].startswith("fewest open tasks (")
    gone = Person(roles=["software_engineer"], staff="software2", team="software")
    await send(desk, "POST", "software2/absences", gone, away(), await version_of(desk, "software2"))
    last = await desk.opens(text)
    made = await desk.does(last, "classify", CLERK, classed)
    assert made.json()["responsible"] == "role:team_lead"
    assert made.json()["running"]["reason"] == "nobody of the team is on duty"
    for staff_id in ("software1", "software2"):
        back = await send(desk, "DELETE", f"{staff_id}/absences/1", LEAD, None, await version_of(desk, staff_id))
        assert (back.status_code, back.json()["absences"], back.json()["present"]) == (200, [], True)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("PUT", "quality3", {**BODY, "team": "moon"}, 422, "unknown_team"),
        ("PUT", "quality3", {**BODY, "shift": "moon"}, 422, "unknown_calendar"),
        ("PUT", "quality3", {**BODY, "deputy": "quality3"}, 422, "unknown_staff"),
        ("PUT", "quality3", {**BODY, "roles": ["king"]}, 422, "invalid_request"),
        ("PUT", "quality3", {**BODY, "surprise": 1}, 422, "invalid_request"),
        ("POST", "quality3/absences", away(-1), 422, "invalid_request"),
        ("POST", "quality3/absences", {**away(), "since": "2026-03-02T10:00:00"}, 422, "invalid_request"),
        ("POST", "quality3/absences", {**away(), "handover": "nobody"}, 422, "invalid_request"),
        ("DELETE", "quality3/absences/7", None, 404, "absence_unknown"),
        ("POST", "nobody-here/absences", away(), 404, "not_found"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    desk: Desk, method: str, path: str, body: object, status: int, code: str
) -> None:
    before = await version_of(desk, "quality3")
    answer = await send(desk, method, path, ADMIN, body, before)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await version_of(desk, "quality3") == before


async def test_only_who_may_changes_people(desk: Desk) -> None:
    version = await version_of(desk, "quality2")
    engineer = colleague("staff:quality1")
    answers = [
        await send(desk, "PUT", "quality2", engineer, BODY, version),
        await send(desk, "PUT", "quality2", LEAD, BODY, version),
        await send(desk, "POST", "quality2/absences", engineer, away(), version),
        await send(desk, "PUT", "quality2", ADMIN, BODY),
        await send(desk, "PUT", "quality2", ADMIN, BODY, version + 5),
        await send(desk, "POST", "quality2/absences", ADMIN, away(), version + 5),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "forbidden"),
        (403, "not_over_team"),
        (403, "not_over_team"),
        (428, "precondition_required"),
        (412, "precondition_failed"),
        (412, "precondition_failed"),
    ]


async def test_open_tasks_are_counted_in_the_database_and_kept_for_a_moment(desk: Desk) -> None:
    store = next(store for store in desk.service.runtime.parts.stores if store.name == "assignments")
    clock = SetClock()
    tasks = MongoOpenTasks(store.collection, clock, timedelta(seconds=2), 1000)
    case_id = await desk.opens()
    responsible = str((await desk.sees(case_id))["responsible"])
    before = (await tasks.counts([responsible, "staff:nobody"]))[responsible]
    assert before == await store.collection.count_documents({"state.running.responsible": responsible})
    assert (await tasks.counts(["staff:nobody"])) == {"staff:nobody": 0}
    await desk.does(case_id, "reply", colleague(responsible), {"cause": "worn", "measure": "replace"})
    tasks.given(responsible)
    assert (await tasks.counts([responsible]))[responsible] == before + 1
    clock.advance(timedelta(seconds=2))
    assert (await tasks.counts([responsible]))[responsible] == before - 1
