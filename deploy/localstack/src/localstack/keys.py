"""Keys that the stack makes for itself on first use; only their owner may read them."""

import secrets
from pathlib import Path

from localstack.home import Home

_KEY_BYTES = 48


def auth_key_file(home: Home) -> Path:
    """The HS256 key that signs local tokens: printable, without a line end."""
    return _key(home, "auth.key")


def tracking_key_file(home: Home) -> Path:
    """The key behind customers' tracking and survey links."""
    return _key(home, "tracking.key")


def _key(home: Home, name: str) -> Path:
    file = home.keys / name
    if not file.exists():
        draft = file.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(_KEY_BYTES))
        draft.replace(file)
    return file
