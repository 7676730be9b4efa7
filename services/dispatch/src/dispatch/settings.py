"""Settings of the dispatch service, read from the environment (prefix `AFTERSALES_`)."""

from pathlib import Path

from chassis.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """Those of every service, and where the policy and the ruleset come from.

    `dispatch_policy_file`, else `seed_file` (a whole policy, or one under the key `dispatch`), else the shipped policy
    named `dispatch_policy`. `dispatch_ruleset_file` replaces the shipped ruleset, `dispatch_returns_file` the shipped
    policy of returns. People are read again after `dispatch_staff_kept_seconds`, the figures of open tasks after
    `dispatch_loads_kept_seconds`, each counted up to `dispatch_loads_most`.
    """

    service_port: int = 8002
    dispatch_policy: str = "default"
    dispatch_policy_file: Path | None = None
    dispatch_ruleset_file: Path | None = None
    dispatch_returns_file: Path | None = None
    dispatch_quality_file: Path | None = None
    seed_file: Path | None = None
    dispatch_staff_kept_seconds: float = Field(default=2.0, ge=0, le=3600)
    dispatch_loads_kept_seconds: float = Field(default=2.0, ge=0, le=3600)
    dispatch_loads_most: int = Field(default=1000, ge=1, le=100_000)
