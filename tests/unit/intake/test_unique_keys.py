"""A key that stands twice is found however it is written, and no text is taken for a key."""

import json

import pytest
from chassis.errors import MalformedRequest
from hypothesis import given
from hypothesis import strategies as st
from intake.entrypoints.http.requests import require_unique_keys
from intake.entrypoints.http.schemas import EXAMPLE, OpenCase

GAPS = st.text(alphabet=" \t\n\r", max_size=3)
TEXTS = st.text(alphabet='":\\ ,{}kind\n\t漏', min_size=1, max_size=60).filter(str.strip)


def check(body: str) -> None:
    require_unique_keys(body.encode(), OpenCase.model_validate_json(body))


@given(TEXTS, GAPS, GAPS)
def test_no_text_is_taken_for_a_key(text: str, before: str, after: str) -> None:
    check(json.dumps({**EXAMPLE, "description": text}, separators=(",", f"{before}:{after}"), ensure_ascii=False))


@given(TEXTS, GAPS, st.sampled_from(["kind", "channel", "customer", "name", "serial", "email", "description"]))
def test_a_key_twice_is_found(text: str, gap: str, name: str) -> None:
    body = json.dumps({**EXAMPLE, "description": text})
    start = body.index(f'"{name}": ')
    value = json.JSONDecoder().raw_decode(body, start + len(name) + 4)[1]
    member = body[start:value]
    doubled = member.replace('": ', f'"{gap}:', 1) + ", " + member
    with pytest.raises(MalformedRequest):
        check(body[:start] + doubled + body[value:])


def test_a_key_may_be_escaped() -> None:
    body = json.dumps(EXAMPLE)
    check(body.replace('"kind"', r'"k\u0069nd"'))
    with pytest.raises(MalformedRequest):
        check(body.replace('"kind"', r'"k\u0069nd": "fault", "kind"'))
