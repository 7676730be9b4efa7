"""Which format does the caller prefer? (RFC 9110, section 12.5.1)"""

import pytest
from dispatch.entrypoints.http.negotiation import NotAcceptable, negotiated
from hypothesis import given
from hypothesis import strategies as st

JSON, YAML = "application/json", "application/yaml"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (YAML, YAML),
        ("Application/YAML; charset=utf-8", YAML),
        (f"{JSON};q=0.5, {YAML}", YAML),
        (f"{YAML};q=0.5, {JSON};q=0.4", YAML),
        (f"{YAML};q=0.5, */*", JSON),
        (f"{JSON};q=0, */*;q=0.1", YAML),
        ("text/html, application/*;q=0.2", JSON),
        (f"{JSON};q=high, {YAML};q=0.001", YAML),
    ],
)
def test_the_preferred_format(accept: str | None, chosen: str) -> None:
    assert negotiated(accept, (JSON, YAML)) == chosen


@pytest.mark.parametrize("accept", ["text/html", f"{YAML};q=0, {JSON};q=0.0", "*/*;q=0", "nonsense", "application/ya*"])
def test_nothing_that_is_accepted(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        negotiated(accept, (JSON, YAML))
    assert refusal.value.params == {"types": "application/json, application/yaml"}


@given(accept=st.text(st.sampled_from("application/jsonyml*;q=.01, "), max_size=60))
def test_any_header_is_answered(accept: str) -> None:
    try:
        assert negotiated(accept, (JSON, YAML)) in (JSON, YAML)
    except NotAcceptable:
        assert accept.strip()
