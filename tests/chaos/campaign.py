"""One campaign: load, people at work, kills; then quiet, and the evidence."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import httpx
from aio_pika.abc import AbstractIncomingMessage

from tests.chaos import evidence as proof
from tests.chaos import recorder
from tests.chaos.api import Api
from tests.chaos.checks import Finding, judge
from tests.chaos.crew import Crew
from tests.chaos.evidence import Evidence
from tests.chaos.journal import Journal, Tell
from tests.chaos.killer import Killer
from tests.chaos.ledger import Ledger
from tests.chaos.plan import Plan
from tests.chaos.quiet import until_quiet
from tests.chaos.reporter import Reporter
from tests.chaos.summary import Result
from tests.chaos.world import World, running_world
from tests.support.eventually import eventually

WARM = 5
"""Cases with a 201 before the first kill."""
CLOSED = 2
"""Cases that people must have closed before the load ends."""
ENOUGH_WITHIN = 90.0
REPEATED_AT_THE_END = 20
REPLAYED = 0.3
"""Share of the messages that are delivered a second time."""
CONNECTIONS = 64


async def run(plan: Plan, home: Path, write: Tell) -> Result:
    """All of it, in a world of its own below `home`."""
    journal = Journal(write)
    journal.tell(f"seed {plan.seed}; to be killed: {', '.join(kill.victim for kill in plan.kills)}")
    context = running_world(home, plan.hour_seconds)
    world = await asyncio.to_thread(context.__enter__)
    try:
        return await _run(plan, world, journal)
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)


async def _run(plan: Plan, world: World, journal: Journal) -> Result:
    journal.tell("the stack runs")
    await recorder.begin(world)
    journal.tell("all queues are on disk")
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        api = Api(client, world.urls, world.token)
        killer = Killer(world, journal.tell)
        ledger = await _storm(plan, api, killer)
        journal.tell(f"load ended, {len(ledger.receipts)} cases")
        messages = await recorder.drain(world)
        again = random.Random(plan.seed + 3).sample(messages, round(REPLAYED * len(messages)))
        await recorder.replay(world, again)
        journal.tell(f"{len(again)} messages delivered again")
        quiet = await until_quiet(world, plan.quiet_within)
        journal.tell(quiet.stuck or f"quiet after {quiet.seconds:.1f} s")
        await _ask_again(api, ledger)
        ledger.retries = api.retries
    evidence = await _gather(world, messages)
    result = Result(
        seed=plan.seed,
        killed=killer.killed,
        seconds=journal.seconds,
        quiet=quiet,
        evidence=evidence,
        ledger=ledger,
        findings=[*([Finding("stuck", quiet.stuck)] if quiet.stuck else []), *judge(evidence, ledger)],
    )
    journal.write(result.table())
    return result


async def _storm(plan: Plan, api: Api, killer: Killer) -> Ledger:
    ledger = Ledger()
    crew = Crew(api, random.Random(plan.seed + 1))
    reporter = Reporter(api, ledger, random.Random(plan.seed + 2), crew.take)
    stop = asyncio.Event()
    load = asyncio.create_task(reporter.run(plan.rate, stop))
    try:
        await eventually(lambda: len(ledger.receipts) >= WARM or load.done(), within=60, what="first 201s")
        await killer.run(plan.kills)
        await killer.all_back()
        killer.tell("all are back")
        await eventually(lambda: crew.closed >= CLOSED, within=ENOUGH_WITHIN, what="worked cases closed")
    finally:
        stop.set()
        await load
        await crew.finish(plan.workers_finish_within)
    return ledger


async def _ask_again(api: Api, ledger: Ledger) -> None:
    """After all of it a key still stands for its first answer."""
    reporter = Reporter(api, ledger, random.Random(0), lambda _: None)
    for receipt in ledger.receipts[:REPEATED_AT_THE_END]:
        await reporter.repeat(receipt)


async def _gather(world: World, messages: Sequence[AbstractIncomingMessage]) -> Evidence:
    recorded = recorder.settle([*messages, *await recorder.drain(world)])
    graves = await recorder.depths(world, world.graves())
    mail = world.stack.home.mail
    return await asyncio.to_thread(proof.read, world.database_url, recorded, graves, mail)
