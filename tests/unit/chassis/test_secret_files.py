"""Settings from files: below the environment, above the defaults, none without a directory."""

from pathlib import Path

import pytest
from chassis.settings import ServiceSettings


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("AFTERSALES_MONGODB_URL", raising=False)
    monkeypatch.setenv("AFTERSALES_SECRETS_DIR", str(tmp_path))
    return tmp_path


def test_a_file_gives_a_setting_and_its_line_end_is_no_part_of_it(directory: Path) -> None:
    (directory / "aftersales_mongodb_url").write_text("mongodb://user:word@database/\n")
    assert ServiceSettings().mongodb_url.get_secret_value() == "mongodb://user:word@database/"
    assert "word" not in repr(ServiceSettings())


def test_the_environment_comes_before_a_file(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (directory / "aftersales_mongodb_url").write_text("mongodb://file/")
    monkeypatch.setenv("AFTERSALES_MONGODB_URL", "mongodb://environment/")
    assert ServiceSettings().mongodb_url.get_secret_value() == "mongodb://environment/"


def test_without_the_directory_the_defaults_stand(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERSALES_SECRETS_DIR", str(directory / "missing"))
    assert ServiceSettings().mongodb_url.get_secret_value().startswith("mongodb://127.0.0.1")
