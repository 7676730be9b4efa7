"""Policies with clocks that tests can wait for."""

from importlib.resources import files
from pathlib import Path

import yaml

from tests.e2e.suite import ENGLISH_READER

DISPATCH = Path(__file__).parent / "dispatch_policy.yaml"
SURVEY = Path(str(files("survey"))) / "policy" / "demo.yaml"


def notification_policy(directory: Path) -> Path:
    """The shipped policy; one of the responsibles reads English."""
    policy = yaml.safe_load((files("notification") / "policy" / "default.yaml").read_text(encoding="utf-8"))
    policy["directory"] = {ENGLISH_READER: {"language": "en"}}
    file = directory / "notification.yaml"
    file.write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    return file
