"""Settings of the dispatch service, read from the environment (prefix `AFTERSALES_`)."""

from pathlib import Path

from chassis.settings import ServiceSettings
from pydantic import Field


class Settings(ServiceSettings):
    """Those of every service, and where the policy and the ruleset come from.

    `dispatch_policy_file`, else `seed_file` (a whole policy, or one under the key `dispatch`), else the shipped policy
    named `dispatch_policy`. `dispatch_ruleset_file` replaces the shipped ruleset as what an empty database starts with,
    `dispatch_returns_file` the shipped policy of returns. The rules in force are read again after
    `dispatch_rules_kept_seconds`, people after `dispatch_staff_kept_seconds`, the figures of open tasks after
    `dispatch_loads_kept_seconds`, each counted up to `dispatch_loads_most`. A figure reads at most
    `dispatch_figures_cases` cases and has at most `dispatch_figures_groups` groups; a file of cases has at most
    `dispatch_export_csv_rows` or `dispatch_export_xlsx_rows` rows.
    `dispatch_opinion` names the shipped second opinion, or is `off`; `dispatch_opinion_file` is a model file instead.
    The report on the rules' accuracy may take `dispatch_accuracy_seconds`.
    """

    service_port: int = 8002
    dispatch_policy: str = "default"
    dispatch_policy_file: Path | None = None
    dispatch_ruleset_file: Path | None = None
    dispatch_opinion: str = "default"
    dispatch_opinion_file: Path | None = None
    dispatch_returns_file: Path | None = None
    dispatch_quality_file: Path | None = None
    dispatch_figures_file: Path | None = None
    seed_file: Path | None = None
    dispatch_staff_kept_seconds: float = Field(default=2.0, ge=0, le=3600)
    dispatch_rules_kept_seconds: float = Field(default=2.0, ge=0, le=3600)
    dispatch_accuracy_seconds: float = Field(default=10.0, gt=0, le=60)
    dispatch_loads_kept_seconds: float = Field(default=2.0, ge=0, le=3600)
    dispatch_loads_most: int = Field(default=1000, ge=1, le=100_000)
    dispatch_figures_cases: int = Field(default=500_000, ge=1)
    dispatch_figures_groups: int = Field(default=400, ge=1, le=10_000)
    dispatch_export_csv_rows: int = Field(default=200_000, ge=1)
    dispatch_export_xlsx_rows: int = Field(default=20_000, ge=1, le=1_000_000)
