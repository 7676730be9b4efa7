"""Start-up time and memory of each service at rest."""

from dataclasses import dataclass

from bench.surroundings import Surroundings

SERVICES = ("intake", "dispatch", "repair", "survey", "notification")
FIRST_PORT = 18441


@dataclass(frozen=True, slots=True)
class Footprint:
    """Seconds from exec to the first ready answer; resident MiB then."""

    service: str
    started_in: float
    memory_mib: float


def measure(around: Surroundings) -> list[Footprint]:
    """One after the other."""
    found = []
    for offset, name in enumerate(SERVICES):
        with around.service(name, FIRST_PORT + offset) as started:
            found.append(Footprint(name, started.started_in, started.memory_mib()))
    return found
