"""The reconciliation at the end: every complaint there by its number, classified, routed; nothing lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aio_pika
from aio_pika.exceptions import ChannelClosed

from localstack.demo.api import Api
from localstack.demo.cast import READER
from localstack.demo.deed import Story
from localstack.demo.views import Assignment, Case, Moment, Page
from localstack.demo.world import World, observe
from localstack.services import SERVICES

_AT_ONCE = 8
_ONCE = ("case.opened", "case.closed")


@dataclass(frozen=True)
class Check:
    """A count beside what it must be."""

    what: str
    found: int
    expected: int

    @property
    def good(self) -> bool:
        return self.found == self.expected


@dataclass(frozen=True)
class Reckoning:
    """All checks, and counts to read."""

    checks: Sequence[Check]
    counts: Mapping[str, Counter[str]]

    @property
    def good(self) -> bool:
        """Whether every check holds."""
        return all(check.good for check in self.checks)


async def reckon(api: Api, stories: Sequence[Story], submitted: int, amqp_url: str) -> Reckoning:
    """Ask the services once more, every case by its number."""
    world = await observe(api, World())
    gate = asyncio.Semaphore(_AT_ONCE)

    async def by_number(story: Story) -> tuple[Case, list[Moment]]:
        async with gate:
            case = await api.get("intake", f"/v1/cases/{story.number}", Case, READER)
            moments = await api.get("intake", f"/v1/cases/{story.number}/timeline", Page[Moment], READER)
            return case, moments.items

    found = await asyncio.gather(*(by_number(story) for story in stories))
    dead = await dead_letters(amqp_url)
    return Reckoning(checks_of(world, stories, found, submitted, dead), _counts(world))


async def dead_letters(amqp_url: str) -> int:
    """Events that no service could use, over all services."""
    async with await aio_pika.connect(amqp_url) as connection:
        total = 0
        for service in SERVICES:
            channel = await connection.channel()
            try:
                queue = await channel.declare_queue(f"{service.name}.dead", passive=True)
            except ChannelClosed:
                continue
            total += queue.declaration_result.message_count or 0
        return total


def checks_of(
    world: World, stories: Sequence[Story], found: Sequence[tuple[Case, list[Moment]]], submitted: int, dead: int
) -> list[Check]:
    """What must be equal; `found` is what the intake shows under each story's number."""
    routed = [assignment for assignment in world.assignments.values() if _is_routed(assignment)]
    same = [case for (case, _), story in zip(found, stories, strict=True) if case.id == story.case_id]
    rounds = sum(case.round for case, _ in found)
    return [
        Check("complaints accepted (201)", len(stories), submitted),
        Check("visible by their number", len(same), submitted),
        Check("different numbers", len({story.number for story in stories}), submitted),
        Check("cases in the list", len(world.cases), submitted),
        Check("assignments, one a case", len(world.assignments), submitted),
        Check("classified", sum(1 for case, _ in found if case.category), submitted),
        Check("routed to a team and a responsible", len(routed), submitted),
        Check("closed", sum(1 for case, _ in found if case.status == "closed"), submitted),
        Check("follow-ups, one a round", len(world.follow_ups), rounds),
        Check("dissatisfied, reopened", rounds - submitted, len(world.improvements)),
        Check("events that a case knows twice", sum(_doubled(moments) for _, moments in found), 0),
        Check("escalations out of turn or doubled", sum(map(_out_of_turn, world.assignments.values())), 0),
        Check("dead letters", dead, 0),
    ]


def _is_routed(assignment: Assignment) -> bool:
    return assignment.classification.sure and any(run.step.startswith("02") for run in assignment.steps)


def _doubled(moments: Sequence[Moment]) -> int:
    """The same step cannot go overdue, nor the same round be resolved, twice."""
    kinds = Counter((moment.what, moment.round) for moment in moments if moment.what in (*_ONCE, "case.resolved"))
    exact = Counter((moment.what, moment.at, tuple(sorted(moment.details.items()))) for moment in moments)
    return sum(count - 1 for count in kinds.values()) + sum(count - 1 for count in exact.values())


def _out_of_turn(assignment: Assignment) -> int:
    return sum(
        1 for run in assignment.steps if [one.level for one in run.escalated] != list(range(1, len(run.escalated) + 1))
    )


def _counts(world: World) -> dict[str, Counter[str]]:
    assignments = list(world.assignments.values())
    runs = [run for assignment in assignments for run in assignment.steps]
    return {
        "category": Counter(assignment.classification.category for assignment in assignments),
        "team": Counter(assignment.classification.team for assignment in assignments),
        "classified": Counter(
            "by a clerk" if any(run.step == "01" for run in assignment.steps) else "without one"
            for assignment in assignments
        ),
        "steps": Counter(run.outcome or "running" for run in runs),
        "escalated": Counter(f"to {one.to}" for run in runs for one in run.escalated),
        "repairs": Counter("reworked" if repair.attempt > 1 else "right at first" for repair in world.repairs.values()),
        "customers": Counter(
            {True: "satisfied", False: "dissatisfied", None: "not reached"}[ask.satisfied]
            for ask in world.follow_ups.values()
        ),
    }
