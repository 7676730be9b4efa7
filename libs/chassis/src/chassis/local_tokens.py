"""Tokens signed with the local key: what an OpenID provider would issue in production.

``python -m chassis.local_tokens --role sales_clerk`` prints one; the key is the services' own
(`AFTERSALES_AUTH_KEY_FILE`).
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from chassis.settings import ServiceSettings

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints nothing but the token. Exit code 2 without a local key."""
    parser = argparse.ArgumentParser(prog="token", description="Print a bearer token of the local key.")
    parser.add_argument("--role", required=True, help="one role, or several with commas")
    parser.add_argument("--staff")
    parser.add_argument("--team")
    parser.add_argument("--name")
    parser.add_argument("--minutes", type=int, default=720)
    options = parser.parse_args(arguments)
    key_file = ServiceSettings().auth_key_file
    if key_file is None:
        sys.stderr.write("token: no local key (AFTERSALES_AUTH_KEY_FILE); ask your OpenID provider for one\n")
        return 2
    person = Person(tuple(options.role.split(",")), options.staff, options.team, options.name)
    key = key_file.read_text(encoding="ascii").splitlines()[0].strip()
    sys.stdout.write(issue(person, key, datetime.now(UTC), timedelta(minutes=options.minutes)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
