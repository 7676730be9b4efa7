"""The work queue on a real database: every page equals what a plain search finds, and reads no more than it shows."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from chassis.codec import StateCodec
from chassis.cursor import InvalidCursor
from chassis.indexes import ensure_index
from chassis.mongo import Json, MongoCollection, connect
from chassis.settings import ServiceSettings
from dispatch.adapters.mongo_assignments import ASSIGNMENT_INDEXES, assignment_lookup
from dispatch.adapters.mongo_open_tasks import MongoOpenTasks, load_pipeline
from dispatch.adapters.mongo_queue import PROJECTION, MongoQueue, count_pipeline
from dispatch.adapters.queue_plan import plan
from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import read_clock
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.step_run import StepRun, pass_to
from dispatch.domain.taking import Takeable
from pydantic import SecretStr

from bench.queue_documents import documents
from tests.support.builders import unique


def _waiting(addresses: Sequence[str], teams: Sequence[str] = (), **more: str) -> QueueQuery:
    """What waits for these roles, or for any within these teams."""
    waiting = QueueQuery(open_only=True, unassigned=True, takeable=Takeable(tuple(addresses), tuple(teams)))
    return replace(waiting, **more)  # type: ignore[arg-type]  # names are checked by the dataclass


COUNT = 3000
NOW = datetime.now(UTC).replace(microsecond=0)
CODEC = StateCodec(Assignment, assignment_lookup)
QUERIES = {
    "everything": QueueQuery(),
    "open": QueueQuery(open_only=True),
    "mine": QueueQuery(open_only=True, responsible="staff:quality-0"),
    "a team's": QueueQuery(open_only=True, team="sales"),
    "a team's with what has ended": QueueQuery(team="returns"),
    "unassigned": QueueQuery(open_only=True, unassigned=True),
    "unassigned of a team": QueueQuery(open_only=True, unassigned=True, team="sales"),
    "unassigned for a clerk": _waiting(["role:sales_clerk"]),
    "unassigned for nobody": _waiting(["role:technician"]),
    "unassigned for a lead": _waiting(["role:rnd_director"], ["sales"]),
    "unassigned for a director": _waiting(["role:sales_director"], ["returns", "sales", "support"]),
    "unassigned for a lead, of the team": _waiting([], ["sales"], team="sales"),
    "unassigned for a lead, of another": _waiting(["role:sales_clerk"], ["quality"], team="sales"),
    "unassigned for a lead, step 01": _waiting(["role:follow_up_clerk"], ["sales"], step="01"),
    "manual": QueueQuery(open_only=True, status="awaiting_classification"),
    "by step": QueueQuery(step="03"),
    "overdue": QueueQuery(overdue=True),
    "overdue of a team": QueueQuery(overdue=True, team="sales"),
    "not overdue": QueueQuery(overdue=False, open_only=True),
    "due before": QueueQuery(due_before=NOW + timedelta(hours=9), severity="medium"),
    "by class": QueueQuery(category="usage", severity="high", status="accepted"),
    "told": QueueQuery(status="communicated"),
    "closed": QueueQuery(status="closed", category="delivery"),
    "withdrawn of a team": QueueQuery(status="withdrawn", team="rnd"),
    "what cannot be": QueueQuery(overdue=True, status="closed"),
}
BROAD = {"everything", "a team's with what has ended"}
"""So many entries lie in their scope that not all of them are looked at for a count."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A collection and the states that lie in it."""

    collection: MongoCollection
    queue: MongoQueue
    states: Mapping[str, Assignment]


@pytest.fixture(scope="module")
async def filled(mongo_url: str) -> AsyncIterator[Filled]:
    """Some thousand assignments with the service's own indexes."""
    client = connect(ServiceSettings(mongodb_url=SecretStr(mongo_url)), "test")
    name = unique("test_queue")
    collection = client[name]["assignments"]
    await collection.insert_many(list(documents(COUNT, NOW)), ordered=False)
    for index in ASSIGNMENT_INDEXES:
        await ensure_index(collection, index)
    states = {str(raw["_id"]): CODEC.decode(cast("Json", raw["state"])) async for raw in collection.find({})}
    yield Filled(collection, MongoQueue(collection, 10), states)
    await client.drop_database(name)
    client.close()


@pytest.mark.parametrize("name", QUERIES)
async def test_the_pages_are_what_a_plain_search_finds_in_order(filled: Filled, name: str) -> None:
    query = QUERIES[name]
    fitting = [case_id for case_id, state in filled.states.items() if _fits(state, query)]
    seen, first_total, cursor = [], None, None
    while True:
        page = await filled.queue.page(query, NOW, limit=97, cursor=cursor)
        seen += page.rows
        if cursor is None:
            first_total = page.total
        else:
            assert page.total is None
        cursor = page.next
        if cursor is None:
            break
    assert sorted(row.id for row in seen) == sorted(fitting)
    order = [_order(filled.states[row.id]) for row in seen]
    assert order == sorted(order)
    assert first_total is not None
    assert first_total.count == len(fitting) if first_total.exact else 0 < first_total.count <= len(fitting)
    assert first_total.exact or name in BROAD
    assert fitting or name in ("what cannot be", "unassigned for nobody")


@pytest.mark.parametrize("name", QUERIES)
async def test_a_page_reads_what_it_shows_and_sorts_nothing(filled: Filled, name: str) -> None:
    query = QUERIES[name]
    for after in (None, await _middle(filled, query)):
        planned = plan(query, NOW, after)
        found = filled.collection.find(planned.filters, PROJECTION).sort("lookup.key", 1).hint(planned.index.name)
        explained = await found.limit(51).explain()
        stages = set(_stages(explained))
        ran = cast("Mapping[str, int]", explained["executionStats"])
        assert not stages & {"COLLSCAN", "SORT"}, stages
        assert ran["totalDocsExamined"] == ran["nReturned"] <= 51


async def test_counting_reads_the_index_alone(filled: Filled) -> None:
    for query in QUERIES.values():
        planned = plan(query, NOW)
        counting = count_pipeline(planned)
        assert await _documents_read(filled.collection, counting, planned.index.name) == 0
    people = [f"staff:quality-{number}" for number in range(4)]
    loads = load_pipeline(people, filled.collection.name, 3)
    assert await _documents_read(filled.collection, loads, "queue_by_responsible") == 0


async def test_open_tasks_are_counted_up_to_the_bound(filled: Filled) -> None:
    people = [f"staff:{team}-{number}" for team in ("quality", "sales") for number in range(3)]
    held = [state.running.responsible for state in filled.states.values() if state.running is not None]
    for most in (2, 1000):
        counted = await MongoOpenTasks(filled.collection, lambda: NOW, timedelta(0), most).counts(people)
        assert counted == {person: min(held.count(person), most) for person in people}
    assert max(counted.values()) > 2


async def test_what_moves_between_pages_hides_nothing_else(filled: Filled) -> None:
    query = QueueQuery(open_only=True, team="support")
    fitting = {case_id for case_id, state in filled.states.items() if _fits(state, query)}
    first = await filled.queue.page(query, NOW, limit=10, cursor=None)
    gone = next(row.id for row in first.rows if filled.states[row.id].running is not None)
    last_seen = first.rows[-1].id
    for case_id in (gone, last_seen):
        await filled.collection.update_one(
            {"_id": case_id}, {"$set": CODEC.fields(_with_software(filled.states[case_id]))}
        )
    seen, cursor = [row.id for row in first.rows], first.next
    while cursor is not None:
        page = await filled.queue.page(query, NOW, limit=10, cursor=cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next
    assert len(seen) == len(set(seen))
    assert set(seen) == fitting
    for case_id in (gone, last_seen):
        await filled.collection.update_one({"_id": case_id}, {"$set": CODEC.fields(filled.states[case_id])})


async def test_a_cursor_of_another_query_is_refused(filled: Filled) -> None:
    page = await filled.queue.page(QUERIES["open"], NOW, limit=5, cursor=None)
    assert page.next is not None
    for query, cursor in ((QUERIES["overdue"], page.next), (QUERIES["open"], page.next[:-2] + "xx")):
        with pytest.raises(InvalidCursor):
            await filled.queue.page(query, NOW, limit=5, cursor=cursor)


def _fits(state: Assignment, query: QueueQuery) -> bool:
    run, made = state.running, state.classification
    due_at = None if run is None else read_clock(run, NOW).due_at
    checks: Iterable[tuple[object, Callable[[], bool]]] = (
        (query.open_only or None, lambda: state.is_open),
        (query.responsible, lambda: run is not None and run.responsible == query.responsible),
        (query.unassigned or None, lambda: run is not None and run.responsible.startswith("role:")),
        (query.takeable, lambda: run is not None and _takes(run, query.takeable)),
        (query.team, lambda: (state.team if run is None else run.level.team) == query.team),
        (query.step, lambda: run is not None and run.level.step == query.step),
        (query.status, lambda: state.status == query.status),
        (query.category, lambda: made.category == query.category),
        (query.severity, lambda: made.severity == query.severity),
        (query.overdue, lambda: (due_at is not None and due_at < NOW) == query.overdue),
        (query.due_before, lambda: due_at is not None and due_at < (query.due_before or NOW)),
    )
    return all(wanted is None or check() for wanted, check in checks)


def _takes(run: StepRun, given: Takeable | None) -> bool:
    return given is not None and (run.responsible in given.addresses or run.level.team in given.teams)


def _order(state: Assignment) -> tuple[int, float, str]:
    run = state.running
    if run is None:
        return (2 if state.is_open else 3), state.due_at.timestamp(), state.case.id
    shown = read_clock(run, NOW)
    if shown.due_at is None:
        return 1, shown.left.total_seconds(), state.case.id
    return 0, shown.due_at.timestamp(), state.case.id


def _with_software(state: Assignment) -> Assignment:
    run = state.running
    if run is None:
        return replace(state, team="software")
    passed = pass_to(run, "staff:software-1", note="moved", by="staff:root", at=NOW)
    return replace(state, running=replace(passed, level=replace(run.level, team="software")))


async def _middle(filled: Filled, query: QueueQuery) -> str | None:
    page = await filled.queue.page(query, NOW, limit=20, cursor=None)
    return page.rows[-1].lookup.key if page.rows else None


async def _documents_read(collection: MongoCollection, pipeline: list[Json], hint: str) -> int:
    command = {"aggregate": collection.name, "pipeline": pipeline, "cursor": {}, "hint": hint}
    explained = await collection.database.command("explain", command, verbosity="executionStats")
    assert not set(_stages(explained)) & {"COLLSCAN", "SORT"}
    return sum(_values(explained, "totalDocsExamined"))


def _stages(explained: object) -> list[str]:
    return [str(stage) for stage in _all(explained, "stage")]


def _values(explained: object, name: str) -> list[int]:
    return [int(str(value)) for value in _all(explained, name)]


def _all(explained: object, name: str) -> list[object]:
    if isinstance(explained, list):
        return [found for inner in explained for found in _all(inner, name)]
    if not isinstance(explained, dict):
        return []
    here = [explained[name]] if name in explained else []
    return here + [found for inner in explained.values() for found in _all(inner, name)]
