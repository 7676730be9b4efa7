"""Tracking links open their own case only."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.adapters.tracking_links import TrackingLinks, load_secrets

LINKS = TrackingLinks(b"a secret of this installation", "https://service.example.com/")
IDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)


@given(IDS)
def test_a_link_opens_its_case(case_id: str) -> None:
    assert LINKS.case_of(LINKS.token(case_id)) == case_id
    assert LINKS.address(LINKS.path(case_id)) == f"https://service.example.com/v1/track/{LINKS.token(case_id)}"


@given(IDS, IDS)
def test_the_proof_of_one_case_is_none_of_another(case_id: str, other: str) -> None:
    proof = LINKS.token(case_id).partition(".")[2]
    if other != case_id:
        assert LINKS.case_of(f"{other}.{proof}") is None


@given(IDS, st.data())
def test_a_changed_link_opens_nothing(case_id: str, data: st.DataObject) -> None:
    token = LINKS.token(case_id)
    place = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.sampled_from("0123456789abcdefABCDEF.\n ").filter(lambda other: other != token[place]))
    assert LINKS.case_of(token[:place] + character + token[place + 1 :]) is None
    assert LINKS.case_of(token[:place]) is None
    assert LINKS.case_of(token + character) is None


@given(IDS)
def test_another_installation_makes_other_links(case_id: str) -> None:
    assert TrackingLinks(b"a secret of another one", "http://x").case_of(LINKS.token(case_id)) is None


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    for content in (b"short\n", b"\n", b"a secret of this installation\nshort\n"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="at least 20 bytes"):
            load_secrets(path)


def test_after_a_rotation_old_links_open_their_case_and_new_ones_are_signed_anew(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"a new secret of this installation\na secret of this installation\n")
    secret, *older = load_secrets(path)
    rotated = TrackingLinks(secret, "http://x", older)
    case_id = "0" * 32
    assert rotated.case_of(LINKS.token(case_id)) == case_id
    assert rotated.case_of(rotated.token(case_id)) == case_id
    assert LINKS.case_of(rotated.token(case_id)) is None
