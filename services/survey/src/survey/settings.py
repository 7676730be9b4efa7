"""Settings of the survey service, read from the environment (prefix `AFTERSALES_`)."""

from pathlib import Path

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Those of every service, and `AFTERSALES_SURVEY_POLICY_FILE`: a policy that replaces the shipped default."""

    survey_policy_file: Path | None = None
