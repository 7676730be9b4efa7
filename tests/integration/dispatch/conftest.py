"""The dispatch service, running with a policy and a ruleset of the tests' own."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from dispatch.adapters import portions
from dispatch.bootstrap import build
from dispatch.settings import Settings

from tests.integration.dispatch.desk import Desk
from tests.integration.dispatch.office import LEASE, PORTION, Office
from tests.support.running import running, settings_for
from tests.unit.dispatch.builders import RULES

POLICY = Path(__file__).with_name("policy.yaml")


@pytest.fixture(scope="session")
def dispatch_settings(
    mongo_url: str, amqp_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Settings]:
    """Settings that share nothing with other tests."""

    def made() -> Settings:
        directory = tmp_path_factory.mktemp("dispatch")
        rules = directory / "rules.yaml"
        rules.write_text(RULES, encoding="utf-8")
        given = settings_for("dispatch", mongo_url, amqp_url, directory)
        return Settings.model_validate(
            {**given, "seed_file": POLICY, "dispatch_ruleset_file": rules, "dispatch_opinion": "off"}
        )

    return made


@pytest.fixture(scope="session")
async def desk(dispatch_settings: Callable[[], Settings]) -> AsyncIterator[Desk]:
    """The service, and people who work with it."""
    settings = dispatch_settings()
    async with running(settings, lambda: build(settings)) as service:
        yield Desk(service)


@pytest.fixture
def office(dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch) -> Office:
    """Portions are small, and the demonstration's hours last a second."""
    monkeypatch.setattr(portions, "AT_ONCE", PORTION)
    more = {"seed_file": None, "dispatch_policy": "demo", "lease": LEASE.total_seconds()}
    return Office(dispatch_settings().model_copy(update=more))
