"""Cursors: what goes in comes out, nothing else does, and pages follow the database's order."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

import orjson
import pytest
from chassis import cursor
from hypothesis import given
from hypothesis import strategies as st

INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    INSTANTS,
)


@given(value=VALUES, document_id=st.text("abc:-_1", min_size=1, max_size=20))
def test_round_trip(value: cursor.Sortable, document_id: str) -> None:
    assert cursor.decode(cursor.encode(value, document_id)) == (value, document_id)


@given(text=st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        value, document_id = cursor.decode(text)
    except cursor.InvalidCursor:
        return
    assert isinstance(document_id, str)
    assert isinstance(value, str | int | float | datetime | None)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats(), st.text("$d.v0", max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("$gt", max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(content=JSON)
def test_no_operator_comes_out_of_a_forged_cursor(content: object) -> None:
    forged = base64.urlsafe_b64encode(orjson.dumps(content)).decode()
    try:
        value, document_id = cursor.decode(forged)
    except cursor.InvalidCursor:
        return
    assert isinstance(document_id, str)
    assert not isinstance(value, dict | list)
    assert not isinstance(value, int) or abs(value) < 2**63


def test_an_instant_beyond_the_calendar_is_refused() -> None:
    edge = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23)))
    with pytest.raises(cursor.InvalidCursor):
        cursor.decode(cursor.encode(edge, "x"))


KEYS = st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.text("ab", min_size=1, max_size=2)), max_size=12)


def _matches(query: dict[str, object], row: dict[str, object]) -> bool:
    """The few operators of a cursor, as the database understands them (null and numbers only)."""
    for name, wanted in query.items():
        if name == "$or":
            if not any(_matches(part, row) for part in cast("list[dict[str, object]]", wanted)):
                return False
        elif isinstance(wanted, dict):
            [(operator, bound)] = wanted.items()
            held = row[name]
            if operator == "$ne":
                good = held != bound
            elif held is None:
                good = False
            else:
                good = held > bound if operator == "$gt" else held < bound
            if not good:
                return False
        elif row[name] != wanted:
            return False
    return True


@given(keys=KEYS, descending=st.booleans(), limit=st.integers(1, 4))
def test_pages_bring_everything_once_and_in_order(
    keys: list[tuple[int | None, str]], descending: bool, limit: int
) -> None:
    rows: list[dict[str, object]] = [{"f": value, "_id": f"{name}{n}"} for n, (value, name) in enumerate(keys)]
    order = sorted(rows, key=lambda row: (row["f"] is not None, row["f"] or 0, row["_id"]), reverse=descending)
    seen: list[dict[str, object]] = []
    query: dict[str, object] = {}
    while page := [row for row in order if _matches(query, row)][:limit]:
        seen += page
        last = page[-1]
        query = cursor.after(
            "f", descending, cursor.encode(cast("cursor.Sortable", last["f"]), cast("str", last["_id"]))
        )
    assert seen == order
