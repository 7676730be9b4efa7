"""The intake service, running beside a broker and a database."""

from collections.abc import AsyncIterator

import pytest
from intake.bootstrap import build

from tests.integration.intake.desk import Desk, intake_settings
from tests.support.running import running


@pytest.fixture(scope="session")
async def desk(mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """The service, and a front desk that works with it."""
    settings = intake_settings(mongo_url, amqp_url, tmp_path_factory.mktemp("intake"))
    async with running(settings, lambda: build(settings)) as service:
        yield Desk(service)
