"""Finding cases: by id, by number as people spell it, in lists, and by the customer's link."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from intake.adapters.tracking_links import TrackingLinks

from tests.integration.intake.desk import CLERK, Desk, key
from tests.support.eventually import eventually

WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "canonical": lambda number: number,
    "bare": lambda number: number.replace("-", ""),
    "spaces": lambda number: number.replace("-", " "),
    "dots": lambda number: number.replace("-", "."),
    "groups": lambda number: "-".join(number.replace("-", "")),
    "dashes": lambda number: number.replace("-", "–"),
    "full width": lambda number: number.translate(WIDE),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_case_is_found_by_its_number_in_any_spelling(desk: Desk, spelling: str) -> None:
    case = await desk.opened()
    answer = await desk.service.get(f"/v1/cases/{SPELLINGS[spelling](case['number'])}", CLERK)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.headers["etag"]) == (case["id"], '"1"')


async def test_a_mistyped_number_is_told_from_an_unknown_one(desk: Desk) -> None:
    number = (await desk.opened())["number"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for path in (f"/v1/cases/{wrong}", f"/v1/cases/{wrong}/timeline"):
        answer = await desk.service.get(path, CLERK)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_case_number")
        assert "服务单号" in answer.json()["title"]
    for unknown in ("0001-000001-1", "none", "a:b.c_d", "%00", "..%2Fcases", "x" * 201):
        answer = await desk.service.get(f"/v1/cases/{unknown}", CLERK)
        assert answer.status_code in (404, 422), unknown
        assert answer.headers["content-type"] == "application/problem+json"


async def later(desk: Desk, than: dict[str, str], **fields: object) -> dict[str, str]:
    """A case of a later millisecond."""
    await eventually(
        lambda: datetime.now(UTC) - datetime.fromisoformat(than["received_at"]) > timedelta(milliseconds=1)
    )
    return await desk.opened(**fields)


async def test_every_filter_leaves_out_what_it_should(desk: Desk) -> None:
    code = f"C-{key()[:10]}"
    mine = {"code": code, "name": "n"}
    first = await desk.opened(customer=mine, kind="fault", channel="wechat", product={"serial": code})
    second = await later(desk, first, customer=mine, kind="enquiry", channel="web")
    withdrawn = await later(desk, second, customer=mine, kind="visit", channel="web")
    await desk.service.post(f"/v1/cases/{withdrawn['id']}/withdraw", {"reason": "r"}, CLERK, version=1)

    async def listed(**filters: str) -> list[str]:
        answer = await desk.service.get("/v1/cases", CLERK, customer=code, **filters)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    everything = [withdrawn["id"], second["id"], first["id"]]
    assert await listed() == everything
    assert await listed(kind="fault") == [first["id"]]
    assert await listed(channel="web") == [withdrawn["id"], second["id"]]
    assert await listed(serial=code) == [first["id"]]
    assert await listed(status="withdrawn") == [withdrawn["id"]]
    assert await listed(category="usage") == []
    assert await listed(team="returns") == []
    assert await listed(received_from=second["received_at"]) == [withdrawn["id"], second["id"]]
    assert await listed(received_to=second["received_at"]) == [first["id"]]


async def test_pages_have_no_gaps_and_no_doubles_while_cases_arrive(desk: Desk) -> None:
    code = f"C-{key()[:10]}"
    mine = {"code": code, "name": "n"}
    there = {case["id"] for case in await asyncio.gather(*(desk.opened(customer=mine) for _ in range(23)))}
    seen: list[str] = []
    cursor: str | None = None
    for _ in itertools.count():
        params: dict[str, str | int] = {"customer": code, "limit": 5}
        if cursor is not None:
            params["cursor"] = cursor
        page = (await desk.service.get("/v1/cases", CLERK, **params)).json()
        assert len(page["items"]) <= 5
        seen += [item["id"] for item in page["items"]]
        await desk.opened(customer=mine)
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 23
    assert set(seen) == there


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=1e9",
        "limit=99999999999999999999",
        "cursor=x",
        "cursor=WyJ2IiwgeyIkbmUiOiBudWxsfSwgIngiXQ",
        "cursor=" + "A" * 600,
        "status=open",
        "status[$ne]=closed&status=",
        "kind=%7B%22%24ne%22%3Anull%7D",
        "received_from=2026-03-02T08:30:00",
        "received_from=1772440200",
        "received_to=9999-12-31T23:59:59Z",
        "customer=a%20b",
        "team=%00",
    ],
)
async def test_a_strange_list_is_refused(desk: Desk, query: str) -> None:
    headers = desk.service.headers((CLERK,))
    answer = await desk.service.client.get(f"/v1/cases?{query}", headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("invalid_request", "invalid_cursor")


async def test_the_timeline_speaks_two_languages(desk: Desk) -> None:
    case = await desk.opened()
    path = f"/v1/cases/{case['number']}/timeline"
    texts = {}
    for language in ("zh-CN,zh;q=0.9", "en-GB,en;q=0.8,zh;q=0.1", "fr"):
        headers = {**desk.service.headers((CLERK,)), "Accept-Language": language}
        [entry] = (await desk.service.client.get(path, headers=headers)).json()["items"]
        assert (entry["what"], entry["by"]) == ("case.opened", f"staff:{CLERK}")
        texts[language[:2]] = entry["text"]
    assert texts == {"zh": "服务单已受理", "en": "The case was recorded", "fr": "服务单已受理"}


async def test_the_customers_link_shows_the_case_without_names(desk: Desk) -> None:
    case = await desk.opened()
    path = "/v1/track/" + case["tracking_url"].rsplit("/", 1)[1]
    answer = await desk.service.client.get(path, headers={"Accept-Language": "en"})
    seen = answer.json()
    assert answer.status_code == 200
    assert (seen["number"], seen["status_text"], seen["product"]) == (case["number"], "Received", "Water heater")
    assert [(entry["text"], entry["by"]) for entry in seen["timeline"]] == [("The case was recorded", None)]
    assert "staff:" not in answer.text
    assert "Chen Mei" not in answer.text


async def test_a_link_opens_no_other_case(desk: Desk) -> None:
    mine, others = await desk.opened(), await desk.opened()
    proof = mine["tracking_url"].rsplit(".", 1)[1]
    forged = TrackingLinks(b"another secret, long enough", "http://x").token(mine["id"])
    unknown = others["tracking_url"].rsplit("/", 1)[1].replace(others["id"], "0" * 32)
    for token in (f"{others['id']}.{proof}", forged, unknown):
        for method, suffix in (("GET", ""), ("POST", "/reopen")):
            answer = await desk.service.client.request(
                method, f"/v1/track/{token}{suffix}", json={"reason": "r"} if method == "POST" else None
            )
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    cut = await desk.service.client.get(f"/v1/track/{mine['id']}.{proof[:-1]}")
    assert (cut.status_code, cut.json()["code"]) == (422, "invalid_request")
