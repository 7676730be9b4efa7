"""Kills what the plan says; the stack's own supervisor brings it back."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from localstack.errors import LocalStackError

from tests.chaos.plan import Kill
from tests.chaos.world import World
from tests.support.eventually import eventually

BACK_WITHIN = 60.0


@dataclass(slots=True)
class Killer:
    """`killed` counts processes that were alive before and gone after the signal."""

    world: World
    tell: Callable[[str], None]
    killed: Counter[str] = field(default_factory=Counter)

    async def run(self, kills: Sequence[Kill]) -> None:
        """One after the other; a victim that is still down is waited for, its neighbours may be down meanwhile."""
        for kill in kills:
            await asyncio.sleep(kill.pause)
            await self._kill(kill.victim)

    async def all_back(self) -> None:
        """Every service instance answers that it is ready."""
        for name in self.world.instances():
            ready = await asyncio.to_thread(self.world.stack.wait_ready, name, BACK_WITHIN)
            assert ready, f"{name} did not come back"

    async def _kill(self, victim: str) -> None:
        def alive() -> int | None:
            try:
                return self.world.stack.pid(victim)
            except LocalStackError:
                return None

        pid = await eventually(alive, within=BACK_WITHIN, what=f"{victim} alive")
        await asyncio.to_thread(self.world.stack.kill, victim)
        assert alive() != pid, f"{victim} survived"
        self.killed[victim] += 1
        self.tell(f"{victim} killed, pid {pid}")
