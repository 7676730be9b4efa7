"""8D records and feeds on a real broker and a real database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from contracts.events.dispatch_quality import CapaCompleted, CapaOpened, FeedDigestDue
from dispatch.bootstrap import build
from dispatch.settings import Settings
from httpx import Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import CLERK, QUALITY_LEAD, RND_DIRECTOR, Desk
from tests.support.builders import unique
from tests.support.running import running

TANG = Person(roles=["quality_engineer"], staff="quality1", team="quality")
TODAY = "2026-01-02"
DISCIPLINES: dict[str, dict[str, object]] = {
    "D1": {"text": "team", "members": ["staff:quality1", "staff:rnd-pm1"]},
    "D2": {"text": "leaks at the lower joint"},
    "D3": {"text": "stock is blocked"},
    "D4": {"text": "why? the supplier changed the seal", "method": "five_whys"},
    "D5": {"text": "back to the old seal"},
    "D6": {"text": "old seal in production", "on": TODAY},
    "D7": {"text": "incoming inspection"},
    "D8": {"text": "effective", "evidence": "no leak in 200 units", "on": TODAY},
}


async def post(
    desk: Desk, path: str, body: object, person: Person, *, version: object = None, key: str | None = None
) -> Response:
    match = {} if version is None else {"If-Match": f'"{version}"'}
    headers = {**desk.headers(person), **match, **({} if key is None else {"Idempotency-Key": key})}
    return await desk.service.client.post(path, json=body, headers=headers)


async def test_an_8d_record_over_two_cases_to_its_proof(desk: Desk) -> None:
    first, second, other = await desk.opens(), await desk.opens(), await desk.opens("the clerk was rude")
    body = {"title": "Leaks", "team": "quality", "owner": "staff:quality1", "case_ids": [first]}
    key = unique("8d")
    made = await post(desk, "/v1/corrective-actions", body, QUALITY_LEAD, key=key)
    again = await post(desk, "/v1/corrective-actions", body, QUALITY_LEAD, key=key)
    assert (made.status_code, again.json()["id"], made.json()["present"]) == (201, made.json()["id"], "D1")
    another = await post(desk, "/v1/corrective-actions", {**body, "title": "x"}, QUALITY_LEAD, key=key)
    assert another.json()["code"] == "idempotency_mismatch"
    no_case = await post(desk, "/v1/corrective-actions", {**body, "case_ids": [other]}, TANG, key=unique("8d"))
    assert (no_case.status_code, no_case.json()["code"]) == (422, "no_quality_case")
    path = f"/v1/corrective-actions/{made.json()['id']}"
    linked = await post(desk, f"{path}/cases", {"case_id": second}, TANG, version=1)
    assert [case["id"] for case in linked.json()["cases"]] == [first, second]

    out_of_order = await post(desk, f"{path}/disciplines/D2/complete", DISCIPLINES["D2"], TANG, version=2)
    assert (out_of_order.status_code, out_of_order.json()["code"]) == (409, "discipline_out_of_order")
    incomplete = await post(desk, f"{path}/disciplines/D1/complete", {"text": "team"}, TANG, version=2)
    assert (incomplete.status_code, incomplete.json()["code"]) == (422, "discipline_incomplete")
    stale = await post(desk, f"{path}/disciplines/D1/complete", DISCIPLINES["D1"], TANG, version=1)
    assert stale.status_code == 412
    version = 2
    for name, findings in DISCIPLINES.items():
        done = await post(desk, f"{path}/disciplines/{name}/complete", findings, TANG, version=version)
        assert done.status_code == 200, done.text
        version = done.json()["version"]
        if name == "D5":
            revised = {**DISCIPLINES["D4"], "text": "the mould was worn", "method": "ishikawa", "reason": "new finding"}
            back = await post(desk, f"{path}/disciplines/D4/revise", revised, TANG, version=version)
            assert back.json()["present"] == "D5"
            once_more = await post(
                desk, f"{path}/disciplines/D5/complete", DISCIPLINES["D5"], TANG, version=back.json()["version"]
            )
            version = once_more.json()["version"]
    shown = (await desk.get(path, CLERK)).json()
    assert (shown["status"], shown["present"], len(shown["entries"])) == ("completed", None, 10)
    assert sum(entry["superseded_at"] is not None for entry in shown["entries"]) == 2
    (opened,) = await desk.service.hears(CapaOpened, first)
    (completed,) = await desk.service.hears(CapaCompleted, first)
    assert opened.case_ids == [first]
    assert completed.case_ids == [first, second]
    assert (completed.root_cause, completed.evidence) == ("the mould was worn", "no leak in 200 units")
    ended = await post(desk, f"{path}/disciplines/D8/complete", DISCIPLINES["D8"], TANG, version=version)
    assert ended.json()["code"] == "corrective_action_ended"
    listed = (await desk.get("/v1/corrective-actions", CLERK, case_id=second)).json()["items"]
    assert [line["title"] for line in listed] == ["Leaks"]


@pytest.mark.parametrize(
    ("owner", "zh"),
    [("staff:zz", "部门 quality 没有人员 staff:zz"), ("staff:sales1", "部门 quality 没有人员 staff:sales1")],
)
async def test_an_owner_must_work_for_the_team(desk: Desk, owner: str, zh: str) -> None:
    body = {"title": "Leaks", "team": "quality", "owner": owner, "case_ids": [await desk.opens()]}
    answer = await post(desk, "/v1/corrective-actions", body, QUALITY_LEAD, key=unique("8d"))
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (422, "unknown_staff", zh)


async def test_members_must_be_known(desk: Desk) -> None:
    body = {"title": "Leaks", "team": "quality", "owner": "staff:quality1", "case_ids": [await desk.opens()]}
    made = await post(desk, "/v1/corrective-actions", body, QUALITY_LEAD, key=unique("8d"))
    path = f"/v1/corrective-actions/{made.json()['id']}/disciplines/D1"
    strange = {"text": "team", "members": ["staff:quality1", "staff:nobody"]}
    refused = await post(desk, f"{path}/complete", strange, TANG, version=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_members")
    assert refused.json()["title"] == "没有人员 staff:nobody"
    done = await post(desk, f"{path}/complete", DISCIPLINES["D1"], TANG, version=1)
    assert done.status_code == 200, done.text
    revised = await post(desk, f"{path}/revise", {**strange, "reason": "r"}, TANG, version=2)
    assert (revised.status_code, revised.json()["code"]) == (422, "unknown_members")


async def test_a_department_sees_its_own_feed_and_directors_all(desk: Desk) -> None:
    model = unique("WH")
    cases = [await desk.opens(product_model=model) for _ in range(3)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        more: dict[str, str | int] = {} if cursor is None else {"cursor": cursor}
        page = (await desk.get("/v1/feeds/quality", TANG, product_model=model, limit=2, **more)).json()
        seen += [entry["case_id"] for entry in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == cases[::-1]
    (entry, *_) = page["items"]
    assert (entry["category"], entry["product_model"], entry["summary"]) == (
        "product_quality",
        model,
        "the heater leaks",
    )
    filtered = await desk.get("/v1/feeds/quality", TANG, product_model=model, category="usage")
    assert filtered.json()["items"] == []
    by_severity = await desk.get("/v1/feeds/quality", TANG, product_model=model, severity=entry["severity"])
    assert len(by_severity.json()["items"]) == 3
    strange = await desk.get("/v1/feeds/quality", CLERK)
    assert (strange.status_code, strange.json()["code"]) == (403, "not_your_feed")
    assert (await desk.get("/v1/feeds/quality", RND_DIRECTOR)).status_code == 200
    assert (await desk.get("/v1/feeds/moon", RND_DIRECTOR)).json()["code"] == "unknown_team"


async def test_a_subscription_ends(desk: Desk) -> None:
    body = {"team": "quality", "every": "weekly", "category": "product_quality"}
    made = await post(desk, "/v1/feed-subscriptions", body, TANG, key=unique("feed"))
    assert (made.status_code, made.json()["subscriber"]) == (201, "staff:quality1")
    refused = await post(desk, "/v1/feed-subscriptions", body, CLERK, key=unique("feed"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_feed")
    mine = (await desk.get("/v1/feed-subscriptions", TANG)).json()["items"]
    assert made.json()["id"] in {one["id"] for one in mine}
    path, client = f"/v1/feed-subscriptions/{made.json()['id']}", desk.service.client
    foreign = await client.delete(path, headers={**desk.headers(CLERK), "If-Match": '"1"'})
    assert foreign.json()["code"] == "not_your_feed"
    gone = await client.delete(path, headers={**desk.headers(TANG), "If-Match": '"1"'})
    assert gone.json()["ended_at"] is not None
    mine = (await desk.get("/v1/feed-subscriptions", TANG)).json()["items"]
    assert made.json()["id"] not in {one["id"] for one in mine}


class Shifted:
    """The machine's clock, ahead by what a test says."""

    ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def test_a_digest_counts_what_came(dispatch_settings: Callable[[], Settings]) -> None:
    settings, clock = dispatch_settings(), Shifted()
    async with running(settings, lambda: build(settings, clock)) as service:
        own = Desk(service)
        await post(own, "/v1/feed-subscriptions", {"team": "quality", "subscriber": "team"}, TANG, key="one")
        for model in ("WH-80", "WH-80", "WH-60"):
            await own.opens(product_model=model)
        await own.opens("the clerk was rude")
        subscription = (await own.get("/v1/feed-subscriptions", TANG)).json()["items"][0]
        clock.ahead = timedelta(days=1)
        (digest,) = await service.hears(FeedDigestDue, subscription["id"])
        assert (digest.subscriber, digest.team, digest.total) == ("team:quality", "quality", 3)
        assert digest.by_category == {"product_quality": 3}
        assert digest.by_product == {"WH-80": 2, "WH-60": 1}
