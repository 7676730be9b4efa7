"""A suite of its own that is looked at from outside: it exports its spans to the test, and its logs are read."""

import os
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from localstack.demo.api import Api
from localstack.services import SERVICES
from localstack.stack import Stack

from tests.e2e.suite import Suite
from tests.support.otlp import Collector, collecting

_POLICY = Path(__file__).parents[1] / "dispatch_policy.yaml"
_SURVEY_POLICY = Path(str(files("survey"))) / "policy" / "demo.yaml"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    """Where the suite's spans arrive."""
    with collecting() as listening:
        yield listening


@pytest.fixture(scope="module")
def observed_stack(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Stack]:
    """The most talkative suite there is."""
    environment = {
        **os.environ,
        "AFTERSALES_DISPATCH_POLICY_FILE": str(_POLICY),
        "AFTERSALES_SURVEY_POLICY_FILE": str(_SURVEY_POLICY),
        "AFTERSALES_OTLP_ENDPOINT": collector.url,
        "AFTERSALES_LOG_LEVEL": "DEBUG",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    with Stack(tmp_path_factory.mktemp("observed"), environment=environment, in_memory=True) as running:
        yield running


@pytest.fixture(scope="module")
async def observed(observed_stack: Stack) -> AsyncIterator[Suite]:
    """The suite as its users have it."""
    urls = {service.name: observed_stack.url(service.name) for service in SERVICES}
    async with Api(urls, observed_stack.token) as api:
        yield Suite(api, observed_stack.home.mail)
