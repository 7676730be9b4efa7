"""Local tokens carry what services check."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from localstack.tokens import AUDIENCE, ISSUER, Person, claims, issue

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_KEY = "k" * 64


def test_claims_name_person_roles_team_and_validity() -> None:
    person = Person(["sales_clerk", "sales_manager"], staff="s-17", team="sales", name="王芳")
    moment = int(_NOW.timestamp())
    assert claims(person, _NOW, timedelta(minutes=10)) == {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "s-17",
        "roles": ["sales_clerk", "sales_manager"],
        "team": "sales",
        "name": "王芳",
        "iat": moment,
        "nbf": moment,
        "exp": moment + 600,
    }


def test_without_staff_the_role_is_the_subject_and_absent_claims_are_left_out() -> None:
    bare = claims(Person(["rnd_director"]), _NOW)
    assert bare["sub"] == "rnd_director"
    assert bare.keys().isdisjoint({"team", "name"})


def test_a_token_verifies_with_its_key_only() -> None:
    token = issue(Person(["sales_clerk"]), _KEY, datetime.now(UTC))
    assert jwt.decode(token, _KEY, ["HS256"], audience=AUDIENCE, issuer=ISSUER)["roles"] == ["sales_clerk"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, "x" * 64, ["HS256"], audience=AUDIENCE)


def test_a_token_ends() -> None:
    token = issue(Person(["sales_clerk"]), _KEY, datetime.now(UTC) - timedelta(hours=2), timedelta(hours=1))
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token, _KEY, ["HS256"], audience=AUDIENCE)
