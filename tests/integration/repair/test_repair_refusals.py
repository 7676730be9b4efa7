"""What the repair API refuses: a problem with a code each, and nothing stored."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from contracts.events.dispatch import TaskAssigned

from tests.support.builders import payload_of
from tests.support.running import RunningService

PLAN = {"steps": ["replace the seal"], "estimated_minutes": 45}
LATER = (datetime.now(UTC) + timedelta(days=2)).isoformat()
BAD_PLANS: list[dict[str, object]] = [
    {},
    {"steps": [], "estimated_minutes": 1},
    {"steps": ["x"]},
    PLAN | {"status": "closed"},
    PLAN | {"v": 9, "outbox": []},
    PLAN | {"estimated_minutes": -1},
    PLAN | {"estimated_minutes": "45"},
    PLAN | {"estimated_minutes": 10**30},
    PLAN | {"estimated_minutes": True},
    PLAN | {"technician": {"$ne": None}},
    PLAN | {"technician": "staff:a b"},
    PLAN | {"technician": "role:technician"},
    PLAN | {"steps": "replace"},
    PLAN | {"steps": ["nul \x00 inside"]},
    PLAN | {"steps": ["   "]},
    PLAN | {"steps": ["x" * 4001]},
    PLAN | {"steps": ["x"] * 31},
    PLAN | {"planned_for": "2026-03-03T01:00:00"},
    PLAN | {"planned_for": "9999-12-31T23:59:59Z"},
]


@pytest.fixture(scope="module")
async def path(service: RunningService) -> str:
    """An order nobody has planned."""
    case_id = uuid.uuid4().hex
    await service.publish(payload_of(TaskAssigned, case_id=case_id), case_id=case_id)
    await service.exists(f"/v1/repairs/{case_id}:1", "technician")
    return f"/v1/repairs/{case_id}:1"


@pytest.mark.parametrize("body", BAD_PLANS, ids=str)
async def test_a_bad_plan_is_refused_and_not_stored(
    service: RunningService, path: str, body: dict[str, object]
) -> None:
    answer = await service.post(f"{path}/plan", body, "technician", version=1)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_request"
    assert (await service.get(path, "technician")).json()["version"] == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b'{"steps": ["x"], "estimated_minutes": NaN}', 400),
        (b'{"steps": ["\\ud800"], "estimated_minutes": 1}', 400),
        (b'{"steps": ["\xff"], "estimated_minutes": 1}', 400),
        (b"[" * 100_000, 400),
        (b'{"steps": ["' + b"x" * 2_000_000 + b'"], "estimated_minutes": 1}', 413),
        (b"[]", 422),
        (b"null", 422),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_body_that_is_no_sane_json_is_refused(
    service: RunningService, path: str, content: bytes, status: int
) -> None:
    headers = service.headers(("technician",)) | {"If-Match": '"1"', "Content-Type": "application/json"}
    answer = await service.client.post(f"{path}/plan", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await service.get(path, "technician")).json()["version"] == 1


async def test_a_change_is_for_a_version(service: RunningService, path: str) -> None:
    missing = await service.post(f"{path}/plan", PLAN, "technician")
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    stale = await service.post(f"{path}/plan", PLAN, "technician", version=7)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    strange = await service.post(f"{path}/plan", PLAN, "technician", headers={"If-Match": "*"})
    assert strange.status_code == 400


@pytest.mark.parametrize(
    ("command", "role"),
    [
        ("plan", "sales_clerk"),
        ("log", "marketing_staff"),
        ("test", "integration"),
        ("complete", "sales_director"),
        ("confirm", "marketing_staff"),
        ("reject", "quality_engineer"),
        ("cancel", "sales_clerk"),
        ("plan", "unheard_of"),
    ],
)
async def test_a_role_may_do_its_own_work_only(service: RunningService, path: str, command: str, role: str) -> None:
    answer = await service.post(f"{path}/{command}", PLAN, role, version=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_nobody_is_answered_without_a_token(service: RunningService, path: str) -> None:
    for answer in (await service.get(path), await service.post(f"{path}/plan", PLAN, version=1)):
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    forged = await service.client.get(path, headers={"X-Forwarded-User": "admin", "X-Remote-User": "admin"})
    assert forged.status_code == 401


async def test_an_unknown_order_is_not_found(service: RunningService) -> None:
    answer = await service.post("/v1/repairs/none:1/plan", PLAN, "technician", version=1)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "query",
    [
        "status=lost",
        "status[$gt]=a&limit=0",
        "limit=201",
        "limit=1e9",
        "technician=$where",
        "case_id=a%00b",
        "cursor=x",
    ],
)
async def test_a_strange_list_is_refused(service: RunningService, query: str) -> None:
    answer = await service.client.get(f"/v1/repairs?{query}", headers=service.headers(("technician",)))
    assert answer.status_code == 422


async def test_work_of_tomorrow_and_a_plan_without_reason_are_refused(service: RunningService) -> None:
    case_id = uuid.uuid4().hex
    await service.publish(payload_of(TaskAssigned, case_id=case_id), case_id=case_id)
    path = f"/v1/repairs/{case_id}:1"
    await service.exists(path, "technician")
    planned = await service.post(f"{path}/plan", PLAN, "technician", version=1)
    assert planned.json()["technician"] == "staff:technician"
    again = await service.post(f"{path}/plan", PLAN, "technician", version=2)
    assert (again.status_code, again.json()["code"]) == (422, "replan_reason_missing")
    work = {"what": "seal", "minutes": 1, "done_at": LATER}
    english = await service.post(f"{path}/log", work, "technician", version=2, headers={"Accept-Language": "en"})
    assert (english.status_code, english.json()["code"]) == (422, "not_yet_done")
    assert "lies in the future" in english.json()["title"]
    assert (await service.get(path, "technician")).json()["version"] == 2
