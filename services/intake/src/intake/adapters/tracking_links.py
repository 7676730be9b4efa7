"""Customers' links: unguessable, bound to one case, nothing stored (attack 6, 11)."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from pathlib import Path

MAC_BYTES = 20
_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{40})")


class TrackingLinks:
    """Signs case ids with the installation's secret; links signed with an `older` one open their case as well."""

    def __init__(self, secret: bytes, public_url: str, older: Sequence[bytes] = ()) -> None:
        self._keys = [hashlib.blake2b(known).digest() for known in (secret, *older)]
        self._public_url = public_url.rstrip("/")

    def token(self, case_id: str) -> str:
        """The part of the link that proves it."""
        return f"{case_id}.{_mac(case_id, self._keys[0])}"

    def address(self, path: str) -> str:
        """The whole link of a `path`."""
        return self._public_url + path

    def path(self, case_id: str) -> str:
        """The link without the address of the installation."""
        return f"/v1/track/{self.token(case_id)}"

    def case_of(self, token: str) -> str | None:
        """The case that a token opens, None for a forged one; in constant time."""
        matched = _TOKEN.fullmatch(token)
        if matched is None:
            return None
        case_id, mac = matched.groups()
        fits = [hmac.compare_digest(mac, _mac(case_id, key)) for key in self._keys]
        return case_id if any(fits) else None


def _mac(case_id: str, key: bytes) -> str:
    """Keyed BLAKE2b (RFC 7693, section 2.9), a MAC by itself."""
    return hashlib.blake2b(case_id.encode(), digest_size=MAC_BYTES, key=key, person=b"tracking link").hexdigest()


def load_secrets(path: Path) -> list[bytes]:
    """The secrets from their file, one a line, the one that signs first; raises ValueError when one is too short to
    protect anything."""
    secrets = [line.strip() for line in path.read_bytes().splitlines() if line.strip()]
    if not secrets or min(map(len, secrets)) < MAC_BYTES:
        raise ValueError(f"a tracking key in {path.name} must have at least {MAC_BYTES} bytes")
    return secrets
