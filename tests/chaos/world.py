"""A private stack under demonstration policies, with two replicas of dispatch, and the ways into it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chassis.topology import LADDER, Topology
from contracts.subscriptions import SUBSCRIPTIONS
from localstack.selection import AMQP_VARIABLE, MONGODB_VARIABLE
from localstack.services import SERVICES
from localstack.stack import Stack
from localstack.tokens import Person
from survey.adapters.policy_file import shipped_policy

from tests.chaos.plan import REPLICA

DELIVERY_LIMIT = 100
SURVEY_HOURS = 8
"""The shipped demonstration's limit for a follow-up and for an improvement, one second an hour."""


@dataclass(frozen=True, slots=True)
class World:
    """A running stack. `urls` are the addresses of all replicas by service."""

    stack: Stack
    urls: Mapping[str, Sequence[str]]
    token: str
    topology: Topology

    @property
    def broker_url(self) -> str:
        """Same address after every restart."""
        return self.stack.url("broker")

    @property
    def database_url(self) -> str:
        """Same address after every restart."""
        return self.stack.url("database")

    def instances(self) -> Sequence[str]:
        """Names of all service processes."""
        return [*(spec.name for spec in SERVICES), REPLICA]

    def queues(self) -> Sequence[str]:
        """All queues that services consume or climb, dead letters left out."""
        services = self.topology.bindings
        events = [self.topology.events_queue(service) for service in services]
        return events + [self.topology.retry_queue(service, rung) for service in services for rung in LADDER]

    def graves(self) -> Sequence[str]:
        """Queues in which nothing may ever lie."""
        return [*(self.topology.dead_queue(service) for service in self.topology.bindings), self.topology.unrouted]


def _policies(home: Path, hour_seconds: float) -> dict[str, str]:
    """Settings that make an hour of every limit `hour_seconds` long; the calendars never close."""
    home.mkdir(parents=True, exist_ok=True)
    dispatch, survey = home / "dispatch-policy.yaml", home / "survey-policy.yaml"
    dispatch.write_text(f"extends: demo\nid: chaos\nversion: 1\nhour_seconds: {hour_seconds}\n", encoding="utf-8")
    hours = f"limit_seconds: {round(SURVEY_HOURS * hour_seconds)}"
    survey.write_text(shipped_policy("demo").replace(f"limit_seconds: {SURVEY_HOURS}", hours), encoding="utf-8")
    return {"AFTERSALES_DISPATCH_POLICY_FILE": str(dispatch), "AFTERSALES_SURVEY_POLICY_FILE": str(survey)}


@contextmanager
def running_world(home: Path, hour_seconds: float) -> Iterator[World]:
    """Starts and ends the stack; everything of it lies in `home`. Backends given by their URL are left alone."""
    external = (AMQP_VARIABLE, MONGODB_VARIABLE)
    inherited = {name: value for name, value in os.environ.items() if name not in external}
    said: list[str] = []
    environment = inherited | _policies(home, hour_seconds)
    with Stack(home, environment=environment, in_memory=True, report=said.append) as stack:
        names = stack.scale("dispatch", 2)
        urls = {spec.name: [stack.url(spec.name)] for spec in SERVICES}
        urls["dispatch"] = [stack.url(name) for name in names]
        keys = {service: [event.routing_key() for event in events] for service, events in SUBSCRIPTIONS.items()}
        token = stack.token(Person(["admin"], staff="chaos"))
        yield World(stack, urls, token, Topology(keys, DELIVERY_LIMIT))
