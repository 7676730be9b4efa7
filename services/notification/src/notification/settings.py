"""Settings of the notification service (environment, prefix `AFTERSALES_`)."""

from pathlib import Path
from typing import Annotated, Literal

from chassis.settings import ServiceSettings
from pydantic import AfterValidator, Field, SecretStr

from notification.domain.contact import is_email


def _plain_address(text: str) -> str:
    if not is_email(text):
        raise ValueError("must be one plain e-mail address")
    return text


class Settings(ServiceSettings):
    """Mail server, sender, and where the rules and templates come from. Durations in seconds.

    A page of due e-mails is tried within one lease: `timer_page` is what the sweeper tries at the same time, and
    `smtp_timeout` stays well below `lease`, else another replica would send them a second time.
    """

    service_port: int = 8005
    timer_page: int = Field(default=16, ge=1)

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_timeout: float = Field(default=3.0, gt=0)
    mail_from: Annotated[str, AfterValidator(_plain_address)] = "service@aftersales.example.com"
    mail_from_name: str = "Aftersales"

    notification_policy_file: Path | None = None
    notification_templates_dir: Path | None = None
