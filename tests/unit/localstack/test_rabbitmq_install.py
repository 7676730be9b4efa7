"""Installing the broker's package: only when missing, lists renewed only when needed, no service left running."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from localstack.errors import BackendUnavailableError
from localstack.rabbitmq_install import AptInstaller, find_server


class _System:
    """A package manager that installs a server script once its lists are fresh enough."""

    def __init__(self, root: Path, *, stale_lists: bool = False, broken: bool = False) -> None:
        self.script = root / "rabbitmq-server"
        self.policy = root / "policy-rc.d"
        self.systemd = root / "systemd"
        self.calls: list[str] = []
        self.policies: list[str | None] = []
        self._stale = stale_lists
        self._broken = broken

    def run(self, command: Sequence[str]) -> bool:
        action = next(word for word in command if word in {"install", "update", "disable"})
        self.calls.append(action)
        self.policies.append(self.policy.read_text() if self.policy.exists() else None)
        if action == "update":
            self._stale = False
        elif action == "install":
            if self._stale or self._broken:
                return False
            self.script.touch()
        return True

    def find(self) -> Path | None:
        return find_server(self.script) if self.script.exists() else None

    @property
    def installer(self) -> AptInstaller:
        return AptInstaller(self.run, self.policy, self.systemd, self.script.parent / "lock")


def test_fresh_lists_need_no_update_and_no_service_starts(tmp_path: Path) -> None:
    system = _System(tmp_path)
    assert system.installer.install(system.find) == system.script
    assert system.calls == ["install"]
    assert system.policies[0], "services are kept from starting during the installation"
    assert "exit 101" in system.policies[0]
    assert not system.policy.exists(), "and only then"


def test_stale_lists_are_renewed_once(tmp_path: Path) -> None:
    system = _System(tmp_path, stale_lists=True)
    assert system.installer.install(system.find) == system.script
    assert system.calls == ["install", "update", "install"]


def test_an_existing_policy_is_kept(tmp_path: Path) -> None:
    system = _System(tmp_path)
    system.policy.write_text("#!/bin/sh\nexit 0\n")
    system.installer.install(system.find)
    assert system.policy.read_text() == "#!/bin/sh\nexit 0\n"


def test_the_system_service_is_disabled_where_systemd_runs(tmp_path: Path) -> None:
    system = _System(tmp_path)
    system.systemd.mkdir()
    system.installer.install(system.find)
    assert system.calls == ["install", "disable"]


def test_whoever_waited_for_another_installation_finds_its_result(tmp_path: Path) -> None:
    system = _System(tmp_path)
    system.script.touch()
    assert system.installer.install(system.find) == system.script
    assert system.calls == []


def test_a_failing_package_manager_is_said(tmp_path: Path) -> None:
    system = _System(tmp_path, broken=True)
    with pytest.raises(BackendUnavailableError, match="rabbitmq-server"):
        system.installer.install(system.find)
    assert not system.policy.exists()


@pytest.mark.parametrize("directory", ["/usr/sbin", "/usr/local/bin"])
def test_the_user_switching_wrapper_is_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directory: str
) -> None:
    on_path: Callable[[str], str] = lambda name: f"{directory}/{name}"  # noqa: E731
    monkeypatch.setattr("localstack.rabbitmq_install.shutil.which", on_path)
    expected = None if directory == "/usr/sbin" else Path("/usr/local/bin/rabbitmq-server")
    assert find_server(tmp_path / "missing") == expected
