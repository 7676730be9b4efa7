"""The policy of figures: its calendar, its buckets, and mistakes told with their place."""

from pathlib import Path

import pytest
from dispatch.adapters.figures_policy import figures_policy
from dispatch.adapters.policy_build import PolicyError

from tests.unit.dispatch.builders import policy

SHIPPED = "id: x\nversion: 1\n"


def written(directory: Path, text: str) -> Path:
    path = directory / "figures.yaml"
    path.write_text(SHIPPED + text, encoding="utf-8")
    return path


def test_the_shipped_one_goes_by_the_front_desk_hours() -> None:
    shipped = figures_policy(policy("default"))
    assert (shipped.calendar.timezone, shipped.calendar.name) == ("Asia/Shanghai", "office")
    assert shipped.backlog_hours == (8, 24, 72, 168, 336, 720)


def test_a_calendar_of_the_policy_may_be_named(tmp_path: Path) -> None:
    named = figures_policy(policy("default"), written(tmp_path, "calendar: around_the_clock\nbacklog_hours: [1]\n"))
    assert named.calendar.is_continuous


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("calendar: moon\nbacklog_hours: [1]\n", "calendar"),
        ("backlog_hours: [2, 1]\n", "backlog_hours must rise"),
        ("backlog_hours: [1, 1]\n", "backlog_hours must rise"),
        ("backlog_hours: []\n", "backlog_hours"),
        ("backlog_hours: [0]\n", "backlog_hours.0"),
        ("backlog_hours: [1]\nmore: 1\n", "more"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(PolicyError, match=place):
        figures_policy(policy("default"), written(tmp_path, text))
