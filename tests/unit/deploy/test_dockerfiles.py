"""The five Dockerfiles are one but for the service's name, and take everything from the lock."""

import subprocess
import sys
from pathlib import Path

import pytest
from localstack.services import SERVICES

_ROOT = Path(__file__).resolve().parents[3]
_NAMES = [service.name for service in SERVICES]


def _dockerfile(name: str) -> str:
    return (_ROOT / "services" / name / "Dockerfile").read_text(encoding="utf-8")


def _locked(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "deploy/images/locked.py", *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", _NAMES)
def test_dockerfiles_differ_by_the_name_only(name: str) -> None:
    assert _dockerfile(name).replace(name, "intake") == _dockerfile("intake")


@pytest.mark.parametrize("name", _NAMES)
def test_a_dockerfile_copies_no_sibling(name: str) -> None:
    copied = [line for line in _dockerfile(name).splitlines() if line.startswith("COPY")]
    assert not [line for line in copied for other in _NAMES if other != name and other in line]
    assert "services services" not in " ".join(copied)


def test_what_a_service_asks_for_is_pinned_and_hashed_with_its_extras() -> None:
    told = _locked("services/notification/pyproject.toml", "libs/chassis/pyproject.toml").stdout
    entries = [line for line in told.splitlines() if not line.startswith(" ")]
    assert all("==" in entry for entry in entries)
    assert told.count("--hash=sha256:") >= len(entries)
    for wanted in ("uvicorn[standard]==", "pyjwt[crypto]==", "jinja2==", "aiosmtplib=="):
        assert wanted in told
    assert "aftersales" not in told


def test_what_the_lock_lacks_is_refused() -> None:
    refused = _locked("no-such-package")
    assert refused.returncode == 1
    assert "make lock" in refused.stderr
