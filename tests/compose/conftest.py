"""The suite in containers as the end-to-end tests have it."""

from collections.abc import AsyncIterator

import pytest
from localstack.demo.api import Api
from localstack.services import SERVICES

from tests.e2e.suite import Suite
from tests.support.compose import Compose


@pytest.fixture(scope="session")
async def suite(compose: Compose) -> AsyncIterator[Suite]:
    """People at the entrance."""
    async with Api({service.name: compose.url(service.name) for service in SERVICES}, compose.token) as api:
        yield Suite(api, compose.mail)
