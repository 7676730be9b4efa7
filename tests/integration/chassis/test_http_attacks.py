"""Bad input over HTTP: a problem with a stable code, in the caller's language, and nothing stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
from chassis import cursor
from chassis.documents import Change
from chassis.settings import ServiceSettings

from tests.integration.chassis import toy
from tests.support.builders import bearer, headers

CLERK = "marketing_staff"


@pytest.fixture
def replica(toy_settings: ServiceSettings) -> toy.Toy:
    """Without broker."""
    return toy.compose(toy_settings)


@pytest.fixture
async def client(replica: toy.Toy) -> AsyncIterator[httpx.AsyncClient]:
    """Its application."""
    async with replica.client() as connected:
        yield connected


def body(**changes: object) -> bytes:
    """A creating body with changes."""
    return json.dumps({"number": "N-1", **changes}).encode()


BODIES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 422, "invalid_request"),
    "not json": (b"number=N-1", 400, "malformed_request"),
    "not utf-8": (b'{"number":"\xff\xfe"}', 400, "malformed_request"),
    "utf-16": (json.dumps({"number": "N-1"}).encode("utf-16"), 400, "malformed_request"),
    "byte order mark": (b"\xef\xbb\xbf" + body(), 400, "malformed_request"),
    "NaN": (b'{"number":"N-1","extra":{"a":NaN}}', 400, "malformed_request"),
    "Infinity": (b'{"number":"N-1","extra":{"a":-Infinity}}', 400, "malformed_request"),
    "huge float": (b'{"number":"N-1","extra":{"a":1e999}}', 400, "malformed_request"),
    "endless integer": (b'{"number":"N-1","extra":{"a":' + b"9" * 5_000 + b"}}", 400, "malformed_request"),
    "large integer": (body(extra={"a": 2**70}), 422, "not_storable"),
    "a key twice": (b'{"number":"N-1","number":"N-2"}', 400, "malformed_request"),
    "a key twice, escaped": (b'{"number":"N-1","extra":{"a":1,"\\u0061":2}}', 400, "malformed_request"),
    "lone surrogate": (b'{"number":"\\ud800"}', 400, "malformed_request"),
    "lone surrogate in a key": (b'{"number":"N-1","\\udfff":1}', 400, "malformed_request"),
    "nested 100,000 deep": (
        b'{"number":"N-1","extra":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        400,
        "malformed_request",
    ),
    "nested 1,000 deep": (
        b'{"number":"N-1","extra":' + b'{"a":' * 1_000 + b"1" + b"}" * 1_001,
        400,
        "malformed_request",
    ),
    "nested 100 deep": (b'{"number":"N-1","extra":' + b'{"a":' * 100 + b"1" + b"}" * 101, 400, "malformed_request"),
    "a list": (b"[]", 422, "invalid_request"),
    "null": (b"null", 422, "invalid_request"),
    "an operator for a text": (body(number={"$ne": None}), 422, "invalid_request"),
    "a number for a text": (body(number=7), 422, "invalid_request"),
    "NUL": (body(number="N\0-1"), 422, "invalid_request"),
    "NUL in a free key": (body(extra={"a\0b": 1}), 422, "not_storable"),
    "line break": (body(number="N\r\nX-Evil: 1"), 422, "invalid_request"),
    "blank": (body(number=" \t "), 422, "invalid_request"),
    "too long": (body(number="N" * 201), 422, "invalid_request"),
    "unknown field": (body(colour="red"), 422, "invalid_request"),
    "mass assignment": (body(status="closed", v=9, outbox=[], reminders=3), 422, "invalid_request"),
    "year 9999": (body(due_at="9999-12-31T23:59:59Z"), 422, "invalid_request"),
    "year 0001": (body(due_at="0001-01-01T00:00:00+14:00"), 422, "invalid_request"),
    "naive": (body(due_at="2026-03-02T08:00:00"), 422, "invalid_request"),
    "seconds": (body(due_at=1_700_000_000), 422, "invalid_request"),
    "February 30": (body(due_at="2026-02-30T08:00:00Z"), 422, "invalid_request"),
}


@pytest.mark.parametrize(("sent", "status", "code"), BODIES.values(), ids=BODIES.keys())
async def test_a_bad_body_is_refused_and_nothing_is_stored(
    replica: toy.Toy, client: httpx.AsyncClient, sent: bytes, status: int, code: str
) -> None:
    more = {"Idempotency-Key": "k-1", "Content-Type": "application/json"}
    answer = await client.post("/v1/visits", content=sent, headers=headers([CLERK], more))
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 4_000
    assert await replica.visits.collection.count_documents({}) == 0


async def test_strange_but_honest_text_is_kept_as_it_is(client: httpx.AsyncClient) -> None:
    extra = {"$where": "1", "a.b": {"$ne": None}, "": 0, "emoji": "🧯", "rtl": "\u202eabc", "script": "<script>"}
    sent = {"number": "نص 🧯 \u202e", "extra": extra}
    made = await client.post("/v1/visits", json=sent, headers=_creating("k-1"))
    assert made.status_code == 201, made.text
    path = f"/v1/visits/{made.json()['id']}"
    noted = await client.post(f"{path}/notes", json={"note": "ok"}, headers=headers([CLERK], {"If-Match": '"1"'}))
    assert noted.status_code == 200, noted.text
    assert (await client.get(path, headers=bearer(CLERK))).json()["number"] == "نص 🧯 \u202e"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_is_not_declared_as_json_is_refused(client: httpx.AsyncClient, media_type: str) -> None:
    answer = await client.post("/v1/visits", content=body(), headers={**_creating("k"), "Content-Type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_required"),
        ("", "malformed_request"),
        ("a b", "malformed_request"),
        ("k" * 201, "malformed_request"),
        ("ключ", "malformed_request"),
    ],
)
async def test_a_strange_idempotency_key_is_refused(client: httpx.AsyncClient, key: str | None, code: str) -> None:
    sent = {} if key is None else {b"Idempotency-Key": key.encode()}
    named = {name.encode(): value.encode() for name, value in bearer(CLERK).items()}
    answer = await client.post("/v1/visits", json={"number": "N-1"}, headers={**named, **sent})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("tag", ["", "*", "1", '"1', '"one"', '"1", "2"', '"-1"', '"١"', '"9999999999"', "W/1"])
async def test_a_strange_if_match_is_refused(replica: toy.Toy, client: httpx.AsyncClient, tag: str) -> None:
    await replica.visits.create("v-1", Change(toy.Visit(number="1")))
    named = {name.encode(): value.encode() for name, value in bearer(CLERK).items()}
    answer = await client.post("/v1/visits/v-1/notes", json={"note": "a"}, headers={**named, b"If-Match": tag.encode()})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")


@pytest.mark.parametrize("tag", ['W/"1"', 'W/"9"', ' W/"1" '])
async def test_a_weak_tag_matches_no_version(replica: toy.Toy, client: httpx.AsyncClient, tag: str) -> None:
    await replica.visits.create("v-1", Change(toy.Visit(number="1")))
    more = headers([CLERK], {"If-Match": tag, "Accept-Language": "en"})
    answer = await client.post("/v1/visits/v-1/notes", json={"note": "a"}, headers=more)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert "weak" in answer.json()["detail"]
    assert (await client.post("/v1/visits/v-2/notes", json={"note": "a"}, headers=more)).status_code == 404
    assert (await replica.visits.get("v-1")).version == 1


@pytest.mark.parametrize(
    ("path", "sent", "more"),
    [
        ("/v1/visits/v-1/notes", b'{"note": "a"}', {"If-Match": "1"}),
        ("/v1/visits/v-1/notes", b'{"note": "a"}', {"If-Match": 'W/"1"'}),
        ("/v1/visits", b'{"number": "N-1"}', {"Idempotency-Key": "a b"}),
        ("/v1/visits", b"{", {"Idempotency-Key": "k"}),
        ("/v1/visits", b'{"a": 1, "a": 2}', {"Idempotency-Key": "k"}),
        ("/v1/visits", b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", {"Idempotency-Key": "k"}),
    ],
)
async def test_details_come_in_the_callers_language(
    replica: toy.Toy, client: httpx.AsyncClient, path: str, sent: bytes, more: dict[str, str]
) -> None:
    await replica.visits.create("v-1", Change(toy.Visit(number="1")))
    told: dict[str, str] = {}
    for language in ("zh", "en"):
        named = headers([CLERK], {**more, "Accept-Language": language, "Content-Type": "application/json"})
        answer = await client.post(path, content=sent, headers=named)
        assert answer.status_code in (400, 412)
        told[language] = answer.json()["detail"]
    assert told["en"].isascii()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["zh"])


async def test_a_repeated_parameter_is_named_in_the_callers_language(client: httpx.AsyncClient) -> None:
    told: dict[str, list[dict[str, str]]] = {}
    for language in ("zh", "en"):
        answer = await client.get("/v1/visits?limit=1&limit=2", headers=headers([CLERK], {"Accept-Language": language}))
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        told[language] = answer.json()["errors"]
    assert told["en"] == [{"pointer": "/query/limit", "message": "Must be given once"}]
    assert told["zh"] == [{"pointer": "/query/limit", "message": "不得重复给出"}]


@pytest.mark.parametrize(
    "query",
    [
        "limit=1&limit=2",
        "limit=1000000000",
        "limit=0",
        "limit=-1",
        "limit=many",
        "limit=1e3",
        "status=weird",
        "status[$ne]=open",
        "filter[$gt]=",
        "$where=1",
        "sort=state.secret",
        "status=%00",
        "status=%ff",
        "cursor=",
        "cursor=%00",
        "cursor=ж",
        "cursor=AAAA",
        f"cursor={quote(cursor.encode(2**63, 'x'))}",
        "cursor=e30",
        "cursor=WyJ2Iix7IiRndCI6IiJ9LCJ4Il0",
        "cursor=WyJkIiwiMDAwMS0wMS0wMVQwMDowMDowMCsyMzo1OSIsIngiXQ",
        "cursor=WyJkIiwiOTk5OS0xMi0zMVQyMzo1OTo1OS0yMzo1OSIsIngiXQ",
    ],
)
async def test_a_strange_query_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/v1/visits?{query}", headers=bearer(CLERK))
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("invalid_request", "invalid_cursor")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/visits/%00", 422),
        ("/v1/visits/..%2f..%2fetc", 404),
        ("/v1/visits/a%20b", 422),
        ("/v1/visits/%24where", 422),
        ("/v1/visits/" + "a" * 201, 422),
        ("/v1/visits/v-unknown", 404),
        ("/v2/visits", 404),
        ("/", 404),
        ("/v1/visits/%ff", 422),
    ],
)
async def test_a_strange_path_is_refused(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await client.get(path, headers=bearer(CLERK))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_method_names_the_right_ones(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/v1/visits", headers=bearer(CLERK))
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST"}
    await client.request("BREW", "/v1/visits", headers=bearer(CLERK))
    assert "BREW" not in (await client.get("/metrics")).text


@pytest.mark.parametrize(
    ("preferred", "title"),
    [
        (None, "缺少有效的身份凭证"),
        ("en", "A valid credential is missing"),
        ("en-GB,zh;q=0.5", "A valid credential is missing"),
        ("zh-CN,en;q=0.9", "缺少有效的身份凭证"),
        ("de", "缺少有效的身份凭证"),
        ("en;q=0", "缺少有效的身份凭证"),
        ("en;q=nan", "缺少有效的身份凭证"),
        ("en;q=" + "9" * 400, "A valid credential is missing"),
        (",;;=,\x01", "缺少有效的身份凭证"),
    ],
)
async def test_problems_come_in_the_callers_language(
    client: httpx.AsyncClient, preferred: str | None, title: str
) -> None:
    more = {} if preferred is None else {"Accept-Language": preferred}
    assert (await client.get("/v1/visits", headers=more)).json()["title"] == title


async def test_paging_brings_each_visit_once(replica: toy.Toy, client: httpx.AsyncClient) -> None:
    numbers = [f"N-{n % 4}" for n in range(23)]
    await asyncio.gather(
        *(replica.visits.create(f"v-{n:02}", Change(toy.Visit(number=number))) for n, number in enumerate(numbers))
    )
    seen: list[tuple[str, str]] = []
    following: str | None = None
    while True:
        query = {"limit": "5", **({} if following is None else {"cursor": following})}
        page = (await client.get("/v1/visits", params=query, headers=bearer(CLERK))).json()
        seen += [(item["number"], item["id"]) for item in page["items"]]
        assert len(page["items"]) <= 5
        following = page["next"]
        if following is None:
            break
    assert seen == sorted((number, f"v-{n:02}") for n, number in enumerate(numbers))


def _creating(key: str) -> dict[str, str]:
    return headers([CLERK], {"Idempotency-Key": key})
