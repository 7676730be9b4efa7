"""One publisher, at least one consumer, one name; and the table against what each service really handles."""

from collections import Counter
from importlib import import_module

import pytest
from contracts.payload import Payload
from contracts.registry import BY_TYPE, EVENTS
from contracts.subscriptions import SUBSCRIPTIONS


def leaves(base: type[Payload]) -> set[type[Payload]]:
    named = {base} if "TYPE" in vars(base) else set()
    return named.union(*(leaves(child) for child in base.__subclasses__() if child.__module__.startswith("contracts.")))


def test_every_event_declared_is_registered_once() -> None:
    assert Counter(EVENTS) == Counter(leaves(Payload))
    assert len(BY_TYPE) == len(EVENTS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_the_publisher_is_the_service_whose_module_declares_it(event: type[Payload]) -> None:
    assert event.__module__ == f"contracts.events.{event.PUBLISHER}"


def test_an_event_name_has_one_publisher() -> None:
    publishers = {(event.TYPE, event.PUBLISHER) for event in EVENTS}
    assert len({name for name, _ in publishers}) == len(publishers)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_every_event_has_a_consumer(event: type[Payload]) -> None:
    assert [service for service, consumed in SUBSCRIPTIONS.items() if event in consumed]


@pytest.mark.parametrize("service", SUBSCRIPTIONS)
def test_the_table_is_what_the_service_handles(service: str) -> None:
    handled: tuple[type[Payload], ...] = import_module(f"{service}.subscriptions").EVENTS
    assert {event.routing_key() for event in handled} == {event.routing_key() for event in SUBSCRIPTIONS[service]}


def test_no_service_lists_an_event_twice() -> None:
    assert all(len(consumed) == len(set(consumed)) for consumed in SUBSCRIPTIONS.values())
