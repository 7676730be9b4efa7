"""Three replicas over one versioned document: each reads, decides and writes; whoever comes second has lost."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chassis.apply import due_timers
from chassis.codec import StateCodec
from chassis.documents import Change
from chassis.subscription import Moment
from contracts.payload import Payload
from dispatch.domain.assignment import Assignment
from dispatch.handlers.climb_overdue_step import assignment_timers, climb_overdue_step

from tests.unit.dispatch.flow import payloads

REPLICAS = 3
CODEC = StateCodec(Assignment)
Decide = Callable[[Assignment | None], Change[Assignment] | None]


@dataclass
class Competition:
    """How often replicas wrote, lost a race, and died between reading and writing."""

    written: int = 0
    lost: int = 0
    died: int = 0


@dataclass
class Document:
    """One assignment as the database has it, and everything that left with its writes."""

    chance: random.Random
    competition: Competition
    version: int = 0
    state: Assignment | None = None
    said: list[Payload] = field(default_factory=list)

    def command(self, decide: Decide, now: datetime) -> list[Payload]:
        """A command or an event of the same instant as the sweeps of three replicas; repeated until it is written.

        Returns what left with these writes, in their order.
        """
        before = len(self.said)
        waiting = True
        while waiting:
            actors: list[Decide] = [decide, *(sweep_at(now) for _ in range(REPLICAS))]
            waiting = decide not in self._race(actors)
        return self.said[before:]

    def sweep(self, now: datetime) -> list[Payload]:
        """All replicas fire what is due, until nothing is."""
        before = len(self.said)
        while self.state is not None and due_timers(assignment_timers(self.state), now):
            self._race([sweep_at(now) for _ in range(REPLICAS)])
        return self.said[before:]

    def _race(self, actors: Sequence[Decide]) -> list[Decide]:
        """Everybody reads the same version, or a later one; who wrote or had nothing to write is returned."""
        reads = [(actor, self.version, self.state) for actor in actors]
        self.chance.shuffle(reads)
        done: list[Decide] = []
        for actor, version, state in reads:
            seen = (version, state) if self.chance.random() < 0.7 else (self.version, self.state)
            change = actor(seen[1])
            if change is None:
                done.append(actor)
            elif self.chance.random() < 0.05:
                self.competition.died += 1
            elif seen[0] != self.version:
                self.competition.lost += 1
            else:
                self._write(change)
                done.append(actor)
        return done

    def _write(self, change: Change[Assignment]) -> None:
        self.competition.written += 1
        self.version += 1
        self.state = change.state
        if self.version % 4 == 0:
            self.state = CODEC.decode(CODEC.encode(change.state))
            assert self.state == change.state
        self.said += payloads(change)


def sweep_at(now: datetime) -> Decide:
    """Fires what is due, as the chassis does: the earliest first, until nothing is; None when nothing was."""

    def fire(state: Assignment | None) -> Change[Assignment] | None:
        if state is None or not due_timers(assignment_timers(state), now):
            return None
        fired = Change(state)
        while due := due_timers(assignment_timers(fired.state), now):
            change = climb_overdue_step(fired.state, due[0], Moment(now))
            fired = Change(change.state, (*fired.events, *change.events))
        return fired

    return fire
