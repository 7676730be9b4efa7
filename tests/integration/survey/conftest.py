"""The survey service, running under a policy whose limits are a second or two."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from survey.adapters.policy_file import shipped_policy
from survey.bootstrap import build
from survey.settings import Settings

from tests.support.running import RunningService, running, settings_for


@pytest.fixture(scope="session")
async def service(
    mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    directory: Path = tmp_path_factory.mktemp("survey")
    policy = directory / "policy.yaml"
    policy.write_text(shipped_policy("demo").replace("limit_seconds: 8", "limit_seconds: 2"), encoding="utf-8")
    values = settings_for("survey", mongo_url, amqp_url, directory) | {"survey_policy_file": policy}
    settings = Settings.model_validate(values)
    async with running(settings, lambda: build(settings)) as started:
        yield started
