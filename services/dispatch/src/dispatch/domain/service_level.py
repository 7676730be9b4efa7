"""Limits as frozen into an assignment: how long each step may take, who is reminded and who hears of a delay (M9)."""

from dataclasses import dataclass

from dispatch.domain.frozen_calendar import FrozenCalendar
from dispatch.domain.words import Step


@dataclass(frozen=True, slots=True)
class Escalation:
    """One rung of the chain: at `at` times the limit the delay is told to `to`, an address."""

    at: float
    to: str


@dataclass(frozen=True, slots=True)
class StepLevel:
    """The limit of one step in seconds of `calendar`, counted for `team`; `owner` is the address that P1 names.

    `reminders` are fractions of the limit below 1, rising; `escalations` rise from 1.
    """

    step: Step
    team: str
    owner: str
    limit_seconds: int
    calendar: FrozenCalendar
    reminders: tuple[float, ...]
    escalations: tuple[Escalation, ...]


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The steps that this case can meet, from one version of a policy."""

    policy: str
    policy_version: int
    steps: tuple[StepLevel, ...]

    def of(self, step: Step) -> StepLevel:
        """Raises `KeyError` for a step that was not foreseen."""
        for level in self.steps:
            if level.step == step:
                return level
        raise KeyError(step)
