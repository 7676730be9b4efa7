"""Queries as the database is asked, and cursors that hold for their query only."""

import re
from dataclasses import replace

import pytest
from chassis.cursor import InvalidCursor
from dispatch.adapters import queue_cursor
from dispatch.adapters.mongo_assignments import (
    BY_KEY,
    BY_RESPONSIBLE,
    BY_STATUS,
    BY_TEAM,
    FACETS,
    KEY,
    OPEN,
    RESPONSIBLE,
    assignment_lookup,
)
from dispatch.adapters.mongo_open_tasks import load_pipeline
from dispatch.adapters.queue_plan import plan
from dispatch.domain.assignment import Assignment
from dispatch.domain.queue import ENDED
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.taking import Takeable
from dispatch.domain.words import CategoryName, Status, Step
from hypothesis import given
from hypothesis import strategies as st

from bench.queue_lives import ENDED_LIVES, OPEN_LIVES, lives, worksite
from tests.unit.dispatch.builders import at

LIVES = lives(worksite(), (*OPEN_LIVES, *ENDED_LIVES), 60)
CLERKS = Takeable(("role:sales_clerk",), ())
LEADS = Takeable(("role:sales_clerk",), ("quality",))
FULL = QueueQuery(team="quality", category="usage", overdue=True, due_before=at(5))


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (QueueQuery(responsible="staff:quality1", team="quality"), BY_RESPONSIBLE),
        (QueueQuery(unassigned=True), BY_RESPONSIBLE),
        (QueueQuery(unassigned=True, team="quality"), BY_TEAM),
        (QueueQuery(unassigned=True, takeable=CLERKS), BY_RESPONSIBLE),
        (QueueQuery(unassigned=True, takeable=LEADS), BY_RESPONSIBLE),
        (QueueQuery(unassigned=True, takeable=LEADS, team="quality"), BY_TEAM),
        (QueueQuery(unassigned=True, takeable=LEADS, team="sales"), BY_RESPONSIBLE),
        (QueueQuery(team="quality", open_only=True), BY_TEAM),
        (QueueQuery(team="quality", status="assigned"), BY_TEAM),
        (QueueQuery(team="quality"), BY_KEY),
        (QueueQuery(team="quality", status="closed"), BY_STATUS),
        (QueueQuery(team="quality", overdue=False), BY_KEY),
        (QueueQuery(step="01"), BY_KEY),
        (QueueQuery(status="awaiting_classification", open_only=True), BY_STATUS),
        (QueueQuery(), BY_KEY),
    ],
)
def test_the_index_begins_with_what_is_fixed(query: QueueQuery, index: object) -> None:
    assert plan(query, at(5)).index is index


@given(
    query=st.builds(
        QueueQuery,
        open_only=st.booleans(),
        responsible=st.none() | st.just("staff:quality1"),
        unassigned=st.booleans(),
        team=st.none() | st.just("quality"),
        step=st.none() | st.just("03"),
        status=st.sampled_from([None, "assigned", "closed"]),
        overdue=st.none() | st.booleans(),
        due_before=st.none() | st.just(at(9)),
    ),
    after=st.none() | st.just("000000000000009:case"),
)
def test_an_index_of_open_cases_is_asked_for_open_cases_only(query: QueueQuery, after: str | None) -> None:
    planned = plan(query, at(5), after)
    bounds = planned.filters[KEY]
    assert isinstance(bounds, dict)
    if planned.index.only is not None:
        assert bounds["$lt"] <= ENDED
    assert planned.index.fields[0][0] == KEY or planned.index.fields[0][0] in planned.filters
    assert bounds.get("$gt") == after
    assert query.responsible is None or query.unassigned or planned.filters[RESPONSIBLE] == query.responsible


@given(
    state=st.sampled_from(LIVES),
    team=st.sampled_from([None, "quality", "sales", "rnd"]),
    step=st.sampled_from([None, "01", "02C", "03"]),
    status=st.sampled_from([None, "assigned", "accepted", "closed"]),
    category=st.sampled_from([None, "usage", "delivery"]),
    unassigned=st.booleans(),
)
def test_the_facets_fit_what_is_asked(
    state: Assignment,
    team: str | None,
    step: Step | None,
    status: Status | None,
    category: CategoryName | None,
    unassigned: bool,
) -> None:
    query = QueueQuery(team=team, step=step, status=status, category=category, unassigned=unassigned)
    lookup = assignment_lookup(state)
    asked = {"team": team, "step": step, "status": status, "category": category}
    fits = all(value is None or lookup[name] == value for name, value in asked.items())
    fits = fits and (not unassigned or str(lookup["responsible"]).startswith("role:"))
    planned = plan(query, at(5))
    scope = {name.removeprefix("lookup."): value for name, value in planned.scope.items() if name != KEY}
    in_scope = all(
        lookup[name] in value["$in"] if isinstance(value, dict) else lookup[name] == value
        for name, value in scope.items()
    )
    assert (in_scope and re.search(planned.facets or "", str(lookup["facets"])) is not None) == fits
    assert planned.filters.get(FACETS) == (None if planned.facets is None else {"$regex": planned.facets})


@given(key=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_cursor_leads_back_to_its_key(key: str) -> None:
    assert queue_cursor.decode(queue_cursor.encode(key, FULL), FULL) == key


@given(place=st.integers(0, 40), letter=st.sampled_from("ABCxyz019-_"))
def test_an_altered_cursor_is_refused(place: int, letter: str) -> None:
    made = queue_cursor.encode("000000000000009:case-1", FULL)
    altered = made[:place] + letter + made[place + 1 :]
    if altered == made:
        return
    with pytest.raises(InvalidCursor):
        queue_cursor.decode(altered, FULL)


@pytest.mark.parametrize("text", ["", "!", "é", "AAAA", "=" * 9, "A" * 500])
def test_what_no_list_made_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        queue_cursor.decode(text, FULL)


def test_a_cursor_of_another_query_is_refused() -> None:
    made = queue_cursor.encode("000000000000009:case-1", FULL)
    for other in (replace(FULL, team="rnd"), replace(FULL, overdue=None), QueueQuery()):
        with pytest.raises(InvalidCursor):
            queue_cursor.decode(made, other)


def test_each_persons_count_is_bounded() -> None:
    first, limit, group, other = load_pipeline(["staff:a", "staff:b"], "assignments", 7)
    assert (first, limit) == ({"$match": {RESPONSIBLE: "staff:a", **OPEN}}, {"$limit": 7})
    assert group["$group"] == {"_id": f"${RESPONSIBLE}", "open": {"$sum": 1}}
    joined = [{"$match": {RESPONSIBLE: "staff:b", **OPEN}}, limit, group]
    assert other == {"$unionWith": {"coll": "assignments", "pipeline": joined}}
