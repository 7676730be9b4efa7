"""The shipped policies, a file of one's own, and every mistake named by its place."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from survey.adapters.policy_file import PolicyError, load_policy, read_policy, shipped_policy
from survey.settings import Settings

FRIDAY_AFTERNOON = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)  # 16:30 in Shanghai


def test_the_default_counts_office_hours() -> None:
    policy = load_policy(None)
    assert policy.reference == "default@1"
    assert policy.follow_up.limit.seconds == policy.improvement.limit.seconds == 8 * 3600
    assert policy.follow_up.limit.due(FRIDAY_AFTERNOON) == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    assert policy.follow_up.decisive_items == ("solution",)


def test_the_demo_counts_seconds_around_the_clock() -> None:
    policy = read_policy(shipped_policy("demo"), "demo.yaml")
    due = policy.improvement.limit.due(FRIDAY_AFTERNOON, 1.5)
    assert due - FRIDAY_AFTERNOON == timedelta(seconds=12)


def test_a_file_of_ones_own_replaces_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(shipped_policy("demo").replace("name: demo", "name: own"), encoding="utf-8")
    monkeypatch.setenv("AFTERSALES_SURVEY_POLICY_FILE", str(own))
    assert load_policy(Settings().survey_policy_file).name == "own"


@pytest.mark.parametrize(
    ("wrong", "right", "named"),
    [
        ("max_attempts: 3", "max_attempts: 0", "follow_up.max_attempts"),
        ("max_attempts: 3", "max_attempts: '3'", "follow_up.max_attempts"),
        ("max_attempts: 3", "max_attempts: true", "follow_up.max_attempts"),
        ("retry_seconds: 1", "retry_seconds: -1", "follow_up.retry_seconds"),
        ("addressee: role:marketing_staff", "addressee: marketing", "follow_up.addressee"),
        ("decisive_items: [solution]", "decisive_items: [price]", "'price'"),
        ("decisive_items: [solution]", "decisive_items: []", "follow_up.decisive_items"),
        ("[solution, technician, ", "[solution, solution, ", "twice"),
        ("[solution, technician, ", '["a.b", ', "follow_up.items"),
        ("[solution, technician, ", '["$where", ', "follow_up.items"),
        ("fraction: 1.5", "fraction: 1.0", "greater"),
        ("fraction: 1.5", "fraction: 0.5", "improvement.escalation"),
        ("timezone: UTC", "timezone: Mars/Olympus", "Mars/Olympus"),
        ("  week:", "  weeks:", "calendar"),
        ("default_team: sales", "default_team: sales\nsurprise: 1", "surprise"),
        ("version: 1", "version: one", "version"),
        ("name: demo", "name: [", "YAML"),
        ("name: demo", "name: ''", "name"),
    ],
)
def test_a_mistake_is_named_by_its_place(wrong: str, right: str, named: str) -> None:
    text = shipped_policy("demo")
    assert wrong in text
    with pytest.raises(PolicyError) as refusal:
        read_policy(text.replace(wrong, right, 1), "own.yaml")
    assert str(refusal.value).startswith("own.yaml: ")
    assert named in str(refusal.value)


@pytest.mark.parametrize("text", ["", "[]", "just words", "12"])
def test_a_file_that_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        read_policy(text, "own.yaml")


def test_a_calendar_without_working_time_is_refused() -> None:
    before, _, rest = shipped_policy("demo").partition("  week:\n")
    after = rest[rest.index("follow_up:") :]
    with pytest.raises(PolicyError, match="no working time"):
        read_policy(f"{before}  week: {{}}\n{after}", "own.yaml")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(tmp_path / "absent.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("name: Größe".encode("latin-1"))
    with pytest.raises(PolicyError, match="cannot be read"):
        load_policy(latin)
