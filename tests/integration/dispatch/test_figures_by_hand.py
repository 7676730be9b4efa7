"""Three cases worked through the service at known times, and every figure of them computed by hand.

Office hours in Shanghai are 08:30 to 12:00 and 13:00 to 17:30; all begins on Monday, the 2nd of March 2026, at 10:00.
- A goes straight through: accepted 11:00, replied 14:00, told 15:00, resolved 16:00.
- B is handed over at 11:00 and goes to another team at 13:30, where nobody touches it: due on Tuesday at 13:30.
- C is unsure, classified by a clerk at 10:30, and waits for the customer since 11:30.
It is Wednesday, 10:00, when the figures are read.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import urlencode

import pytest
from contracts.events.dispatch import TaskOverdue
from dispatch.bootstrap import build
from dispatch.settings import Settings
from httpx import Response
from localstack.tokens import Person
from openpyxl import load_workbook
from starlette.types import Message, Scope

from tests.integration.dispatch.desk import CLERK, QUALITY_LEAD, SUPPORT, Desk, colleague
from tests.support.running import running
from tests.unit.dispatch.builders import LEAK_TEXT, OPENED, UNSURE_TEXT

DIRECTOR = Person(roles=["marketing_director"], staff="director", team="sales")
WINDOW = {"from": "2026-03-02T00:00:00+08:00", "to": "2026-03-05T00:00:00+08:00"}
Json = dict[str, object]
BEFORE = OPENED - timedelta(hours=1)


@dataclass
class SetClock:
    """Shows what it was set to."""

    now: datetime = OPENED

    def __call__(self) -> datetime:
        return self.now

    def after(self, **spans: float) -> None:
        """So long after the opening of all cases."""
        self.now = OPENED + timedelta(**spans)


@pytest.fixture(scope="module")
async def worked(
    dispatch_settings: Callable[[], Settings], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """The three cases on Wednesday."""
    path = tmp_path_factory.mktemp("figures") / "policy.yaml"
    path.write_text("extends: default\nid: figures\nversion: 1\n", encoding="utf-8")
    settings, clock = dispatch_settings().model_copy(update={"seed_file": path}), SetClock()
    async with running(settings, lambda: build(settings, clock)) as service:
        desk = Desk(service)
        await work(desk, clock)
        yield desk


async def work(desk: Desk, clock: SetClock) -> None:
    """What the docstring of this module tells."""
    a = await desk.opens(
        case_id="figures-a",
        number="2603-000001-1",
        opened_at=OPENED,
        occurred_at=BEFORE,
        customer_grade="A",
        product_model="=1+1",
    )
    b = await desk.opens(
        case_id="figures-b",
        number="2603-000002-2",
        opened_at=OPENED,
        occurred_at=BEFORE,
        customer_grade="B",
        channel="web",
    )
    c = await desk.opens(
        UNSURE_TEXT,
        case_id="figures-c",
        number="2603-000003-3",
        opened_at=OPENED,
        occurred_at=BEFORE,
        customer_name="格力,电器",
        channel="email",
    )

    async def does(case_id: str, verb: str, person: Person, body: object | None = None) -> None:
        answer = await desk.does(case_id, verb, person, body)
        assert answer.status_code == 200, answer.text

    holder_a, holder_b = [str((await desk.sees(case))["responsible"]) for case in (a, b)]
    clock.after(minutes=30)
    await does(c, "classify", CLERK, {"category": "usage", "team": "support"})
    clock.after(hours=1)
    await does(a, "accept", colleague(holder_a))
    other = next(f"staff:quality{number}" for number in (1, 2, 3) if f"staff:quality{number}" != holder_b)
    await does(b, "hand-over", QUALITY_LEAD, {"to": other, "note": "knows the valve"})
    clock.after(hours=1.5)
    holder_c = str((await desk.sees(c))["responsible"]).removeprefix("staff:")
    engineer = Person(roles=["support_engineer"], staff=holder_c, team="support")
    await does(c, "pause", engineer, {"reason": "waiting_for_customer"})
    clock.after(hours=3.5)
    await does(b, "reclassify", CLERK, {"category": "usage", "team": "support", "reason": "a question of use"})
    clock.after(hours=4)
    await does(a, "reply", colleague(holder_a), {"cause": "worn", "measure": "replace"})
    clock.after(hours=5)
    await does(a, "communicate", CLERK, {"text": "on Tuesday"})
    clock.after(hours=6)
    await does(a, "resolve", colleague(holder_a), {"resolution": "replaced"})
    clock.after(days=2)
    await desk.service.hears(TaskOverdue, b)


async def figure(desk: Desk, name: str, **params: str) -> Json:
    asked = params if name == "backlog" else {**WINDOW, **params}
    answer = await desk.get(f"/v1/figures/{name}", DIRECTOR, **asked)
    assert answer.status_code == 200, answer.text
    return cast("Json", answer.json())


def by_key(answer: Json) -> dict[str, Json]:
    groups = cast("list[dict[str, Json | str]]", answer["groups"])
    return {str(group["key"]): cast("Json", group["figure"]) for group in groups}


def total(answer: Json) -> Json:
    return cast("Json", answer["total"])


async def test_first_response(worked: Desk) -> None:
    answer = await figure(worked, "first-response", group_by="team")
    assert answer["window"] == {
        "of": "cases opened",
        "from": "2026-03-01T16:00:00Z",
        "to": "2026-03-04T16:00:00Z",
    }
    assert (answer["timezone"], answer["business_hours"]) == ("Asia/Shanghai", "office")
    hour = {"n": 1, "median": 1.0, "p90": 1.0}
    found = total(answer)
    assert found["cases"] == 3
    assert found["response"] == {"n": 1, "without": 2, "calendar_hours": hour, "business_hours": hour}
    assert found["communication"] == {
        "n": 1,
        "without": 2,
        "calendar_hours": {"n": 1, "median": 5.0, "p90": 5.0},
        "business_hours": {"n": 1, "median": 4.0, "p90": 4.0},
    }
    nothing = {"n": 0, "median": None, "p90": None}
    groups = by_key(answer)
    assert set(groups) == {"quality", "support"}
    assert groups["support"]["response"] == {
        "n": 0,
        "without": 2,
        "calendar_hours": nothing,
        "business_hours": nothing,
    }


async def test_right_first_time(worked: Desk) -> None:
    answer = await figure(worked, "right-first-time", group_by="channel")
    assert total(answer) == {"n": 3, "right": 2, "reclassified": 1, "reworked": 0, "share": pytest.approx(2 / 3)}
    assert {key: found["share"] for key, found in by_key(answer).items()} == {"hotline": 1.0, "web": 0.0, "email": 1.0}


async def test_reassignments(worked: Desk) -> None:
    answer = await figure(worked, "reassignments", group_by="day")
    assert total(answer) == {
        "n": 3,
        "total": 2,
        "hand_overs": 1,
        "reclassifications": 1,
        "reopenings": 0,
        "share": pytest.approx(1 / 3),
        "per_case": {"n": 3, "median": 0.0, "p90": pytest.approx(1.6)},
        "distribution": [{"reassignments": 0, "cases": 2}, {"reassignments": 2, "cases": 1}],
    }
    groups = by_key(answer)
    assert {key: found["n"] for key, found in groups.items()} == {"2026-03-02": 3, "2026-03-03": 0, "2026-03-04": 0}
    assert groups["2026-03-03"]["share"] is None


async def test_attainment(worked: Desk) -> None:
    answer = await figure(worked, "attainment", group_by="step")
    found = total(answer)
    assert (found["n"], found["met"], found["missed"], found["overdue_open"]) == (4, 3, 1, 1)
    assert (found["share"], found["running"], found["dropped"]) == (0.75, 1, 1)
    assert found["used_hours"] == {"n": 3, "median": 1.0, "p90": pytest.approx(2.6)}
    steps = by_key(answer)
    assert {key: (step["met"], step["missed"]) for key, step in steps.items()} == {
        "01": (1, 0),
        "02C": (1, 1),
        "03": (1, 0),
    }
    teams = by_key(await figure(worked, "attainment", group_by="team"))
    assert {key: (team["met"], team["missed"], team["share"]) for key, team in teams.items()} == {
        "quality": (1, 0, 1.0),
        "sales": (2, 0, 1.0),
        "support": (0, 1, 0.0),
    }
    people = by_key(await figure(worked, "attainment", group_by="person"))
    assert people["staff:clerk1"]["met"] == 2
    assert sum(cast("int", person["missed"]) for person in people.values()) == 1
    of_grade = total(await figure(worked, "attainment", grade="B"))
    assert (of_grade["n"], of_grade["share"], of_grade["dropped"]) == (1, 0.0, 1)


async def test_a_window_over_resolutions_has_what_was_resolved_in_it(worked: Desk) -> None:
    resolved = {"window_by": "resolved"}
    answer = await figure(worked, "right-first-time", group_by="day", **resolved)
    assert cast("Json", answer["window"])["of"] == "cases resolved"
    assert {key: found["n"] for key, found in by_key(answer).items()} == {
        "2026-03-02": 1,
        "2026-03-03": 0,
        "2026-03-04": 0,
    }
    assert total(await figure(worked, "attainment", **resolved))["met"] == 2
    late = {"from": "2026-03-02T16:00:00.001+08:00", **resolved}
    assert total(await figure(worked, "reassignments", **late))["n"] == 0
    assert total(await figure(worked, "first-response", grade="B", **resolved))["cases"] == 0
    rows = (await download(worked, "csv", "en", DIRECTOR, **resolved)).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["2603-000001-1"]
    refused = await worked.get("/v1/figures/attainment", DIRECTOR, **WINDOW, window_by="closed")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_backlog(worked: Desk) -> None:
    answer = await figure(worked, "backlog")
    assert (answer["window"], answer["as_of"]) == (None, "2026-03-04T02:00:00Z")
    found = total(answer)
    assert (found["n"], found["overdue"], found["age_hours"]) == (2, 1, {"n": 2, "median": 48.0, "p90": 48.0})
    buckets = cast("list[Json]", found["buckets"])
    assert [(bucket["from_hours"], bucket["n"]) for bucket in buckets if bucket["n"]] == [(24.0, 2)]
    assert buckets[-1] == {"from_hours": 720.0, "to_hours": None, "n": 0}
    assert set(by_key(answer)) == {"support"}
    assert total(await figure(worked, "backlog", channel="email"))["n"] == 1


async def test_nothing_is_nothing(worked: Desk) -> None:
    for name, count in (("right-first-time", "n"), ("attainment", "n"), ("reassignments", "n")):
        found = total(await figure(worked, name, category="delivery"))
        assert (found[count], found["share"]) == (0, None)


async def download(desk: Desk, kind: str, language: str, person: Person = DIRECTOR, **params: str) -> Response:
    headers = {**desk.headers(person), "Accept-Language": language}
    return await desk.service.client.get(f"/v1/exports/cases.{kind}", headers=headers, params={**WINDOW, **params})


async def test_csv_has_one_row_per_case(worked: Desk) -> None:
    answer = await download(worked, "csv", "en")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="cases_2026-03-02_2026-03-05.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = {
        row["Case number"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    }
    assert sorted(rows) == ["2603-000001-1", "2603-000002-2", "2603-000003-3"]
    a, b, c = (rows[number] for number in sorted(rows))
    assert (a["Product model"], c["Customer name"]) == ("'=1+1", "格力,电器")
    assert a["Opened at (Asia/Shanghai)"] == "2026-03-02T10:00:00+08:00"
    assert a["First response at (Asia/Shanghai)"] == "2026-03-02T11:00:00+08:00"
    assert a["Customer told at (Asia/Shanghai)"] == "2026-03-02T15:00:00+08:00"
    assert a["Resolved at (Asia/Shanghai)"] == "2026-03-02T16:00:00+08:00"
    assert (a["Step 02C limit (h)"], a["Step 02C used (h)"], a["Step 02C result"]) == ("8.0", "3.0", "met")
    assert (b["Step 02C result"], b["Reassignments"], b["Reclassifications"], b["Team"]) == (
        "missed",
        "2",
        "1",
        "support",
    )
    assert (c["Step 01 used (h)"], c["Step 02C used (h)"], c["Step 02C result"]) == ("0.5", "1.0", "running")
    assert c["Step 02C paused (h)"] == "14.5"
    assert c["First response at (Asia/Shanghai)"] == ""


async def test_workbook_has_typed_cells_and_chinese_heads(worked: Desk) -> None:
    answer = await download(worked, "xlsx", "zh", grade="A")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content))["服务单"]
    head, only = sheet.iter_rows(values_only=True)
    case = dict(zip(head, only, strict=True))
    assert case["服务单号"] == "2603-000001-1"
    assert case["产品型号"] == "=1+1"
    assert case["建单时间 (Asia/Shanghai)"] == OPENED.astimezone(UTC).replace(tzinfo=None) + timedelta(hours=8)
    assert (case["节点 02C 已用(小时)"], case["转派次数"], case["节点 01 结果"]) == (3, 0, None)
    types = {cell.value: cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert types["=1+1"] == "s"


async def test_refusals(worked: Desk) -> None:
    backwards = await worked.get("/v1/figures/attainment", DIRECTOR, **{"from": WINDOW["to"], "to": WINDOW["from"]})
    assert (backwards.status_code, backwards.json()["code"]) == (422, "window_empty")
    many = {"from": "2000-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z", "group_by": "day"}
    grouped = await worked.get("/v1/figures/attainment", DIRECTOR, **many)
    assert (grouped.status_code, grouped.json()["code"]) == (422, "too_many_groups")
    by_step = await worked.get("/v1/figures/reassignments", DIRECTOR, **WINDOW, group_by="step")
    assert (by_step.status_code, by_step.json()["code"]) == (422, "invalid_request")
    assert (await worked.get("/v1/figures/attainment", DIRECTOR)).status_code == 422
    assert (await worked.get("/v1/figures/backlog", SUPPORT)).status_code == 403
    assert (await download(worked, "csv", "en", SUPPORT)).status_code == 403


@pytest.mark.parametrize("path", ["figures/attainment", "exports/cases.xlsx"])
async def test_nobody_works_for_who_left(worked: Desk, path: str) -> None:
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": f"/v1/{path}",
        "query_string": urlencode(WINDOW).encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in worked.headers(DIRECTOR).items()],
    }
    told: list[Message] = []

    async def hangs_up() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    await worked.service.runtime.app(scope, hangs_up, send)
    assert told[0]["status"] == 499
    assert (await worked.get("/v1/figures/attainment", DIRECTOR, **WINDOW)).status_code == 200


async def test_too_much_is_refused_before_it_begins(dispatch_settings: Callable[[], Settings]) -> None:
    tight = {"dispatch_figures_cases": 2, "dispatch_export_csv_rows": 2, "dispatch_export_xlsx_rows": 1}
    settings = dispatch_settings().model_copy(update=tight)
    async with running(settings, lambda: build(settings)) as service:
        desk = Desk(service)
        for _ in range(2):
            await desk.opens(LEAK_TEXT, opened_at=OPENED)
        assert total(await figure(desk, "attainment"))["running"] == 2
        assert (await download(desk, "csv", "en")).text.count("\r\n") == 3
        too_long = await download(desk, "xlsx", "en")
        assert (too_long.status_code, too_long.json()["code"]) == (422, "export_too_large")
        assert too_long.json()["title"].startswith("The file would have more than 1 rows")
        await desk.opens(LEAK_TEXT, opened_at=OPENED)
        assert (await download(desk, "csv", "en")).json()["code"] == "export_too_large"
        refused = await desk.get("/v1/figures/first-response", DIRECTOR, **WINDOW)
        assert (refused.status_code, refused.json()["code"]) == (422, "window_too_large")
