"""Which row of the service level holds for a case, and the frozen levels that follow from it."""

from dataclasses import dataclass
from functools import lru_cache

from dispatch.domain.policy import LevelRow, Policy, Team
from dispatch.domain.service_level import Escalation, ServiceLevel, StepLevel
from dispatch.domain.words import CategoryName, Grade, Kind, LevelName, Step

_FRONT_DESK_STEPS: frozenset[Step] = frozenset({"01", "03"})


@dataclass(frozen=True, slots=True)
class LevelKey:
    """What a row may ask for."""

    severity: LevelName
    category: CategoryName
    grade: Grade
    kind: Kind
    service_level: str | None = None


def select_row(policy: Policy, step: Step, key: LevelKey) -> LevelRow:
    """The most specific row that fits.

    A row for the service level that a rule named comes before all others. Then a row that fixes more properties wins;
    among equals severity outranks category, category grade, grade kind; among those the earlier row.

    Raises `KeyError` when the policy has none for the step, which loading excludes.
    """
    fitting = [row for row in policy.rows if row.step == step and _fits(row, key)]
    if not fitting:
        raise KeyError(step)
    return max(fitting, key=specificity)


def specificity(row: LevelRow) -> tuple[bool, int, tuple[bool, ...]]:
    """Whether a row is for a named service level, how many properties it fixes, then which, the weightiest first."""
    fixed = tuple(value is not None for value in (row.severity, row.category, row.grade, row.kind))
    return row.service_level is not None, sum(fixed), fixed


@lru_cache(maxsize=8192)
def freeze_levels(policy: Policy, key: LevelKey, team_name: str, classified: bool) -> ServiceLevel:
    """The levels of every step that a case of this class can still meet on its team's line."""
    team = policy.team(team_name)
    line: tuple[Step, ...] = ("02B", "reply", "03") if team.step == "02B" else (team.step, "03")
    steps = line if classified else ("01", *line)
    return ServiceLevel(
        policy=policy.id,
        policy_version=policy.version,
        steps=tuple(_step_level(policy, step, key, team) for step in steps),
    )


def _step_level(policy: Policy, step: Step, key: LevelKey, line: Team) -> StepLevel:
    row = select_row(policy, step, key)
    at_front_desk = step in _FRONT_DESK_STEPS
    team = policy.teams[policy.front_desk_team] if at_front_desk else line
    return StepLevel(
        step=step,
        team=team.id,
        owner=policy.front_desk_owner if at_front_desk else team.owner,
        limit_seconds=row.limit_seconds,
        calendar=row.calendar,
        reminders=row.reminders,
        escalations=tuple(Escalation(at, team.authorities[authority]) for at, authority in row.escalations),
    )


def _fits(row: LevelRow, key: LevelKey) -> bool:
    return (
        row.severity in (None, key.severity)
        and row.category in (None, key.category)
        and row.grade in (None, key.grade)
        and row.kind in (None, key.kind)
        and row.service_level in (None, key.service_level)
    )
