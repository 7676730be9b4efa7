"""What a campaign does, drawn from a seed: who is killed when, how much load, how long to wait."""

import os
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

SEED_VARIABLE = "AFTERSALES_CHAOS_SEED"
BACKENDS = ("broker", "database")
REPLICA = "dispatch-2"
SERVICES = ("intake", "dispatch", REPLICA, "repair", "survey", "notification")
VICTIMS = (*BACKENDS, *SERVICES)
AT_ONCE = (0.0, 0.4)


@dataclass(frozen=True, slots=True)
class Kill:
    """SIGKILL of `victim`, `pause` seconds after the kill before."""

    pause: float
    victim: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One campaign: `rate` new cases a second, an hour of every limit lasts `hour_seconds`; bounds in seconds."""

    seed: int
    kills: tuple[Kill, ...]
    rate: float
    hour_seconds: float
    workers_finish_within: float
    quiet_within: float


def draw_kills(seed: int, victims: Sequence[str], *, pauses: tuple[float, float], together: float) -> tuple[Kill, ...]:
    """Every victim as often as it is listed, in a random order, with random pauses between the two bounds.

    The share `together` of them follows almost at once, so that outages meet.
    """
    dice = random.Random(seed)
    order = dice.sample(list(victims), len(victims))
    bounds = [AT_ONCE if dice.random() < together else pauses for _ in order]
    return tuple(Kill(round(dice.uniform(*bound), 2), victim) for bound, victim in zip(bounds, order, strict=True))


def chosen_seed() -> int:
    """The seed of `AFTERSALES_CHAOS_SEED`, to walk a way again; else a new one."""
    given = os.environ.get(SEED_VARIABLE)
    return int(given) if given else secrets.randbelow(10**6)
