"""One running suite for all end-to-end tests: the five services as processes, a broker, a database, a mail sink."""

import os
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from localstack.demo.api import Api
from localstack.services import SERVICES
from localstack.stack import Stack

from tests.e2e.suite import ENGLISH_READER, Suite

_POLICY = Path(__file__).parent / "dispatch_policy.yaml"
_SURVEY_POLICY = Path(str(files("survey"))) / "policy" / "demo.yaml"


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack, with clocks that tests can wait for."""
    home = tmp_path_factory.mktemp("stack")
    environment = {
        **os.environ,
        "AFTERSALES_DISPATCH_POLICY_FILE": str(_POLICY),
        "AFTERSALES_SURVEY_POLICY_FILE": str(_SURVEY_POLICY),
        "AFTERSALES_NOTIFICATION_POLICY_FILE": str(_notification_policy(home)),
    }
    with Stack(home, environment=environment, in_memory=True) as running:
        yield running


@pytest.fixture(scope="session")
async def suite(stack: Stack) -> AsyncIterator[Suite]:
    """The suite as its users have it: over HTTP, and by e-mail."""
    async with Api({service.name: stack.url(service.name) for service in SERVICES}, stack.token) as api:
        yield Suite(api, stack.home.mail)


def _notification_policy(home: Path) -> Path:
    """The shipped policy; one of the responsibles reads English."""
    policy = yaml.safe_load((files("notification") / "policy" / "default.yaml").read_text(encoding="utf-8"))
    policy["directory"] = {ENGLISH_READER: {"language": "en"}}
    file = home / "notification.yaml"
    file.write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    return file
