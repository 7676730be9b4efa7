"""Keys that verify tokens, and how they change while the service runs."""

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import jwt
from jwt import PyJWK, PyJWKSet

from chassis.watched_file import WatchedFile

JWKS_MIN_AGE = 30.0
"""Seconds between two fetches of the key set, so that unknown key ids cannot make us flood the provider."""
JWKS_MAX_AGE = 600.0
"""Seconds after which the key set is fetched again; while the provider is away, the known keys stay good."""
SHORTEST_KEY = 32
"""Bytes of an HS256 key (RFC 7518, section 3.2)."""
REQUIRED_CLAIMS = ["exp", "iat", "iss", "aud", "sub"]
ASYMMETRIC = ["RS256", "ES256", "PS256", "EdDSA"]


class KeySource(Protocol):
    """Where verification keys come from."""

    async def decode(self, token: str, options: "Verification") -> dict[str, object]:
        """Verified claims; raises jwt.InvalidTokenError."""
        ...

    def changed(self) -> bool:
        """Whether the keys are others than at the last call: then no earlier verdict counts."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """What a token must say."""

    issuer: str
    audience: str
    leeway: float


class LocalKeys:
    """Symmetric keys, HS256 only, one a line of a file that may change: each of them verifies, so that tokens signed
    with the key before last week's stay good until its line is removed. Whoever signs takes the first."""

    def __init__(self, path: Path) -> None:
        self._file = WatchedFile(path, _read_keys)

    def changed(self) -> bool:
        """Whether keys have come or gone."""
        return self._file.changed()

    async def decode(self, token: str, options: Verification) -> dict[str, object]:
        """Verify with the key that fits."""
        for key in self._file.content[:-1]:
            with contextlib.suppress(jwt.InvalidSignatureError):
                return _decode(token, key, ["HS256"], options)
        return _decode(token, self._file.content[-1], ["HS256"], options)


class JwksKeys:
    """Keys of an OpenID provider, fetched when first needed, when a key id is unknown, and when they have grown old:
    a key that the provider has withdrawn is not believed for longer than that. Asymmetric only."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: Mapping[str, PyJWK] = {}
        self._fetched_at = -JWKS_MIN_AGE
        self._renewed_at = 0.0
        self._changed = False
        self._lock = asyncio.Lock()

    def changed(self) -> bool:
        """Whether keys have come or gone, or are too old to be believed without asking."""
        changed, self._changed = self._changed, False
        return changed or self._is_old()

    async def decode(self, token: str, options: Verification) -> dict[str, object]:
        """Verify with the key that the token's header names."""
        key_id = jwt.get_unverified_header(token).get("kid")
        if not isinstance(key_id, str):
            raise jwt.InvalidTokenError("no key id")
        if key_id not in self._keys:
            await self._fetch()
        elif self._is_old():
            with contextlib.suppress(jwt.InvalidTokenError):
                await self._fetch()
        key = self._keys.get(key_id)
        if key is None or key.algorithm_name not in ASYMMETRIC:
            raise jwt.InvalidTokenError("unknown key")
        return _decode(token, key.key, [key.algorithm_name], options)

    async def _fetch(self) -> None:
        async with self._lock:
            if time.monotonic() - self._fetched_at < JWKS_MIN_AGE:
                return
            self._fetched_at = time.monotonic()
            try:
                async with httpx.AsyncClient(timeout=5) as client:
                    answer = await client.get(self._url)
                    answer.raise_for_status()
                    keys = PyJWKSet.from_dict(answer.json())
            except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
                raise jwt.InvalidTokenError("key set unavailable") from error
            self._changed = bool(self._keys)
            self._keys = {key.key_id: key for key in keys.keys if key.key_id is not None}
            self._renewed_at = time.monotonic()

    def _is_old(self) -> bool:
        now = time.monotonic()
        return bool(self._keys) and now - max(self._renewed_at, self._fetched_at) > JWKS_MAX_AGE


def _decode(token: str, key: object, algorithms: list[str], options: Verification) -> dict[str, object]:
    return jwt.decode(
        token,
        key,  # type: ignore[arg-type]  # the library's key types depend on the algorithm
        algorithms=algorithms,
        issuer=options.issuer,
        audience=options.audience,
        leeway=options.leeway,
        options={"require": REQUIRED_CLAIMS},
    )


def _read_keys(content: bytes) -> list[bytes]:
    keys = [line.strip() for line in content.splitlines() if line.strip()]
    if not keys or min(map(len, keys)) < SHORTEST_KEY:
        raise ValueError(f"a key file has one key of at least {SHORTEST_KEY} bytes a line")
    return keys
