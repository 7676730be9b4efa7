"""Settings from files, one value a file: how containers get what must not stand in an environment."""

import os
from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource

SECRETS_DIR = "AFTERSALES_SECRETS_DIR"


def secret_files(settings: type[BaseSettings]) -> PydanticBaseSettingsSource:
    """Reads `aftersales_mongodb_url` and the like from the directory in `AFTERSALES_SECRETS_DIR`, if it exists."""
    named = os.environ.get(SECRETS_DIR)
    return SecretsSettingsSource(settings, secrets_dir=named if named and Path(named).is_dir() else None)
