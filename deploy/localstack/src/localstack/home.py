"""The directory of one stack: everything it writes lies below it."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "AFTERSALES_HOME"
_REPOSITORY = Path(__file__).resolve().parents[4]
_TMPFS = Path("/dev/shm")  # noqa: S108 - wanted: data that need not outlive the machine
_TMPFS_ROOM = 2 * 1024**3


@dataclass(frozen=True)
class Home:
    """Paths of one stack; two stacks with different roots never touch each other."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> "Home":
        """The home at ``root``, created if missing and closed to other users (it holds keys and passwords)."""
        resolved = root.expanduser().resolve()
        resolved.mkdir(parents=True, exist_ok=True)
        resolved.chmod(0o700)
        return cls(resolved)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Home":
        """``AFTERSALES_HOME``, else ``.aftersales`` beside the sources."""
        return cls.at(Path(environment.get(HOME_VARIABLE) or _REPOSITORY / ".aftersales"))

    @property
    def digest(self) -> str:
        """A short name of this home for what must lie outside it."""
        return hashlib.sha256(str(self.root).encode()).hexdigest()[:16]

    @property
    def state_file(self) -> Path:
        return self.root / "stack.json"

    @property
    def lock_file(self) -> Path:
        return self.root / "stack.lock"

    @property
    def logs(self) -> Path:
        return self._directory("logs")

    def rotate_logs(self) -> None:
        """Keep the logs of the run before this one as ``<name>.log.1``."""
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".log.1"))

    @property
    def mail(self) -> Path:
        return self._directory("mail")

    @property
    def keys(self) -> Path:
        return self._directory("keys")

    @property
    def broker(self) -> Path:
        """Configuration, cookie and password of the broker."""
        return self._directory("broker")

    @property
    def volatile(self) -> tuple[Path, ...]:
        """Where data lie that need not outlive the run, best first: in memory, below the home."""
        return (_TMPFS / f"aftersales-{self.digest}", self.root / "volatile")

    def data(self, name: str, *, in_memory: bool) -> Path:
        """The data directory of the backend ``name``; in memory only where the system's tmpfs has room for it."""
        roomy = os.access(_TMPFS, os.W_OK) and shutil.disk_usage(_TMPFS).free >= _TMPFS_ROOM
        parent = self.volatile[0 if roomy else 1] if in_memory else self.root
        directory = parent / name / "data"
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def _directory(self, name: str) -> Path:
        directory = self.root / name
        directory.mkdir(parents=True, exist_ok=True)
        return directory
