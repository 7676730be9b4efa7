"""What an image holds: one service, what it needs, nobody's build tools, no sibling."""

import json
import subprocess

import pytest
from localstack.services import SERVICES

from tests.support.compose import Compose

_NAMES = [service.name for service in SERVICES]
_LOOK = """
import importlib.metadata, importlib.util, json, os, shutil
tools = ["pip", "pip3", "uv", "hatchling", "gcc", "g++", "cc", "ld", "make"]
modules = ["pip", "setuptools", "wheel", "ensurepip", "hatchling", "uv", "pytest", "mypy", "ruff", "localstack"]
print(json.dumps({
    "packages": sorted(d.metadata["Name"] for d in importlib.metadata.distributions()),
    "tools": [t for t in tools if shutil.which(t)],
    "modules": [m for m in modules if importlib.util.find_spec(m)],
    "uid": os.getuid(),
}))
"""
_SHARED = {"aftersales-chassis", "aftersales-contracts", "aftersales-worktime"}
_DEVELOPMENT = {"hypothesis", "mypy", "pytest", "ruff", "schemathesis", "testcontainers", "uv", "hatchling", "rich"}
_OWN = {
    "aiosmtplib": {"notification"},
    "jinja2": {"dispatch", "notification"},
    "opencc-python-reimplemented": {"dispatch"},
}
"""Third-party packages that only some services ask for."""


def _docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("name", _NAMES)
def test_an_image_has_its_own_service_and_nothing_else(compose: Compose, name: str) -> None:
    image = compose.image(name)
    sandbox = ("--rm", "--network", "none", "--read-only", "--cap-drop", "ALL")
    seen = json.loads(_docker("run", *sandbox, "--entrypoint", "python", image, "-c", _LOOK))

    packages = {package.lower() for package in seen["packages"]}
    assert {package for package in packages if package.startswith("aftersales")} == _SHARED | {f"aftersales-{name}"}
    assert not packages & _DEVELOPMENT
    for package, users in _OWN.items():
        assert (package in packages) == (name in users), package
    assert (seen["tools"], seen["modules"], seen["uid"]) == ([], [], 10001)


@pytest.mark.parametrize("name", _NAMES)
def test_an_image_says_how_it_is_run_and_watched(compose: Compose, name: str) -> None:
    config = json.loads(_docker("image", "inspect", compose.image(name)))[0]["Config"]
    assert config["User"] == "10001:10001"
    assert config["Healthcheck"]["Test"] == ["CMD", "python", "-m", "chassis.probe"]
    assert config["Entrypoint"] == ["python", "-m", name]


@pytest.mark.parametrize("name", _NAMES)
def test_a_running_service_can_write_nowhere_and_gain_nothing(compose: Compose, name: str) -> None:
    for container in compose.containers(name):
        found = json.loads(_docker("inspect", container))[0]
        host = found["HostConfig"]
        assert host["ReadonlyRootfs"]
        assert host["CapDrop"] == ["ALL"]
        assert "no-new-privileges:true" in host["SecurityOpt"]
        assert host["Memory"] > 0
        assert host["NanoCpus"] > 0
        secrets = [mount for mount in found["Mounts"] if mount["Destination"] == "/run/secrets"]
        assert [mount["RW"] for mount in secrets] == [False]
        environment = " ".join(found["Config"]["Env"])
        assert "mongodb://" not in environment
        assert "amqp://" not in environment


@pytest.mark.parametrize("name", _NAMES)
def test_a_service_reads_its_own_database_only(compose: Compose, name: str) -> None:
    other = _NAMES[_NAMES.index(name) - 1]
    script = (
        "import pathlib, pymongo\n"
        "c = pymongo.MongoClient(pathlib.Path('/run/secrets/aftersales_mongodb_url').read_text())\n"
        f"c['aftersales_{name}'].list_collection_names()\n"
        "try:\n"
        f"    c['aftersales_{other}'].list_collection_names()\n"
        "except pymongo.errors.OperationFailure as e:\n"
        "    print(e.code)\n"
    )
    assert compose.compose("exec", "-T", name, "python", "-c", script).strip() == "13"
