"""Over HTTP: what went by itself comes back when the absence is over, shorter, or withdrawn; 8D records go along."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from contracts.events.dispatch import TaskHandedOver
from contracts.events.dispatch_quality import CapaHandedOver
from httpx import Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import QUALITY_LEAD, SUPPORT, Desk, colleague
from tests.integration.dispatch.test_queue_desk import given, hired, passed_on
from tests.support.builders import unique
from tests.support.eventually import eventually
from tests.support.running import PATIENCE

HOUR = timedelta(hours=1)
RACES = 20


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody with a deputy, three tasks and an 8D record, all with the deputy since the absence began."""

    staff: str
    deputy: str
    cases: list[str]
    record: str


async def sent(
    desk: Desk, method: str, path: str, person: Person, body: object = None, version: int | None = None
) -> Response:
    headers = desk.headers(person) | ({} if version is None else {"If-Match": f'"{version}"'})
    return await desk.service.client.request(method, path, json=body, headers=headers)


async def version_of(desk: Desk, staff_id: str) -> int:
    return int((await desk.get(f"/v1/staff/{staff_id}", QUALITY_LEAD)).json()["version"])


async def told(desk: Desk, staff_id: str, method: str, number: str, body: object = None) -> Response:
    """Something about an absence, again when a timer of the person came in between."""
    path = f"/v1/staff/{staff_id}/absences{number}"
    answer = await sent(desk, method, path, QUALITY_LEAD, body, await version_of(desk, staff_id))
    for _ in range(RACES):
        if answer.status_code != 412:
            break
        answer = await sent(desk, method, path, QUALITY_LEAD, body, await version_of(desk, staff_id))
    return answer


def times(since: timedelta, until: timedelta, **more: str) -> dict[str, str]:
    now = datetime.now(UTC)
    return {"since": (now + since).isoformat(), "until": (now + until).isoformat(), "reason": "ill", **more}


async def recorded(desk: Desk, staff_id: str, case_id: str) -> str:
    """An 8D record of this owner."""
    body = {"title": "Leaks", "team": "quality", "owner": f"staff:{staff_id}", "case_ids": [case_id]}
    headers = desk.headers(QUALITY_LEAD) | {"Idempotency-Key": unique("8d")}
    made = await desk.service.client.post("/v1/corrective-actions", json=body, headers=headers)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def gone(desk: Desk, **more: str) -> Away:
    deputy = await hired(desk)
    staff_id = await hired(desk, deputy)
    cases = await given(desk, staff_id, 3)
    record = await recorded(desk, staff_id, cases[0])
    made = await told(desk, staff_id, "POST", "", times(-HOUR, HOUR, **more))
    assert made.status_code == 200, made.text
    away = Away(staff_id, deputy, cases, record)
    await held_by(desk, away, dict.fromkeys([*cases, record], deputy))
    return away


async def held_by(desk: Desk, away: Away, wanted: dict[str, str]) -> None:
    """Waits until these have the tasks and the record."""

    async def so() -> bool:
        owner = (await desk.get(f"/v1/corrective-actions/{away.record}", QUALITY_LEAD)).json()["owner"]
        hands = {case_id: (await desk.sees(case_id))["responsible"] for case_id in away.cases}
        hands |= {away.record: owner}
        return hands == {each: f"staff:{person}" for each, person in wanted.items()}

    await eventually(so, within=PATIENCE, what=f"held as wanted: {wanted}")


async def test_shortened_it_gives_back_what_the_deputy_has_not_begun(desk: Desk) -> None:
    away = await gone(desk)
    deputy = colleague(f"staff:{away.deputy}")
    assert (await desk.does(away.cases[0], "accept", deputy)).status_code == 200
    corrected = await told(desk, away.staff, "PUT", "/1", times(-HOUR, -HOUR / 2))
    assert corrected.status_code == 200, corrected.text
    (absence,) = corrected.json()["absences"]
    assert (absence["handover"], absence["give_back"]) == ("deputy", "not_started")
    assert absence["corrected_by"] == "staff:quality-lead"
    expected = {**dict.fromkeys([*away.cases, away.record], away.staff), away.cases[0]: away.deputy}
    await held_by(desk, away, expected)
    back = (await desk.service.hears(TaskHandedOver, away.cases[1], 3))[-1]
    assert (back.previous, back.responsible, back.by) == (f"staff:{away.deputy}", f"staff:{away.staff}", "dispatch")
    assert back.note.startswith("back: absent from ")
    assert back.note.endswith(f"; staff:{away.deputy} stood in")
    first, second = await desk.service.hears(CapaHandedOver, away.cases[0], 2)
    assert (first.owner, second.owner) == (f"staff:{away.deputy}", f"staff:{away.staff}")
    record = (await desk.get(f"/v1/corrective-actions/{away.record}", QUALITY_LEAD)).json()
    assert [hands["responsible"] for hands in record["held"]] == [
        f"staff:{person}" for person in (away.staff, away.deputy, away.staff)
    ]
    clock = (await desk.sees(away.cases[1], part="/clocks"))["items"]
    assert isinstance(clock, list)
    held = clock[-1]["held"]
    assert [hands["until"] for hands in held[:-1]] == [hands["since"] for hands in held[1:]]


async def test_withdrawn_it_gives_everything_back_where_that_is_wanted(desk: Desk) -> None:
    away = await gone(desk, give_back="all")
    deputy = colleague(f"staff:{away.deputy}")
    assert (await desk.does(away.cases[0], "accept", deputy)).status_code == 200
    cancelled = await told(desk, away.staff, "DELETE", "/1")
    (absence,) = cancelled.json()["absences"]
    assert absence["until"] == absence["withdrawn_at"]
    assert not cancelled.json()["absent"]
    await held_by(desk, away, dict.fromkeys([*away.cases, away.record], away.staff))
    assert (await desk.sees(away.cases[0]))["status"] == "assigned"
    for method, body in (("DELETE", None), ("PUT", times(-HOUR, HOUR))):
        again = await told(desk, away.staff, method, "/1", body)
        assert (again.status_code, again.json()["code"]) == (404, "absence_unknown")


async def test_a_record_that_is_opened_for_somebody_absent_goes_to_the_deputy(desk: Desk) -> None:
    deputy = await hired(desk)
    staff_id = await hired(desk, deputy)
    assert (await told(desk, staff_id, "POST", "", times(-HOUR, HOUR))).status_code == 200
    record = await recorded(desk, staff_id, await desk.opens())
    shown = (await desk.get(f"/v1/corrective-actions/{record}", QUALITY_LEAD)).json()
    assert shown["owner"] == f"staff:{deputy}"
    assert shown["held"][0]["note"] == f"named when the record was opened while absent; deputy of staff:{staff_id}"


async def test_by_hand_8d_records_go_along(desk: Desk) -> None:
    deputy = await hired(desk)
    staff_id = await hired(desk, deputy)
    (case_id,) = await given(desk, staff_id, 1)
    record = await recorded(desk, staff_id, case_id)
    answer = await passed_on(desk, staff_id, QUALITY_LEAD, {"note": "left the company"})
    assert answer.status_code == 200, answer.text
    (passed,) = answer.json()["corrective_actions"]
    assert (passed["id"], passed["owner"]) == (record, f"staff:{deputy}")
    assert passed["note"] == f"left the company; deputy of staff:{staff_id}"
    assert (await passed_on(desk, staff_id, QUALITY_LEAD, {})).json()["corrective_actions"] == []
    headers = desk.headers(colleague(f"staff:{deputy}")) | {"If-Match": f'"{passed["version"]}"'}
    done = await desk.service.client.post(
        f"/v1/corrective-actions/{record}/disciplines/D1/complete",
        json={"text": "team", "members": [f"staff:{deputy}"]},
        headers=headers,
    )
    assert done.status_code == 200, done.text


@pytest.mark.parametrize(
    ("number", "body", "status", "code"),
    [
        ("7", times(HOUR, 2 * HOUR), 404, "absence_unknown"),
        ("1", times(HOUR, -HOUR), 422, "invalid_request"),
        ("1", times(HOUR, 2 * HOUR, give_back="some"), 422, "invalid_request"),
        ("1", {**times(HOUR, 2 * HOUR), "surprise": 1}, 422, "invalid_request"),
        ("1", {"until": times(HOUR, HOUR)["until"]}, 422, "invalid_request"),
    ],
)
async def test_a_correction_that_makes_no_sense_is_refused(
    desk: Desk, number: str, body: object, status: int, code: str
) -> None:
    staff_id = await hired(desk)
    assert (await told(desk, staff_id, "POST", "", times(HOUR, 2 * HOUR))).status_code == 200
    answer = await sent(desk, "PUT", f"/v1/staff/{staff_id}/absences/{number}", QUALITY_LEAD, body, 2)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await version_of(desk, staff_id) == 2


async def test_only_who_may_corrects_and_only_what_they_saw(desk: Desk) -> None:
    staff_id = await hired(desk)
    assert (await told(desk, staff_id, "POST", "", times(HOUR, 2 * HOUR))).status_code == 200
    path, body = f"/v1/staff/{staff_id}/absences/1", times(2 * HOUR, 3 * HOUR)
    answers = [
        await sent(desk, "PUT", path, SUPPORT, body, 2),
        await sent(desk, "PUT", path, QUALITY_LEAD, body),
        await sent(desk, "PUT", path, QUALITY_LEAD, body, 1),
        await sent(desk, "PUT", "/v1/staff/nobody-here/absences/1", QUALITY_LEAD, body, 1),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "not_over_team"),
        (428, "precondition_required"),
        (412, "precondition_failed"),
        (404, "not_found"),
    ]
    me = Person(roles=["quality_engineer"], staff=staff_id, team="quality")
    own = (await sent(desk, "PUT", path, me, body, 2)).json()
    assert (own["version"], own["absences"][0]["corrected_by"]) == (3, f"staff:{staff_id}")
