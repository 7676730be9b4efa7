"""The repair service, running."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from repair.bootstrap import build
from repair.settings import Settings

from tests.support.running import RunningService, running, settings_for


@pytest.fixture(scope="session")
async def service(
    mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    directory: Path = tmp_path_factory.mktemp("repair")
    settings = Settings.model_validate(settings_for("repair", mongo_url, amqp_url, directory))
    async with running(settings, lambda: build(settings)) as started:
        yield started
