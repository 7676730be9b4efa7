"""Which processes make up the suite, and the environment each one gets."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from localstack import keys, tokens
from localstack.home import Home


@dataclass(frozen=True)
class ServiceSpec:
    """A service as the stack sees it: a module to run, a port to try first."""

    name: str
    port: int
    module: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", self.module or self.name]


# The ports of architecture section 5.
SERVICES = (
    ServiceSpec("intake", 8001),
    ServiceSpec("dispatch", 8002),
    ServiceSpec("repair", 8003),
    ServiceSpec("survey", 8004),
    ServiceSpec("notification", 8005),
)


@dataclass(frozen=True)
class Surroundings:
    """What the services of one stack share."""

    home: Home
    mongodb_url: str
    amqp_url: str
    smtp_port: int
    public_url: str
    base: Mapping[str, str]
    seed_file: Path | None = None

    def environment(self, spec: ServiceSpec, port: int) -> dict[str, str]:
        """The environment of one instance of ``spec`` on ``port``.

        Defaults give way to what the caller's environment sets, addresses and keys of this stack do not.
        """
        defaults = {"AFTERSALES_LOG_LEVEL": "INFO", "PYTHONUNBUFFERED": "1"}
        own = {
            "AFTERSALES_SERVICE_HOST": "127.0.0.1",
            "AFTERSALES_SERVICE_PORT": str(port),
            "AFTERSALES_MONGODB_URL": self.mongodb_url,
            "AFTERSALES_MONGODB_DATABASE": f"aftersales_{spec.name}",
            "AFTERSALES_AMQP_URL": self.amqp_url,
            "AFTERSALES_AUTH_KEY_FILE": str(keys.auth_key_file(self.home)),
            "AFTERSALES_AUTH_ISSUER": tokens.ISSUER,
            "AFTERSALES_AUTH_AUDIENCE": tokens.AUDIENCE,
            "AFTERSALES_TRACKING_KEY_FILE": str(keys.tracking_key_file(self.home)),
            "AFTERSALES_SMTP_HOST": "127.0.0.1",
            "AFTERSALES_SMTP_PORT": str(self.smtp_port),
            "AFTERSALES_PUBLIC_URL": self.public_url,
        }
        seed = {"AFTERSALES_SEED_FILE": str(self.seed_file)} if self.seed_file else {}
        return {**defaults, **self.base, **own, **seed, **spec.settings}
