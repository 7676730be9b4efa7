"""The notification service as it runs, with a mail server of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from notification.bootstrap import build
from notification.settings import Settings

from tests.integration.notification.mail_sink import MailSink
from tests.support.running import RunningService, running, settings_for

POLICY = Path(__file__).with_name("policy.yaml")


@pytest.fixture(scope="session")
async def mail_server() -> AsyncIterator[MailSink]:
    """A mail server on a port of its own."""
    sink = MailSink()
    await sink.start()
    yield sink
    await sink.stop()


@pytest.fixture
async def mail(mail_server: MailSink) -> MailSink:
    """The mail server, listening and empty."""
    await mail_server.clear()
    return mail_server


@pytest.fixture(scope="session")
async def service(
    mongo_url: str, amqp_url: str, mail_server: MailSink, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningService]:
    """The service with pauses of a second between tries."""
    shared = settings_for("notification", mongo_url, amqp_url, tmp_path_factory.mktemp("notification"))
    settings = Settings.model_validate(
        {
            **shared,
            "smtp_port": mail_server.port,
            "public_url": "https://service.example.com",
            "notification_policy_file": POLICY,
        }
    )
    async with running(settings, lambda: build(settings)) as started:
        yield started
