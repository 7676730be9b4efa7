"""Who calls: JWT by a local key or an OpenID provider's JWKS, or an API key for machine clients."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import jwt
from jwt import PyJWK, PyJWKSet
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from chassis.errors import Forbidden, Unauthenticated
from chassis.settings import ServiceSettings

CACHED_TOKENS = 4_096
JWKS_MIN_AGE = 30.0
"""Seconds between two fetches of the key set, so that unknown key ids cannot make us flood the provider."""
LATEST_EXPIRY = 253_402_300_799
"""The end of year 9999, in seconds since 1970."""
REQUIRED_CLAIMS = ["exp", "iat", "iss", "aud", "sub"]
ASYMMETRIC = ["RS256", "ES256", "PS256", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated person or machine client."""

    id: str
    name: str
    roles: frozenset[str]
    team: str | None = None
    machine: bool = False

    @property
    def address(self) -> str:
        """`staff:<id>` for a person, `client:<id>` for a machine."""
        return f"{'client' if self.machine else 'staff'}:{self.id}"


class _Claims(BaseModel):
    model_config = ConfigDict(extra="ignore")

    sub: str = Field(pattern=r"^[A-Za-z0-9._@-]{1,100}$")
    exp: int = Field(ge=0, le=LATEST_EXPIRY)
    name: str | None = Field(default=None, max_length=100)
    team: str | None = Field(default=None, max_length=100)


class _ApiKey(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    roles: list[str]


class KeySource(Protocol):
    """Where verification keys come from."""

    async def decode(self, token: str, options: "Verification") -> dict[str, object]:
        """Verified claims; raises jwt.InvalidTokenError."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """What a token must say."""

    issuer: str
    audience: str
    leeway: float


class LocalKey:
    """One symmetric key, HS256 only."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    async def decode(self, token: str, options: Verification) -> dict[str, object]:
        """Verify with the local key."""
        return _decode(token, self._key, ["HS256"], options)


class JwksKeys:
    """Keys of an OpenID provider, fetched when first needed and again when a key id is unknown. Asymmetric only."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: Mapping[str, PyJWK] = {}
        self._fetched_at = -JWKS_MIN_AGE
        self._lock = asyncio.Lock()

    async def decode(self, token: str, options: Verification) -> dict[str, object]:
        """Verify with the key that the token's header names."""
        key_id = jwt.get_unverified_header(token).get("kid")
        if not isinstance(key_id, str):
            raise jwt.InvalidTokenError("no key id")
        if key_id not in self._keys:
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
            self._keys = {key.key_id: key for key in keys.keys if key.key_id is not None}


class Authenticator:
    """Turns request headers into a Caller. Verified tokens are remembered until they expire."""

    def __init__(
        self,
        source: KeySource | None,
        verification: Verification,
        *,
        api_keys: Mapping[str, Caller],
        permissions: Mapping[str, frozenset[str]],
        roles_claim: str,
    ) -> None:
        self._source = source
        self._verification = verification
        self._api_keys = api_keys
        self._permissions = permissions
        self._roles_claim = roles_claim
        self._known: dict[bytes, tuple[Caller, float]] = {}

    async def caller(self, authorization: bytes | None, api_key: bytes | None) -> Caller:
        """Raises Unauthenticated."""
        if authorization is not None:
            known = self._known.get(authorization)
            if known is not None and known[1] > time.time():
                return known[0]
            return await self._verify(authorization)
        if api_key is not None:
            digest = hashlib.sha256(api_key).hexdigest()
            for stored, caller in self._api_keys.items():
                if hmac.compare_digest(stored, digest):
                    return caller
        raise Unauthenticated

    def require(self, caller: Caller, permission: str) -> None:
        """Raises Forbidden unless one of the caller's roles has the permission."""
        if caller.roles.isdisjoint(self._permissions[permission]):
            raise Forbidden

    def knows(self, permission: str) -> bool:
        """Whether the table has the permission."""
        return permission in self._permissions

    async def _verify(self, authorization: bytes) -> Caller:
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer" or self._source is None:
            raise Unauthenticated
        try:
            claims = await self._source.decode(token.strip().decode("ascii"), self._verification)
            known = _Claims.model_validate(claims)
            roles = TypeAdapter(list[str]).validate_python(claims.get(self._roles_claim, []))
        except (jwt.PyJWTError, ValidationError, ValueError, RecursionError, OverflowError) as error:
            raise Unauthenticated from error  # the library lets absurdly nested or huge headers and claims through
        caller = Caller(id=known.sub, name=known.name or known.sub, roles=frozenset(roles), team=known.team)
        if len(self._known) >= CACHED_TOKENS:
            self._known.clear()
        self._known[authorization] = (caller, float(known.exp))
        return caller


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


def load_api_keys(path: Path | None) -> dict[str, Caller]:
    """API keys by the SHA-256 of the key, from a JSON list of {name, sha256, roles}; the file has no key itself."""
    if path is None:
        return {}
    keys = TypeAdapter(list[_ApiKey]).validate_python(json.loads(path.read_text()))
    return {key.sha256: Caller(key.name, key.name, frozenset(key.roles), machine=True) for key in keys}


def authenticator(settings: ServiceSettings, permissions: Mapping[str, frozenset[str]]) -> Authenticator:
    """From settings; there is no unauthenticated mode: without any key every request is refused."""
    source: KeySource | None = None
    if settings.auth_jwks_url is not None:
        source = JwksKeys(settings.auth_jwks_url)
    elif settings.auth_key_file is not None:
        source = LocalKey(settings.auth_key_file.read_bytes().strip())
    return Authenticator(
        source,
        Verification(settings.auth_issuer, settings.auth_audience, settings.auth_leeway),
        api_keys=load_api_keys(settings.api_keys_file),
        permissions=permissions,
        roles_claim=settings.auth_roles_claim,
    )
