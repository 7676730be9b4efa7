"""One running suite for all end-to-end tests: the five services, a broker, a database, a mail sink.

As processes of the local stack, or in containers when ``tests.compose.plugin`` is loaded (``make test-compose``).
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from localstack.demo.api import Api
from localstack.services import SERVICES
from localstack.stack import Stack

from tests.e2e import policies
from tests.e2e.suite import Running, Suite

_CONTAINERS = "tests.compose.plugin"


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """The suite, with clocks that tests can wait for, and where its e-mails are kept."""
    if request.config.pluginmanager.hasplugin(_CONTAINERS):
        compose = request.getfixturevalue("compose")
        yield compose, compose.mail
        return
    home = tmp_path_factory.mktemp("stack")
    environment = {
        **os.environ,
        "AFTERSALES_DISPATCH_POLICY_FILE": str(policies.DISPATCH),
        "AFTERSALES_SURVEY_POLICY_FILE": str(policies.SURVEY),
        "AFTERSALES_NOTIFICATION_POLICY_FILE": str(policies.notification_policy(home)),
    }
    with Stack(home, environment=environment, in_memory=True) as stack:
        yield stack, stack.home.mail


@pytest.fixture(scope="session")
def stack(running: tuple[Running, Path]) -> Running:
    """Addresses and tokens of the suite."""
    return running[0]


@pytest.fixture(scope="session")
async def suite(running: tuple[Running, Path]) -> AsyncIterator[Suite]:
    """The suite as its users have it: over HTTP, and by e-mail."""
    stack, mail = running
    async with Api({service.name: stack.url(service.name) for service in SERVICES}, stack.token) as api:
        yield Suite(api, mail)
