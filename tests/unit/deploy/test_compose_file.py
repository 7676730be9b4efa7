"""The compose file keeps its promises: hardened, limited, one entrance, healthy in order."""

from pathlib import Path

import pytest
import yaml
from localstack.services import SERVICES
from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).resolve().parents[3] / "docker-compose.yml"
_SERVICES = [service.name for service in SERVICES]
_LASTING = [*_SERVICES, "mongo", "rabbitmq", "entrance"]


class _Service(BaseModel):
    """What is looked at; YAML merge keys are resolved by the loader."""

    model_config = ConfigDict(extra="ignore")

    image: str
    restart: str
    read_only: bool
    cap_drop: list[str]
    security_opt: list[str]
    ports: list[str] = []
    volumes: list[str] = []
    healthcheck: dict[str, object] | None = None
    depends_on: dict[str, dict[str, str]] = {}
    deploy: dict[str, object] = Field(default_factory=dict)


@pytest.fixture(scope="module")
def services() -> dict[str, _Service]:
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["services"]
    own = {name: body for name, body in loaded.items() if "extends" not in body}  # others: test_observability.py
    return {name: _Service.model_validate(body) for name, body in own.items()}


def test_everything_is_hardened(services: dict[str, _Service]) -> None:
    for name, service in services.items():
        assert (service.read_only, service.cap_drop) == (True, ["ALL"]), name
        assert service.security_opt == ["no-new-privileges:true"], name


@pytest.mark.parametrize("name", _LASTING)
def test_what_lasts_is_limited_and_started_again(services: dict[str, _Service], name: str) -> None:
    service = services[name]
    assert service.restart == "unless-stopped"
    resources = service.deploy["resources"]
    assert isinstance(resources, dict)
    assert set(resources["limits"]) >= {"cpus", "memory"}


def test_only_the_entrance_is_published(services: dict[str, _Service]) -> None:
    assert [name for name, service in services.items() if service.ports] == ["entrance"]


@pytest.mark.parametrize("name", _SERVICES)
def test_a_service_waits_for_what_it_needs_and_mounts_its_own_secrets_only(
    services: dict[str, _Service], name: str
) -> None:
    service = services[name]
    assert service.depends_on == {
        "mongo-setup": {"condition": "service_completed_successfully"},
        "rabbitmq": {"condition": "service_healthy"},
    }
    assert [volume for volume in service.volumes if volume.startswith("secrets")] == [f"secrets-{name}:/run/secrets:ro"]


def test_base_images_can_be_overridden(services: dict[str, _Service]) -> None:
    assert services["mongo"].image == "${MONGO_IMAGE:-mongo:8}"
    assert services["rabbitmq"].image == "${RABBITMQ_IMAGE:-rabbitmq:4-management}"
    assert "PYTHON_IMAGE: ${PYTHON_IMAGE:-python:3.11-slim}" in _FILE.read_text(encoding="utf-8")
