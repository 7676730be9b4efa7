"""Toy services on the session's broker and database."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from chassis.settings import ServiceSettings

from tests.integration.chassis import toy
from tests.support.broker import Bench, bench


@pytest.fixture
def toy_settings(mongo_url: str, amqp_url: str, tmp_path: Path) -> ServiceSettings:
    """Names of its own for each test."""
    return toy.settings(mongo_url, amqp_url, tmp_path)


@pytest.fixture
def settings_with(mongo_url: str, amqp_url: str, tmp_path: Path) -> Callable[..., ServiceSettings]:
    """The same, with changes."""
    return lambda **changes: toy.settings(mongo_url, amqp_url, tmp_path, **changes)


@pytest.fixture
async def wire(amqp_url: str, toy_settings: ServiceSettings) -> AsyncIterator[Bench]:
    """The test's own connection to the broker, in the toy's namespace."""
    async with bench(amqp_url, toy_settings.broker_namespace) as connected:
        yield connected
