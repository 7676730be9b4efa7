"""Settings that every service has, read from the environment (prefix `AFTERSALES_`), else from secret files."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis.secret_files import secret_files


class ServiceSettings(BaseSettings):
    """Connections, authentication and limits of one service process. Durations are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="AFTERSALES_", extra="ignore")

    service_host: str = "127.0.0.1"
    service_port: int = 8000
    mongodb_url: SecretStr = SecretStr("mongodb://127.0.0.1:27017/?directConnection=true")
    mongodb_database: str | None = None
    amqp_url: SecretStr = SecretStr("amqp://guest:guest@127.0.0.1:5672/")

    auth_key_file: Path | None = None
    auth_jwks_url: str | None = None
    auth_issuer: str = "aftersales-local"
    auth_audience: str = "aftersales"
    auth_leeway: float = 5.0
    auth_roles_claim: str = "roles"
    api_keys_file: Path | None = None

    body_limit: int = 1_048_576
    group_commit_size: int = 256
    group_commit_flushes: int = 1
    storage_patience: float = 10.0
    relay_window: int = 50
    relay_batch_events: int = 64
    relay_batch_bytes: int = 262_144
    relay_gather: float = Field(default=0.05, ge=0, le=1)
    relay_tidy: float = Field(default=0.2, ge=0, le=1)
    outbox_sweep_interval: float = 1.0
    outbox_sweep_age: float = 2.0
    lease: float = 8.0
    timer_interval: float = 0.25
    timer_page: int = 200
    publish_timeout: float = 5.0
    prefetch: int = Field(default=32, ge=1, le=500)
    delivery_limit: int = 100
    broker_namespace: str = Field(default="", max_length=100)
    inbox_retention_days: int = 30
    drain_timeout: float = 15.0
    migration_lease: float = Field(default=30.0, gt=0)
    sample_interval: float = Field(default=15.0, gt=0)

    log_level: str = "INFO"
    otlp_endpoint: Annotated[str | None, BeforeValidator(lambda given: given or None)] = None
    trace_ratio: float = Field(default=1.0, ge=0, le=1)
    public_url: str = "http://127.0.0.1:8001"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class names it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, the environment, secret files, in this order."""
        return init_settings, env_settings, secret_files(settings_cls)
