"""The five real services as processes on the session's broker and database, under names of their own."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

import dispatch.settings
import httpx
import intake.settings
import notification.settings
import repair.settings
import survey.settings
from chassis.settings import ServiceSettings
from localstack.demo.api import Api
from localstack.tokens import Person, issue

from tests.e2e.suite import Suite
from tests.integration.chassis.process import toy_process
from tests.support.builders import unique
from tests.support.eventually import eventually

KINDS: Mapping[str, type[ServiceSettings]] = {
    "intake": intake.settings.Settings,
    "dispatch": dispatch.settings.Settings,
    "repair": repair.settings.Settings,
    "survey": survey.settings.Settings,
    "notification": notification.settings.Settings,
}
_POLICIES = {
    "dispatch_policy_file": Path(__file__).parents[2] / "e2e" / "dispatch_policy.yaml",
    "survey_policy_file": Path(str(files("survey"))) / "policy" / "demo.yaml",
}


@dataclass(frozen=True)
class Five:
    """One installation: start and end it as often as needed."""

    common: Mapping[str, object]
    prefix: str
    directory: Path

    @classmethod
    def in_directory(cls, directory: Path, mongo_url: str, amqp_url: str) -> "Five":
        """Names and keys that nobody else has."""
        key = directory / "key"
        key.write_text(secrets.token_urlsafe(48))
        common = {
            "mongodb_url": mongo_url,
            "amqp_url": amqp_url,
            "broker_namespace": f"{unique('five')}.",
            "auth_key_file": key,
            "tracking_key_file": key,
            **_POLICIES,
        }
        return cls(common, f"{unique('five')}_", directory)

    def settings(self, service: str) -> ServiceSettings:
        """What one service gets."""
        return KINDS[service].model_validate({**self.common, "mongodb_database": f"{self.prefix}{service}"})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Suite]:
        """All five, ready; told to end, and waited for, when the block ends."""
        key = str(self.common["auth_key_file"])
        async with AsyncExitStack() as stack:
            started = {
                service: await stack.enter_async_context(
                    toy_process(self.settings(service), self.directory / f"{service}.log", ready=False, module=service)
                )
                for service in KINDS
            }
            for service, (_, client) in started.items():
                await eventually(partial(is_ready, client), within=90, what=service)
            urls = {service: str(client.base_url).rstrip("/") for service, (_, client) in started.items()}
            yield Suite(await stack.enter_async_context(Api(urls, partial(_token, key))), self.directory)
            for process, _ in started.values():
                process.terminate()
            for process, _ in started.values():
                assert await process.wait() == 0


async def is_ready(client: httpx.AsyncClient) -> bool:
    """Whether the service behind it takes work."""
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


def _token(key_file: str, person: Person) -> str:
    return issue(person, Path(key_file).read_text(), datetime.now(UTC))
