"""Publication decided by one write: replicas compete, crash half way, or start together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from chassis.documents import Change, Stored
from chassis.errors import PreconditionFailed
from dispatch.adapters.mongo_rulesets import THE_ONE
from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.adapters.ruleset_text import CheckedRules, checked_rules
from dispatch.bootstrap import build
from dispatch.domain.rulesets.errors import RulesetFixed, RulesetOvertaken
from dispatch.domain.rulesets.record import InForce, RulesetRecord, draft
from dispatch.settings import Settings

from tests.integration.dispatch.rulesets import KNOWN_TEAMS, Replica, replica_of
from tests.unit.dispatch.rulesets.lives import NOW

BY = "staff:publisher"


@asynccontextmanager
async def replicas(settings: Settings, count: int) -> AsyncIterator[list[Replica]]:
    runtimes = [build(settings) for _ in range(count)]
    try:
        yield [replica_of(runtime, settings) for runtime in runtimes]
    finally:
        await runtimes[0].parts.mongo.drop_database(runtimes[0].mongo_database.name)
        for runtime in runtimes:
            runtime.parts.mongo.close()


async def drafted(replica: Replica, ruleset_id: str) -> None:
    text = checked_rules(KNOWN_TEAMS.replace("name: tests", f"name: {ruleset_id}")).text
    await replica.records.create(ruleset_id, Change(draft(text, "n", BY, NOW)))


async def statuses(replica: Replica) -> dict[str, tuple[str, int | None]]:
    page = await replica.records.page({}, sort="_id", limit=50)
    return {stored.id: (stored.state.status, stored.state.number) for stored in page.items}


def meet(directories: list[RulesetDirectory], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has read which ruleset is in force before anybody writes."""
    barrier = asyncio.Barrier(len(directories))

    async def check(source: str, number: int | None = None) -> CheckedRules:
        checked = checked_rules(source, number)
        await barrier.wait()
        return checked

    for directory in directories:
        monkeypatch.setattr(directory, "check", check)


async def test_replicas_that_start_together_import_the_same_first_version(
    dispatch_settings: Callable[[], Settings],
) -> None:
    async with replicas(dispatch_settings(), 4) as started:
        used = await asyncio.gather(*(replica.directory.current() for replica in started))
        assert {(compiled.ruleset.name, compiled.ruleset.version) for compiled in used} == {("tests", 7)}
        assert list((await statuses(started[0])).values()) == [("published", 7)]
        assert (await started[0].in_force.get(THE_ONE)).version == 1


async def test_of_two_drafts_published_at_once_one_wins_and_the_other_stays_a_draft(
    dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with replicas(dispatch_settings(), 3) as (first, second, watcher):
        await first.directory.current()
        await drafted(first, "one")
        await drafted(first, "two")
        with monkeypatch.context() as patched:
            meet([first.directory, second.directory], patched)
            answers = await asyncio.gather(
                first.directory.publish("one", 1, BY), second.directory.publish("two", 1, BY), return_exceptions=True
            )
        (won,) = [answer for answer in answers if isinstance(answer, Stored)]
        (lost,) = [answer for answer in answers if isinstance(answer, BaseException)]
        assert isinstance(lost, RulesetOvertaken)
        loser = "two" if won.id == "one" else "one"
        found = await statuses(watcher)
        assert (found.pop(won.id), found.pop(loser)) == (("published", 8), ("draft", None))
        assert list(found.values()) == [("retired", 7)]
        assert {(await each.directory.current()).ruleset.name for each in (first, second, watcher)} == {won.id}
        stale = await watcher.records.get(loser)
        assert (await second.directory.publish(loser, stale.version, BY)).state.number == 9
        assert (await statuses(watcher))[won.id] == ("retired", 8)


async def test_one_draft_published_twice_is_published_once(
    dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with replicas(dispatch_settings(), 2) as (first, second):
        await first.directory.current()
        await drafted(first, "one")
        with monkeypatch.context() as patched:
            meet([first.directory, second.directory], patched)
            answers = await asyncio.gather(
                *(replica.directory.publish("one", 1, BY) for replica in (first, second)), return_exceptions=True
            )
        (lost,) = [answer for answer in answers if isinstance(answer, BaseException)]
        assert isinstance(lost, PreconditionFailed | RulesetFixed)
        assert (await first.in_force.get(THE_ONE)).state.number == 8
        assert (await statuses(first))["one"] == ("published", 8)


async def test_what_a_crash_left_undone_the_next_replica_completes(
    dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_: Stored[InForce]) -> None:
        raise ConnectionResetError

    async with replicas(dispatch_settings(), 2) as (crashing, next_one):
        await crashing.directory.current()
        await drafted(crashing, "one")
        monkeypatch.setattr(crashing.directory, "_complete", crash)
        with pytest.raises(ConnectionResetError):
            await crashing.directory.publish("one", 1, BY)
        assert (await statuses(next_one))["one"] == ("draft", None)
        assert (await next_one.directory.current()).ruleset.name == "one"
        found = await statuses(next_one)
        assert (found.pop("one"), list(found.values())) == (("published", 8), [("retired", 7)])


async def test_a_crash_before_the_decision_leaves_the_rules_as_they_were(
    dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> Stored[InForce]:
        raise ConnectionResetError

    async with replicas(dispatch_settings(), 2) as (crashing, next_one):
        await crashing.directory.current()
        await drafted(crashing, "one")
        monkeypatch.setattr(crashing.in_force, "change", crash)
        with pytest.raises(ConnectionResetError):
            await crashing.directory.publish("one", 1, BY)
        assert (await next_one.directory.current()).ruleset.version == 7
        fixed: Stored[RulesetRecord] = await next_one.records.get("one")
        assert (fixed.state.status, fixed.state.fixed_for) == ("draft", 8)
        assert (await next_one.directory.publish("one", fixed.version, BY)).state.number == 8
