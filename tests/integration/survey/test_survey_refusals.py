"""What the survey API refuses: a problem with a code each, and nothing stored."""

import pytest
from contracts.events.survey import ImprovementOpened

from tests.integration.survey.cases import act, resolved
from tests.support.running import RunningService

RECORD: dict[str, object] = {"method": "phone", "answers": {"solution": "satisfied"}}
BAD_RECORDS: list[tuple[dict[str, object], str]] = [
    ({}, "invalid_request"),
    ({"method": "phone"}, "invalid_request"),
    ({"method": "phone", "answers": {}}, "invalid_request"),
    ({"method": "smoke", "answers": {"solution": "satisfied"}}, "invalid_request"),
    ({"method": "phone", "answers": {"solution": "fine"}}, "invalid_request"),
    ({"method": "phone", "answers": {"solution": 4}}, "invalid_request"),
    ({"method": "phone", "answers": {"$where": "satisfied"}}, "invalid_request"),
    ({"method": "phone", "answers": {"a.b": "satisfied"}}, "invalid_request"),
    ({"method": "phone", "answers": {"price": "satisfied"}}, "unknown_survey_item"),
    ({"method": "phone", "answers": {"technician": "satisfied"}}, "decisive_answer_missing"),
    (RECORD | {"satisfied": True}, "invalid_request"),
    (RECORD | {"words": "nul \x00"}, "invalid_request"),
    (RECORD | {"words": "x" * 4001}, "invalid_request"),
    (RECORD | {"cost": {"amount_minor": -1}}, "invalid_request"),
    (RECORD | {"cost": {"amount_minor": 1.5}}, "invalid_request"),
    (RECORD | {"cost": {"amount_minor": 10**20}}, "invalid_request"),
    (RECORD | {"cost": {"amount_minor": 1, "currency": "yuan"}}, "invalid_request"),
]


@pytest.mark.parametrize(("body", "code"), BAD_RECORDS, ids=str)
async def test_a_bad_record_is_refused_and_not_stored(
    service: RunningService, body: dict[str, object], code: str
) -> None:
    _, path = await resolved(service)
    answer = await act(service, path, "record", body, "marketing_staff")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.headers["content-type"] == "application/problem+json"
    stored = (await service.get(path, "marketing_staff")).json()
    assert (stored["status"], stored["answers"]) == ("scheduled", None)


async def test_a_change_is_for_a_version(service: RunningService) -> None:
    _, path = await resolved(service)
    for command, body in (("record", RECORD), ("attempts", {"method": "phone"})):
        missing = await service.post(f"{path}/{command}", body, "marketing_staff")
        assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
        stale = await service.post(f"{path}/{command}", body, "marketing_staff", version=99)
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


async def test_an_improvement_is_answered_before_it_is_judged_and_sent_back_with_a_word(
    service: RunningService,
) -> None:
    case_id, path = await resolved(service)
    await act(service, path, "record", RECORD | {"answers": {"solution": "dissatisfied"}}, "marketing_staff")
    await service.hears(ImprovementOpened, case_id)
    task = f"/v1/improvements/{case_id}:1"
    early = await act(service, task, "verify", {"effective": True}, "marketing_director")
    assert (early.status_code, early.json()["code"]) == (409, "improvement_move_forbidden")
    assert (await act(service, task, "answer", {"measure": " "}, "sales_director")).status_code == 422
    another = await act(service, task, "answer", {"measure": "m"}, "quality_engineer")
    assert (another.status_code, another.json()["code"]) == (403, "not_responsible")
    assert (await act(service, task, "answer", {"measure": "m"}, "sales_director")).status_code == 200
    silent = await act(service, task, "verify", {"effective": False}, "marketing_director")
    assert (silent.status_code, silent.json()["code"]) == (422, "verification_remark_missing")
    assert (await act(service, task, "verify", {"effective": "yes"}, "marketing_director")).status_code == 422
    assert (await service.get(task, "admin")).json()["status"] == "answered"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/v1/follow-ups/none:1/record", "technician"),
        ("/v1/follow-ups/none:1/attempts", "sales_clerk"),
        ("/v1/improvements/none:1/answer", "marketing_director"),
        ("/v1/improvements/none:1/verify", "sales_director"),
    ],
)
async def test_a_role_may_do_its_own_work_only(service: RunningService, path: str, role: str) -> None:
    answer = await service.post(path, {}, role, version=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_the_ledger_is_not_everybodys_to_read_and_nobodys_to_write(service: RunningService) -> None:
    assert (await service.get("/v1/appraisals", "technician")).status_code == 403
    assert (await service.get("/v1/appraisals")).status_code == 401
    assert (await service.post("/v1/appraisals", {}, "admin")).status_code == 405
    assert (await service.post("/v1/appraisals/x", {}, "admin")).status_code == 405


@pytest.mark.parametrize("collection", ["follow-ups", "improvements", "appraisals"])
async def test_the_unknown_is_not_found_and_a_strange_list_refused(service: RunningService, collection: str) -> None:
    missing = await service.get(f"/v1/{collection}/none:1", "admin")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    for query in ("limit=0", "limit=1e9", "cursor=x", "case_id=a%20b"):
        answer = await service.client.get(f"/v1/{collection}?{query}", headers=service.headers(("admin",)))
        assert answer.status_code == 422, query
