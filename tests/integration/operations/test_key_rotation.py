"""Keys change while the service runs: the new one works at once, the old one until it is taken out, and not after."""

import hashlib
import json
import time
from pathlib import Path

import jwt
import pytest
from chassis import auth_keys
from chassis.settings import ServiceSettings
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from httpx import AsyncClient

from tests.integration.chassis import toy
from tests.support.builders import KEY, claims, token
from tests.support.eventually import eventually
from tests.support.server import serving

CLERK = "sales_clerk"
NEW = "another-key-that-is-long-enough-for-hs256"


async def status(client: AsyncClient, bearer: str) -> int:
    """How a request with this token is answered."""
    return (await client.get("/v1/visits", headers={"Authorization": f"Bearer {bearer}"})).status_code


def put(path: Path, *keys: str) -> None:
    """Replace the file as a whole, as mounted secrets are."""
    draft = path.with_suffix(".draft")
    draft.write_text("".join(f"{key}\n" for key in keys))
    draft.replace(path)


async def becomes(client: AsyncClient, bearer: str, wanted: int) -> None:
    """Waits for the file to be looked at."""

    async def seen() -> bool:
        return await status(client, bearer) == wanted

    await eventually(seen, what=f"{wanted}")


async def test_a_local_key_is_rotated_without_a_restart(toy_settings: ServiceSettings) -> None:
    path = toy_settings.auth_key_file
    assert path is not None
    old, new = token(CLERK), token(CLERK, key=NEW)
    async with toy.compose(toy_settings).client() as client:
        assert (await status(client, old), await status(client, new)) == (200, 401)
        put(path, NEW, KEY)
        await becomes(client, new, 200)
        assert await status(client, old) == 200
        put(path, NEW)
        await becomes(client, old, 401)
        assert await status(client, new) == 200


async def test_an_unusable_file_leaves_the_keys_as_they_were(toy_settings: ServiceSettings) -> None:
    path = toy_settings.auth_key_file
    assert path is not None
    good = token(CLERK)
    async with toy.compose(toy_settings).client() as client:
        assert await status(client, good) == 200
        put(path, "short")
        await becomes(client, token(CLERK, key=NEW), 401)
        assert await status(client, good) == 200
        path.unlink()
        assert await status(client, good) == 200


def test_a_start_with_an_unusable_key_is_no_start(toy_settings: ServiceSettings) -> None:
    path = toy_settings.auth_key_file
    assert path is not None
    path.write_text("short")
    with pytest.raises(ValueError, match="at least 32 bytes"):
        toy.compose(toy_settings)


async def test_an_api_key_is_added_and_withdrawn(toy_settings: ServiceSettings, tmp_path: Path) -> None:
    path = tmp_path / "api-keys.json"

    def keep(*keys: str) -> None:
        digests = {key: hashlib.sha256(key.encode()).hexdigest() for key in keys}
        put(path, json.dumps([{"name": key, "sha256": digests[key], "roles": [CLERK]} for key in keys]))

    keep("first")
    async with toy.compose(toy_settings.model_copy(update={"api_keys_file": path})).client() as client:

        async def answers(key: str, wanted: int) -> bool:
            return (await client.get("/v1/visits", headers={"X-API-Key": key})).status_code == wanted

        assert await answers("first", 200)
        assert await answers("second", 401)
        keep("second")
        await eventually(lambda: answers("second", 200))
        assert await answers("first", 401)


def signed(key: EllipticCurvePrivateKey, key_id: str) -> str:
    """A provider's token."""
    return jwt.encode(claims(CLERK), key, algorithm="ES256", headers={"kid": key_id})


def key_set(**keys: EllipticCurvePrivateKey) -> bytes:
    """A provider's key set, by key id."""
    public = [
        {**json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key())), "kid": key_id, "alg": "ES256"}
        for key_id, key in keys.items()
    ]
    return json.dumps({"keys": public}).encode()


async def test_a_key_that_the_provider_withdraws_is_not_believed_for_long(
    toy_settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth_keys, "JWKS_MIN_AGE", 0.0)
    monkeypatch.setattr(auth_keys, "JWKS_MAX_AGE", 0.3)
    old, new = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    async with serving(key_set(old=old)) as provider:
        update = {"auth_key_file": None, "auth_jwks_url": provider.url}
        async with toy.compose(toy_settings.model_copy(update=update)).client() as client:
            assert await status(client, signed(old, "old")) == 200
            provider.body = key_set(old=old, new=new)
            assert await status(client, signed(new, "new")) == 200
            assert await status(client, signed(old, "old")) == 200
            remembered = signed(old, "old")
            assert await status(client, remembered) == 200
            provider.body = key_set(new=new)
            await becomes(client, remembered, 401)
            assert await status(client, signed(new, "new")) == 200
            provider.body = b"the provider is ill"
            asked = provider.requests
            good = signed(new, "new")
            await becomes(client, good, 200)
            end = time.monotonic() + 1.0
            while time.monotonic() < end:
                assert await status(client, good) == 200, "known keys stay good while the provider is ill"
            assert provider.requests > asked
