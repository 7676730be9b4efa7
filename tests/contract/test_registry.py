"""One publisher, at least one consumer, one name; and the table against what each service really handles."""

from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Protocol

import pytest
from chassis.runtime import Runtime
from chassis.settings import ServiceSettings
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
    module = event.__module__.removeprefix("contracts.events.")
    assert module.partition("_")[0] == event.PUBLISHER


def test_an_event_name_has_one_publisher() -> None:
    publishers = {(event.TYPE, event.PUBLISHER) for event in EVENTS}
    assert len({name for name, _ in publishers}) == len(publishers)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_every_event_has_a_consumer(event: type[Payload]) -> None:
    assert [service for service, consumed in SUBSCRIPTIONS.items() if event in consumed]


class Built(Protocol):
    """What a service's composition root gives: a runtime."""

    def __call__(self, settings: ServiceSettings) -> Runtime: ...


@pytest.mark.parametrize("service", SUBSCRIPTIONS)
def test_the_table_is_what_the_service_reacts_to(service: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef" * 4, encoding="ascii")
    settings_type: type[ServiceSettings] = import_module(f"{service}.settings").Settings
    build: Built = import_module(f"{service}.bootstrap").build
    runtime = build(settings_type.model_validate({"auth_key_file": secret, "tracking_key_file": secret}))
    runtime.parts.mongo.close()
    assert set(runtime.parts.reactions) == {event.type_name() for event in SUBSCRIPTIONS[service]}


def test_no_service_lists_an_event_twice() -> None:
    assert all(len(consumed) == len(set(consumed)) for consumed in SUBSCRIPTIONS.values())
