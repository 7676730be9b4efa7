"""Who may not: no token, a forged one, an old one, another's, and roles without the permission."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from tests.integration.intake.desk import BODY, CLERK, Desk

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
async def nothing_is_stored(desk: Desk) -> AsyncIterator[None]:
    """Whatever a test of this module sends."""
    before = await desk.count()
    yield
    assert await desk.count() == before


def claims(**changes: object) -> dict[str, object]:
    """Valid ones, and what a test makes of them; None leaves a claim out."""
    now = datetime.now(UTC)
    valid = {
        "iss": "aftersales-local",
        "aud": "aftersales",
        "sub": "li",
        "roles": ["admin"],
        "iat": now,
        "exp": now + HOUR,
    }
    return {name: value for name, value in {**valid, **changes}.items() if value is not None}


def unsigned(header: dict[str, object]) -> str:
    """A token with a header of its own making and no signature."""
    now = datetime.now(UTC)
    payload = claims(iat=int(now.timestamp()), exp=int((now + HOUR).timestamp()))
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, payload))
    return ".".join((*parts, ""))


def bad_tokens(key: str) -> dict[str, str]:
    """By what is wrong with them."""
    past = datetime.now(UTC) - HOUR

    def signed(secret: str = key, algorithm: str = "HS256", **changes: object) -> str:
        return jwt.encode(claims(**changes), secret, algorithm=algorithm)

    return {
        "none": "",
        "not a token": "abc",
        "alg none": unsigned({"alg": "none", "typ": "JWT"}),
        "alg None": unsigned({"alg": "nOnE"}),
        "kid path": unsigned({"alg": "HS256", "kid": "../../dev/null"}),
        "another key": signed("another key that is long enough for it"),
        "another algorithm": signed(key, "HS384"),
        "expired": signed(exp=past),
        "not yet": signed(nbf=datetime.now(UTC) + HOUR),
        "audience": signed(aud="others"),
        "issuer": signed(iss="others"),
        "no expiry": signed(exp=None),
        "no subject": signed(sub=None),
        "strange subject": signed(sub="a\nb"),
        "roles of no list": signed(roles={"$ne": None}),
    }


WRONG = sorted(bad_tokens("a key that is long enough for HS256 and for HS384"))


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_bad_token_is_refused(desk: Desk, wrong: str) -> None:
    token = bad_tokens(desk.service.key)[wrong]
    headers = {"Authorization": f"Bearer {token}", "X-Forwarded-User": "admin", "X-Remote-User": "admin"}
    client = desk.service.client
    for answer in (
        await client.post("/v1/cases", json=BODY, headers=headers),
        await client.get("/v1/cases", headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


async def test_without_any_credential_nothing_is_shown(desk: Desk) -> None:
    client = desk.service.client
    for method, path in (
        ("POST", "/v1/cases"),
        ("GET", "/v1/cases"),
        ("GET", "/v1/cases/x"),
        ("GET", "/v1/cases/x/timeline"),
        ("PATCH", "/v1/cases/x"),
        ("POST", "/v1/cases/x/withdraw"),
        ("POST", "/v1/cases/x/reopen"),
    ):
        body = {"reason": "r"} if method != "GET" else None
        answer = await client.request(method, path, json=body, headers={"If-Match": '"1"', "X-API-Key": "guess"})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), path


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        ("follow_up_clerk", "POST", "/v1/cases"),
        ("stranger", "POST", "/v1/cases"),
        ("stranger", "GET", "/v1/cases"),
        ("technician", "PATCH", "/v1/cases/x"),
        ("marketing_staff", "POST", "/v1/cases/x/withdraw"),
        ("technician", "POST", "/v1/cases/x/reopen"),
        ("integration", "POST", "/v1/cases/x/reopen"),
    ],
)
async def test_a_role_may_do_its_own_work_only(desk: Desk, role: str, method: str, path: str) -> None:
    headers = {**desk.service.headers((role,)), "If-Match": '"1"'}
    body = {"POST": BODY if path == "/v1/cases" else {"reason": "r"}, "PATCH": {"place": "x"}}.get(method)
    answer = await desk.service.client.request(method, path, json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_token_of_the_right_role_is_what_it_takes(desk: Desk) -> None:
    answer = await desk.service.get("/v1/cases", CLERK, limit=1)
    assert answer.status_code == 200
