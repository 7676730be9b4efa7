"""Tokens of the local stack: what an OpenID provider would issue in production."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt

ISSUER = "aftersales-local"
AUDIENCE = "aftersales"
_LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class Person:
    """Whom a token speaks for; roles and team as in section 1 of the domain."""

    roles: Sequence[str]
    staff: str | None = None
    team: str | None = None
    name: str | None = None


def claims(person: Person, now: datetime, lifetime: timedelta = _LIFETIME) -> dict[str, object]:
    """JWT claims (RFC 7519). ``sub`` is the staff id, else the first role, so that a log line still names somebody."""
    moment = int(now.timestamp())
    optional = {"team": person.team, "name": person.name}
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": person.staff or person.roles[0],
        "roles": list(person.roles),
        "iat": moment,
        "nbf": moment,
        "exp": moment + int(lifetime.total_seconds()),
        **{key: value for key, value in optional.items() if value},
    }


def issue(person: Person, key: str, now: datetime, lifetime: timedelta = _LIFETIME) -> str:
    """A signed token (HS256) for ``person``."""
    return jwt.encode(claims(person, now, lifetime), key, algorithm="HS256")
