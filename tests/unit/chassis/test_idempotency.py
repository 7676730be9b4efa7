"""Idempotency: one id for one client and key, another for any other pair."""

import pytest
from chassis.errors import MalformedRequest
from chassis.idempotency import IdempotencyKeyRequired, checked_key, document_id, fingerprint
from hypothesis import given
from hypothesis import strategies as st

PART = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(first=st.tuples(PART, PART), second=st.tuples(PART, PART))
def test_ids_tell_pairs_apart(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert (document_id(*first) == document_id(*second)) == (first == second)


def test_moving_a_character_between_client_and_key_changes_the_id() -> None:
    assert document_id("staff:a", "bc") != document_id("staff:ab", "c")
    assert document_id("1:a", "b") != document_id("1", "a:b")


@given(key=PART)
def test_visible_ascii_is_a_key(key: str) -> None:
    assert checked_key(key) == key


@pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "\0", "ä", "k" * 201])
def test_anything_else_is_refused(key: str) -> None:
    with pytest.raises(MalformedRequest):
        checked_key(key)


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(IdempotencyKeyRequired):
        checked_key(None)


def test_fingerprints_tell_bodies_apart() -> None:
    assert fingerprint(b"{}") == fingerprint(b"{}") != fingerprint(b"{ }")
