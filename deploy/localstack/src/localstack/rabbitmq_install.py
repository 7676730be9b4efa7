"""Where the RabbitMQ server is, and how to get it on Debian and Ubuntu."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from localstack.errors import BackendUnavailableError

# Debian's wrapper in /usr/sbin switches to the user rabbitmq; the script below lib runs as whoever calls it.
_SERVER_SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_WRAPPERS = Path("/usr/sbin")
_INSTALL_S = 900.0
_POLICY = "#!/bin/sh\nexit 101\n"


def find_server(script: Path = _SERVER_SCRIPT) -> Path | None:
    """The packaged server script, else a ``rabbitmq-server`` on PATH that is no user-switching wrapper."""
    if script.is_file():
        return script
    on_path = shutil.which("rabbitmq-server")
    return Path(on_path) if on_path and Path(on_path).parent != _WRAPPERS else None


def run_logged(command: Sequence[str]) -> bool:
    """Run a package command without questions; whether it succeeded. Its output goes to the caller's terminal."""
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=settings, check=False, timeout=_INSTALL_S).returncode == 0


@dataclass(frozen=True)
class AptInstaller:
    """Installs the distribution's package without leaving its system service running.

    The members are the parts of the system that it touches, so that a test can stand in for them.
    """

    run: Callable[[Sequence[str]], bool] = run_logged
    service_policy: Path = Path("/usr/sbin/policy-rc.d")
    systemd: Path = Path("/run/systemd/system")
    lock: Path = Path(tempfile.gettempdir()) / f"aftersales-install-{os.getuid()}.lock"

    @staticmethod
    def applies() -> bool:
        """Root on a system with apt."""
        return os.geteuid() == 0 and shutil.which("apt-get") is not None

    def install(self, find: Callable[[], Path | None] = find_server) -> Path:
        """Install and return the server script; ``BackendUnavailableError`` if the package manager fails."""
        with self.lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            installed = find()
            if installed:
                return installed
            self._install_package()
            server = find()
        if server is None:
            raise BackendUnavailableError("apt-get could not install rabbitmq-server; see its messages above")
        return server

    def _install_package(self) -> None:
        own_policy = not self.service_policy.exists()
        if own_policy:
            self.service_policy.write_text(_POLICY)
            self.service_policy.chmod(0o755)
        try:
            package = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends")
            # The lists are renewed only when the first attempt finds no package, or an outdated one.
            if not self.run((*package, "rabbitmq-server")):
                self.run(("apt-get", "-o", "DPkg::Lock::Timeout=300", "update"))
                self.run((*package, "rabbitmq-server"))
        finally:
            if own_policy:
                self.service_policy.unlink(missing_ok=True)
        if self.systemd.is_dir():
            self.run(("systemctl", "disable", "--now", "rabbitmq-server.service"))
