"""The people who work: one task for each case that somebody cares for."""

import asyncio
import random
from dataclasses import dataclass, field

from tests.chaos.api import Api
from tests.chaos.ledger import Receipt
from tests.chaos.worker import Worker


@dataclass(slots=True)
class Crew:
    """`closed` counts cases that were worked to their end."""

    api: Api
    dice: random.Random
    closed: int = 0
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    going_home: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, receipt: Receipt) -> None:
        """Begin to work on a new case, unless it is to be left alone."""
        if receipt.persona.works or receipt.persona.withdraws:
            self.tasks.add(asyncio.create_task(self._work(receipt)))

    async def finish(self, within: float) -> None:
        """Let them work for a while; what is unfinished then is left alone. A failure of one of them is raised."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=within)
        self.going_home.set()
        await asyncio.gather(*self.tasks)

    async def _work(self, receipt: Receipt) -> None:
        if await Worker(self.api, receipt, self.dice, self.going_home).run() and receipt.persona.works:
            self.closed += 1
