"""What the API shows of rulesets; `version` is what If-Match wants, `number` the ruleset's own version."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from chassis.documents import Stored
from pydantic import BaseModel, Field

from dispatch.adapters.ruleset_yaml import ruleset_data
from dispatch.domain.classification import Ruleset
from dispatch.domain.policy import Policy
from dispatch.domain.rulesets.known_names import unknown_names
from dispatch.domain.rulesets.record import RulesetRecord, RulesetStatus, Signed


class RulesetLine(BaseModel):
    """A ruleset in a list; `number` null until it is published."""

    id: str
    version: int
    name: str
    number: int | None
    status: RulesetStatus
    rules: int
    note: str
    based_on: str | None
    sha256: str
    created: Signed
    changed: Signed
    published: Signed | None
    retired: Signed | None


class RulesetView(RulesetLine):
    """A whole ruleset. `unknown_names` are teams and service levels that keep it from being published."""

    confidence_threshold: float
    teams: dict[str, str]
    unknown_names: tuple[str, ...]
    content: dict[str, object] = Field(description="The rules as JSON; the export has them as YAML")


class InForceView(BaseModel):
    """The ruleset in force, as this replica uses it."""

    id: str
    ruleset: str
    number: int
    sha256: str
    since: datetime
    by: str
    confidence_threshold: float
    rules: int
    teams: dict[str, str]


def ruleset_line(stored: Stored[RulesetRecord]) -> RulesetLine:
    """What a list needs."""
    return RulesetLine.model_validate(_line(stored))


def ruleset_view(stored: Stored[RulesetRecord], ruleset: Ruleset, policy: Policy) -> RulesetView:
    """The record with its rules, which were read out of its text."""
    more = {
        "confidence_threshold": ruleset.scoring.confidence_threshold,
        "teams": teams_of(ruleset),
        "unknown_names": unknown_names(ruleset, policy),
        "content": cast("Mapping[str, object]", ruleset_data(stored.state.text.source)),
    }
    return RulesetView.model_validate({**_line(stored), **more})


def teams_of(ruleset: Ruleset) -> dict[str, str]:
    """The team that answers for each category."""
    return {category.value: team for category, team in ruleset.teams.items()}


def _line(stored: Stored[RulesetRecord]) -> dict[str, object]:
    state = stored.state
    return {
        "id": stored.id,
        "version": stored.version,
        "name": state.text.name,
        "number": state.number,
        "status": state.status,
        "rules": state.text.rules,
        "note": state.note,
        "based_on": state.based_on,
        "sha256": state.text.digest,
        "created": state.created,
        "changed": state.changed,
        "published": state.published,
        "retired": state.retired,
    }
