"""Who calls: JWT by a local key or an OpenID provider's JWKS, or an API key for machine clients."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jwt
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from chassis.auth_keys import JwksKeys, KeySource, LocalKeys, Verification
from chassis.errors import Forbidden, Unauthenticated
from chassis.settings import ServiceSettings
from chassis.watched_file import WatchedFile

CACHED_TOKENS = 4_096
LATEST_EXPIRY = 253_402_300_799
"""The end of year 9999, in seconds since 1970."""


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


class Authenticator:
    """Turns request headers into a Caller. Verified tokens are remembered until they expire."""

    def __init__(
        self,
        source: KeySource | None,
        verification: Verification,
        *,
        api_keys: Callable[[], Mapping[str, Caller]],
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
            if self._source is not None and self._source.changed():
                self._known.clear()
            known = self._known.get(authorization)
            if known is not None and known[1] > time.time():
                return known[0]
            return await self._verify(authorization)
        if api_key is not None:
            digest = hashlib.sha256(api_key).hexdigest()
            for stored, caller in self._api_keys().items():
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


def _read_api_keys(content: bytes) -> dict[str, Caller]:
    """API keys by the SHA-256 of the key, from a JSON list of {name, sha256, roles}; the file has no key itself."""
    keys = TypeAdapter(list[_ApiKey]).validate_json(content)
    return {key.sha256: Caller(key.name, key.name, frozenset(key.roles), machine=True) for key in keys}


def api_keys_of(path: Path | None) -> Callable[[], Mapping[str, Caller]]:
    """The keys as the file has them now; without a file there are none. Raises OSError and ValueError at once."""
    if path is None:
        return dict
    file = WatchedFile(path, _read_api_keys)

    def current() -> Mapping[str, Caller]:
        file.changed()
        return file.content

    return current


def authenticator(settings: ServiceSettings, permissions: Mapping[str, frozenset[str]]) -> Authenticator:
    """From settings; there is no unauthenticated mode: without any key every request is refused."""
    source: KeySource | None = None
    if settings.auth_jwks_url is not None:
        source = JwksKeys(settings.auth_jwks_url)
    elif settings.auth_key_file is not None:
        source = LocalKeys(settings.auth_key_file)
    return Authenticator(
        source,
        Verification(settings.auth_issuer, settings.auth_audience, settings.auth_leeway),
        api_keys=api_keys_of(settings.api_keys_file),
        permissions=permissions,
        roles_claim=settings.auth_roles_claim,
    )
