"""Forged, stale and strange credentials: 401 or 403 as problem+json, never 500, nothing stored."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import jwt
import pytest
from chassis.settings import ServiceSettings
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

from tests.integration.chassis import toy
from tests.support.builders import KEY, claims, token
from tests.support.eventually import eventually
from tests.support.server import serving

CLERK = "marketing_staff"
MakeSettings = Callable[..., ServiceSettings]


def encoded(part: object) -> str:
    """One segment of a compact token."""
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def forged(header: object, payload: object, key: bytes | None) -> str:
    """A token with any header, signed by HMAC-SHA256 or not at all."""
    signed = f"{encoded(header)}.{encoded(payload)}"
    signature = b"" if key is None else hmac.new(key, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(signature)}"


HS256 = {"alg": "HS256", "typ": "JWT"}
NOW = int(time.time())
REFUSED: dict[str, str] = {
    "nothing": "",
    "one word": "Bearer",
    "no token": "Bearer ",
    "basic": "Basic bGk6bGk=",
    "garbage": "Bearer a.b.c",
    "not ascii": "Bearer \u00fc",
    "alg none": f"Bearer {forged({'alg': 'none'}, claims(CLERK), None)}",
    "alg None": f"Bearer {forged({'alg': 'None'}, claims(CLERK), None)}",
    "alg is a number": f"Bearer {forged({'alg': 7}, claims(CLERK), KEY.encode())}",
    "no alg": f"Bearer {forged({}, claims(CLERK), KEY.encode())}",
    "other alg": f"Bearer {forged({'alg': 'RS256'}, claims(CLERK), KEY.encode())}",
    "empty key": f"Bearer {forged(HS256, claims(CLERK), b'')}",
    "other key": f"Bearer {token(CLERK, key='another-key-that-is-long-enough-too')}",
    "key by path": f"Bearer {forged({**HS256, 'kid': '../../../../dev/null'}, claims(CLERK), b'')}",
    "kid is an object": f"Bearer {forged({**HS256, 'kid': {'$ne': None}}, claims(CLERK), KEY.encode())}",
    "jwk in header": f"Bearer {forged({**HS256, 'jwk': {'kty': 'oct', 'k': 'YQ'}}, claims(CLERK), b'a')}",
    "critical": f"Bearer {forged({**HS256, 'crit': ['x'], 'x': 1}, claims(CLERK), b'a')}",
    "nested header": f"Bearer {encoded(b'[' * 9_000)}.{encoded(claims(CLERK))}.AAAA",
    "expired": f"Bearer {token(CLERK, exp=NOW - 60)}",
    "not yet": f"Bearer {token(CLERK, nbf=NOW + 3_000)}",
    "issued in the future": f"Bearer {token(CLERK, iat=NOW + 3_000)}",
    "wrong audience": f"Bearer {token(CLERK, aud='another')}",
    "wrong issuer": f"Bearer {token(CLERK, iss='https://evil.example')}",
    "no expiry": f"Bearer {token(CLERK, exp=None)}",
    "no audience": f"Bearer {token(CLERK, aud=None)}",
    "no issuer": f"Bearer {token(CLERK, iss=None)}",
    "no subject": f"Bearer {token(CLERK, sub=None)}",
    "strange subject": f"Bearer {token(CLERK, sub='li:admin')}",
    "subject with line break": f"Bearer {token(CLERK, sub='li' + chr(10))}",
    "roles are a text": f"Bearer {token(roles='admin')}",
    "roles are objects": f"Bearer {token(roles=[{'admin': True}])}",
    "endless": f"Bearer {forged(HS256, {**claims(CLERK), 'exp': 10**400}, KEY.encode())}",
    "infinite": f"Bearer {forged(HS256, {**claims(CLERK), 'exp': float('inf')}, KEY.encode())}",
    "claims are a list": f"Bearer {forged(HS256, [1], KEY.encode())}",
    "claims are nested": f"Bearer {forged(HS256, b'[' * 9_000, KEY.encode())}",
}


@pytest.fixture
async def client(toy_settings: ServiceSettings) -> AsyncIterator[httpx.AsyncClient]:
    """The toy's application, without broker."""
    async with toy.compose(toy_settings).client() as connected:
        yield connected


@pytest.mark.parametrize("credential", REFUSED.values(), ids=REFUSED.keys())
async def test_a_bad_credential_is_refused(client: httpx.AsyncClient, credential: str) -> None:
    answer = await client.get("/v1/visits", headers={b"Authorization": credential.encode()})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthenticated"


async def test_headers_of_a_proxy_name_nobody(client: httpx.AsyncClient) -> None:
    forged_names = {"X-Forwarded-User": "li", "X-Remote-User": "li", "X-Roles": "admin"}
    answer = await client.get("/v1/visits", headers=forged_names)
    assert answer.status_code == 401


async def test_a_role_without_the_permission_is_forbidden(client: httpx.AsyncClient) -> None:
    request = {"Authorization": f"Bearer {token('technician')}", "Idempotency-Key": "k"}
    answer = await client.post("/v1/visits", json={"number": "1"}, headers=request)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await client.get("/v1/visits", headers={"Authorization": f"Bearer {token()}"})).status_code == 403


async def test_a_token_stops_being_good_when_it_expires(settings_with: MakeSettings) -> None:
    replica = toy.compose(settings_with(auth_leeway=0.0))
    short = {"Authorization": f"Bearer {token(CLERK, exp=int(time.time()) + 2)}"}
    async with replica.client() as client:
        assert (await client.get("/v1/visits", headers=short)).status_code == 200

        async def refused() -> bool:
            return (await client.get("/v1/visits", headers=short)).status_code == 401

        await eventually(refused, within=5)


async def test_an_api_key_speaks_for_its_machine(settings_with: MakeSettings, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    digest = hashlib.sha256(b"secret-of-the-shop").hexdigest()
    keys.write_text(json.dumps([{"name": "shop", "sha256": digest, "roles": [CLERK]}]))
    async with toy.compose(settings_with(api_keys_file=keys)).client() as client:
        assert (await client.get("/v1/visits", headers={"X-API-Key": "secret-of-the-shop"})).status_code == 200
        assert (await client.get("/v1/visits", headers={"X-API-Key": digest})).status_code == 401
        assert (await client.get("/v1/visits", headers={"X-API-Key": ""})).status_code == 401


async def test_without_any_key_everything_is_refused(settings_with: MakeSettings) -> None:
    async with toy.compose(settings_with(auth_key_file=None)).client() as client:
        answer = await client.get("/v1/visits", headers={"Authorization": f"Bearer {token(CLERK)}"})
    assert answer.status_code == 401


@pytest.fixture(scope="module")
def rsa_key() -> RSAPrivateKey:
    """Of the provider."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


async def test_keys_of_a_provider_and_confusion_of_algorithms(
    settings_with: MakeSettings, rsa_key: RSAPrivateKey
) -> None:
    public = rsa_key.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    numbers = {**json.loads(RSAAlgorithm.to_jwk(public)), "kid": "k-1", "use": "sig"}
    symmetric = {"kty": "oct", "kid": "oct-1", "alg": "HS256", "k": encoded(KEY.encode())}
    async with serving(json.dumps({"keys": [{**numbers, "alg": "RS256"}, symmetric]}).encode()) as provider:
        async with toy.compose(settings_with(auth_key_file=None, auth_jwks_url=provider.url)).client() as client:

            async def status(credential: str) -> int:
                request = {"Authorization": f"Bearer {credential}"}
                return (await client.get("/v1/visits", headers=request)).status_code

            good = jwt.encode(claims(CLERK), rsa_key, algorithm="RS256", headers={"kid": "k-1"})
            assert await status(good) == 200
            assert await status(forged({**HS256, "kid": "k-1"}, claims(CLERK), pem)) == 401
            assert await status(forged({**HS256, "kid": "oct-1"}, claims(CLERK), KEY.encode())) == 401
            assert await status(forged({"alg": "none", "kid": "k-1"}, claims(CLERK), None)) == 401
            for strange in ("unknown", "../../etc/passwd", "http://evil.example/jwks", "k-1\x00"):
                moved = jwt.encode(claims(CLERK), rsa_key, algorithm="RS256", headers={"kid": strange})
                assert await status(moved) == 401
            assert await status(jwt.encode(claims(CLERK), rsa_key, algorithm="RS256")) == 401
            other = jwt.encode(claims(CLERK), rsa_key, algorithm="RS512", headers={"kid": "k-1"})
            assert await status(other) == 401
        assert provider.requests == 1, "unknown key ids must not flood the provider"


async def test_an_unreachable_provider_refuses(settings_with: MakeSettings, rsa_key: RSAPrivateKey) -> None:
    settings = settings_with(auth_key_file=None, auth_jwks_url="http://127.0.0.1:9/jwks")
    good = jwt.encode(claims(CLERK), rsa_key, algorithm="RS256", headers={"kid": "k-1"})
    async with toy.compose(settings).client() as client:
        answer = await client.get("/v1/visits", headers={"Authorization": f"Bearer {good}"})
    assert answer.status_code == 401
