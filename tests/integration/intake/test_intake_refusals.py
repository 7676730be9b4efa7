"""What the intake API refuses: a problem with a code each, never a fault of the server, and nothing stored."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.integration.intake.desk import BODY, CLERK, Desk

BOUND = 4_000
WRONG: list[dict[str, object]] = [
    {"surprise": 1},
    {"status": "closed"},
    {"v": 9, "outbox": []},
    {"id": "0" * 32, "number": "2603-000017-4"},
    {"$where": "sleep(1)"},
    {"description.text": "x"},
    {"x" * 100_000: 1},
    {"kind": "grumble"},
    {"kind": 5},
    {"kind": {"$ne": None}},
    {"channel": ["hotline"]},
    {"customer": "Pump Works"},
    {"customer": None},
    {"customer": {"name": {"$ne": None}}},
    {"customer": {"name": "n", "id": "C-1"}},
    {"customer": {"name": "n", "code": "a b"}},
    {"customer": {"name": "n", "code": "*.#"}},
    {"customer": {"name": "line\r\nBcc: all@example.com"}},
    {"customer": {"name": "n\x00"}},
    {"customer": {"name": "   "}},
    {"customer": {"name": "n" * 201}},
    {"customer": {"name": "n", "grade": "Z"}},
    {"contact": None},
    {"contact": {"email": "no address"}},
    {"contact": {"email": "a@b.example\nBcc: c@d.example"}},
    {"contact": {"phone": "call me"}},
    {"contact": {"name": "a\nb"}},
    {"product": {"serial": {"$gt": ""}}},
    {"order_number": 778},
    {"description": ""},
    {"description": " \n\t "},
    {"description": "x" * (BOUND + 1)},
    {"description": "nul \x00 inside"},
    {"description": "bell \x07"},
    {"description": ["x"]},
    {"description": 10**40},
    {"occurred_at": 1772440200},
    {"occurred_at": "1772440200"},
    {"occurred_at": True},
    {"occurred_at": "2026-03-02"},
    {"occurred_at": "2026-03-02T08:30:00"},
    {"occurred_at": "2026-03-29T02:30:00 Europe/Berlin"},
    {"occurred_at": "2026-02-30T08:30:00Z"},
    {"occurred_at": "9999-12-31T23:59:59Z"},
    {"occurred_at": "0001-01-01T00:00:00+14:00"},
    {"severity": "extreme"},
    {"language": "de"},
    {"remedy": ""},
]
WRONG_AMENDMENTS = [change for change in WRONG if change != {"contact": None}]
"""Null takes the contact away, which a case can be without."""
_TEXT = json.dumps(BODY)
UNREADABLE: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "cut": (_TEXT[:-1].encode(), 400),
    "two": ((_TEXT * 2).encode(), 400),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
    "deep lists": (b"[" * 100_000 + b"]" * 100_000, 400),
    "lone surrogate": (_TEXT.replace("leaks", r"leaks \ud800").encode(), 400),
    "invalid UTF-8": (_TEXT.replace("leaks", "leaks \udcff").encode("utf-8", "surrogateescape"), 400),
    "UTF-16": (_TEXT.encode("utf-16"), 400),
    "raw NUL": (_TEXT.replace("leaks", "leaks \x00").encode(), 400),
    "key twice": (_TEXT.replace('"kind"', '"kind": "fault", "kind"').encode(), 400),
    "inner key twice": (_TEXT.replace('"model"', '"model": "A", "model"').encode(), 400),
    "object twice": (_TEXT.replace('"product"', '"product": {}, "product"').encode(), 400),
    "digits without end": (b'{"kind": ' + b"9" * 500_000 + b"}", 400),
    "20 MB": (_TEXT.replace("leaks", "x" * 20_000_000).encode(), 413),
}
OTHER_MEDIA = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    None,
]


@pytest.fixture(autouse=True)
async def nothing_is_stored(desk: Desk) -> AsyncIterator[None]:
    """Whatever a test of this module sends."""
    before = await desk.count()
    yield
    assert await desk.count() == before


@pytest.mark.parametrize("change", WRONG, ids=lambda change: str(change)[:60])
async def test_a_wrong_case_is_refused(desk: Desk, change: dict[str, object]) -> None:
    answer = await desk.post({**BODY, **change})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("invalid_request", 422)
    assert len(answer.content) < 10_000
    pointers = [error["pointer"] for error in problem["errors"]]
    assert all(pointer.startswith(f"/body/{next(iter(change))[:100]}") for pointer in pointers[:1]), pointers


async def test_what_is_wrong_is_told_in_the_callers_language(desk: Desk) -> None:
    wrong = {**BODY, "description": ""}
    told = [(await desk.post(wrong, **{"Accept-Language": tag})).json()["errors"][0]["message"] for tag in ("zh", "en")]
    assert told[0] == "长度不得少于 1 个字符"
    assert told[1].isascii()


@pytest.mark.parametrize("missing", ["kind", "channel", "customer", "description", "occurred_at"])
async def test_what_a_case_needs_must_be_there(desk: Desk, missing: str) -> None:
    answer = await desk.post({name: value for name, value in BODY.items() if name != missing})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/body/{missing}")


@pytest.mark.parametrize("body", [None, [], "x", 1, True])
async def test_a_body_that_is_no_object_is_refused(desk: Desk, body: object) -> None:
    answer = await desk.send(json.dumps(body).encode())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("name", UNREADABLE)
async def test_what_cannot_be_read_is_refused(desk: Desk, name: str) -> None:
    content, status = UNREADABLE[name]
    answer = await desk.send(content)
    code = {400: "malformed_request", 413: "payload_too_large"}[status]
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
@pytest.mark.parametrize("field", ["occurred_at", "description", "unknown"])
async def test_what_is_no_number_is_no_value(desk: Desk, number: str, field: str) -> None:
    text = json.dumps({**BODY, field: "@"}).replace('"@"', number)
    answer = await desk.send(text.encode())
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("malformed_request", "invalid_request")


async def test_a_body_without_end_is_refused_as_it_comes(desk: Desk) -> None:
    sent = 0

    async def flood() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(400):
            sent += 1
            yield b" " * 65_536

    headers = {**desk.service.headers((CLERK,)), "Content-Type": "application/json"}
    answer = await desk.service.client.post("/v1/cases", content=flood(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    assert sent < 40


@pytest.mark.parametrize("media_type", OTHER_MEDIA)
async def test_only_json_is_read(desk: Desk, media_type: str | None) -> None:
    answer = await desk.send(_TEXT.encode(), media_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


async def test_the_future_is_refused(desk: Desk) -> None:
    answer = await desk.post({**BODY, "occurred_at": "2199-12-31T23:59:59Z"}, **{"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (422, "occurred_in_future")
    assert answer.json()["title"] == "The time of occurrence lies in the future"


async def test_the_language_of_a_refusal_is_the_callers(desk: Desk) -> None:
    zh = await desk.post({}, **{"Accept-Language": "zh"})
    en = await desk.post({}, **{"Accept-Language": "en"})
    assert (zh.json()["title"], en.json()["title"]) == ("请求内容无效", "The request is not valid")


async def test_a_refused_text_is_not_told_back_and_not_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for body in ({**BODY, "customer": {"name": "Zhang Private", "code": "a b"}}, {**BODY, "severity": "Zhang Private"}):
        answer = await desk.post(body)
        assert answer.status_code == 422
        assert "Zhang" not in answer.text
    assert "Zhang" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("chassis"))


class TestAmending:
    """The same through the framework, on a case that exists."""

    @pytest.fixture
    async def path(self, desk: Desk, nothing_is_stored: None) -> AsyncIterator[str]:
        """A case in its first version, where it must stay."""
        collection = desk.service.runtime.mongo_database["cases"]
        case = await desk.opened()
        yield f"/v1/cases/{case['id']}"
        assert await desk.version(case["id"]) == 1
        await collection.delete_one({"_id": case["id"]})

    @pytest.mark.parametrize("name", UNREADABLE)
    async def test_what_cannot_be_read_is_refused(self, desk: Desk, path: str, name: str) -> None:
        content, status = UNREADABLE[name]
        answer = await desk.send(content, path=path)
        assert answer.status_code in ((status, 422) if name in ("empty", "deep lists") else (status,)), answer.text[
            :500
        ]
        assert answer.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize("change", WRONG_AMENDMENTS, ids=lambda change: str(change)[:60])
    async def test_a_wrong_amendment_is_refused(self, desk: Desk, path: str, change: dict[str, object]) -> None:
        answer = await desk.send(json.dumps(change).encode(), path=path)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), answer.text[:500]

    @pytest.mark.parametrize("media_type", OTHER_MEDIA)
    async def test_only_json_is_read(self, desk: Desk, path: str, media_type: str | None) -> None:
        answer = await desk.send(b'{"place": "x"}', media_type, path)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
