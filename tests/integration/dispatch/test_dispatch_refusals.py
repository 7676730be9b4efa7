"""What the dispatch API refuses: a problem with a stable code each, and nothing stored."""

import pytest
from contracts.events.intake import CaseWithdrawn
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, QUALITY_LEAD, RND_DIRECTOR, SUPPORT, Desk, colleague
from tests.support.builders import payload_of
from tests.unit.dispatch.builders import DESIGN_TEXT

REPLY = {"cause": "worn", "measure": "replace"}
COMMANDS: dict[str, object] = {
    "classify": {"category": "usage"},
    "reclassify": {"category": "usage", "reason": "no fault"},
    "accept": None,
    "hand-over": {"to": "staff:quality2", "note": "leave"},
    "name-responsible": {"responsible": "staff:rnd-pm1"},
    "reply": REPLY,
    "pause": {"reason": "waiting_for_parts"},
    "resume": None,
    "communicate": {"text": "on Tuesday"},
    "resolve": {"resolution": "done"},
}
NOBODY = Person(roles=["marketing_staff"], staff="asker")


@pytest.mark.parametrize("verb", COMMANDS)
async def test_every_command_asks_for_a_known_caller_a_version_and_an_assignment(desk: Desk, verb: str) -> None:
    case_id = await desk.opens()
    path, body = f"/v1/assignments/{case_id}/{verb}", COMMANDS[verb]
    admin = Person(roles=["admin"], staff="root")
    client = desk.service.client
    answers = [
        await client.post(path, json=body),
        await client.post(path, json=body, headers={**desk.headers(NOBODY), "If-Match": '"1"'}),
        await client.post(path, json=body, headers=desk.headers(admin)),
        await client.post(path, json=body, headers={**desk.headers(admin), "If-Match": "1"}),
        await client.post(path, json=body, headers={**desk.headers(admin), "If-Match": '"99"'}),
        await desk.does("no-such-case", verb, admin, body, version=1),
    ]
    expected = [
        (401, "unauthenticated"),
        (403, "forbidden"),
        (428, "precondition_required"),
        (400, "malformed_request"),
        (412, "precondition_failed"),
        (404, "not_found"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == expected
    assert all(answer.headers["content-type"] == "application/problem+json" for answer in answers)
    assert (await desk.sees(case_id))["version"] == 1


@pytest.mark.parametrize("verb", sorted(COMMANDS.keys() - {"reclassify"}))
async def test_no_command_moves_a_withdrawn_case(desk: Desk, verb: str) -> None:
    case_id = await desk.opens()
    await desk.tells(payload_of(CaseWithdrawn, case_id=case_id, round=1), case_id)
    before = await desk.gets_to(case_id, "withdrawn")
    answer = await desk.does(case_id, verb, Person(roles=["admin"], staff="root"), COMMANDS[verb])
    assert (answer.status_code, answer.json()["code"]) == (409, "action_not_allowed")
    assert await desk.sees(case_id) == before


async def test_a_withdrawn_case_can_still_be_corrected_as_truth_and_moves_nothing(desk: Desk) -> None:
    case_id = await desk.opens()
    await desk.tells(payload_of(CaseWithdrawn, case_id=case_id, round=1), case_id)
    before = await desk.gets_to(case_id, "withdrawn")
    answer = await desk.does(case_id, "reclassify", Person(roles=["admin"], staff="root"), COMMANDS["reclassify"])
    assert answer.status_code == 200, answer.text
    after = await desk.sees(case_id)
    unmoved = ("status", "responsible", "round", "step")
    assert [after.get(name) for name in unmoved] == [before.get(name) for name in unmoved]


@pytest.mark.parametrize("verb", ["accept", "hand-over", "reply"])
async def test_somebody_elses_task_is_not_touched(desk: Desk, verb: str) -> None:
    case_id = await desk.opens()
    answer = await desk.does(case_id, verb, SUPPORT, COMMANDS[verb])
    assert (answer.status_code, answer.json()["code"]) == (403, "not_responsible")
    allowed = await desk.does(case_id, "accept", QUALITY_LEAD)
    assert allowed.status_code == 200


async def test_the_people_named_must_exist(desk: Desk) -> None:
    case_id = await desk.opens()
    responsible = str((await desk.sees(case_id))["responsible"])
    wrong = {"to": "staff:nobody", "note": "n"}
    answer = await desk.does(case_id, "hand-over", colleague(responsible), wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_staff")
    design = await desk.opens(DESIGN_TEXT)
    answer = await desk.does(design, "name-responsible", RND_DIRECTOR, {"responsible": "staff:sales1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_staff")
    answer = await desk.does(case_id, "reclassify", CLERK, {"category": "usage", "team": "moon", "reason": "r"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_team")


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reply", {**REPLY, "surprise": 1}),
        ("reply", {"cause": "worn"}),
        ("reply", {**REPLY, "cause": "  "}),
        ("reply", {**REPLY, "cause": "x" * 4001}),
        ("reply", {**REPLY, "cause": "a\x00b"}),
        ("reply", {**REPLY, "repair_required": "yes"}),
        ("reply", [REPLY]),
        ("reclassify", {"category": "moon", "reason": "r"}),
        ("reclassify", {"category": "usage"}),
        ("hand-over", {"to": "role:team_lead", "note": "n"}),
        ("hand-over", {"to": {"$ne": None}, "note": "n"}),
    ],
)
async def test_bad_bodies_are_refused_and_nothing_is_stored(desk: Desk, verb: str, body: object) -> None:
    case_id = await desk.opens()
    answer = await desk.does(case_id, verb, Person(roles=["admin"], staff="root"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await desk.sees(case_id))["version"] == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "moon"),
        ("step", "09"),
        ("limit", "0"),
        ("limit", "201"),
        ("cursor", "!"),
        ("responsible", "customer:x"),
        ("overdue", "maybe"),
        ("team", "a b"),
    ],
)
async def test_bad_filters_are_refused(desk: Desk, name: str, value: str) -> None:
    answer = await desk.get("/v1/assignments", CLERK, **{name: value})
    assert answer.status_code == 422


async def test_refusals_speak_chinese_or_english(desk: Desk) -> None:
    case_id = await desk.opens()
    titles = []
    for language in ("zh", "en"):
        headers = {**desk.headers(SUPPORT), "If-Match": '"1"', "Accept-Language": language}
        answer = await desk.service.client.post(f"/v1/assignments/{case_id}/accept", headers=headers)
        titles.append(answer.json()["title"])
    assert "负责" in titles[0]
    assert "in the hands of" in titles[1]
