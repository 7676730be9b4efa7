"""Secrets of the suite in containers: made once, handed to those who need them, renewed one by one."""

import importlib.util
import stat
from pathlib import Path
from types import ModuleType

import pytest

_TOOL = Path(__file__).resolve().parents[3] / "deploy" / "compose" / "tools" / "make_secrets.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_secrets", _TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def places(tool: ModuleType, tmp_path: Path) -> tuple[Path, Path]:
    master, consumers = tmp_path / "master", tmp_path / "for"
    master.mkdir()
    for consumer in tool.handed_out(dict.fromkeys(tool.MAKERS, "x")):
        (consumers / consumer).mkdir(parents=True)
    return master, consumers


def _contents(directory: Path) -> dict[str, str]:
    return {str(file.relative_to(directory)): file.read_text() for file in directory.rglob("*") if file.is_file()}


def test_a_second_run_changes_nothing(tool: ModuleType, places: tuple[Path, Path]) -> None:
    master, consumers = places
    assert sorted(tool.make(master, consumers)) == sorted(tool.MAKERS)
    before = _contents(master) | _contents(consumers)
    assert tool.make(master, consumers) == []
    assert _contents(master) | _contents(consumers) == before
    assert len(set(_contents(master).values())) == len(tool.MAKERS)
    assert all(stat.S_IMODE((master / name).stat().st_mode) == 0o400 for name in tool.MAKERS)


def test_nobody_gets_what_is_anothers(tool: ModuleType, places: tuple[Path, Path]) -> None:
    master, consumers = places
    tool.make(master, consumers)
    root = (master / "mongo_root_password").read_text()
    tracking = (master / "tracking_key").read_text()
    for service in tool.SERVICES:
        own = (master / f"mongo_{service}_password").read_text()
        for other in tool.SERVICES:
            has = any(own in text for text in _contents(consumers / other).values())
            assert has == (other == service)
        files = _contents(consumers / service)
        assert not any(root in text for text in files.values())
        assert any(tracking in text for text in files.values()) == (service == "intake")


def test_one_secret_is_renewed_alone(tool: ModuleType, places: tuple[Path, Path]) -> None:
    master, consumers = places
    tool.make(master, consumers)
    before = _contents(master)
    assert tool.make(master, consumers, frozenset({"mongo_intake_password"})) == ["mongo_intake_password"]
    after = _contents(master)
    assert {name for name in after if after[name] != before[name]} == {"mongo_intake_password"}
    assert after["mongo_intake_password"] in (consumers / "intake" / "aftersales_mongodb_url").read_text()


def test_what_a_killed_run_left_is_completed(tool: ModuleType, places: tuple[Path, Path]) -> None:
    master, consumers = places
    tool.make(master, consumers)
    (consumers / "rabbitmq" / "rabbitmq_password").unlink()
    (master / "auth_key.draft").write_text("half")
    assert tool.make(master, consumers) == []
    assert (consumers / "rabbitmq" / "rabbitmq_password").read_text() == (master / "rabbitmq_password").read_text()
