"""One version of the rules from draft to retirement, and the ruleset in force (R2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dispatch.domain.rulesets.errors import RulesetFixed, RulesetStillInForce

RulesetStatus = Literal["draft", "published", "retired"]


@dataclass(frozen=True, slots=True)
class RulesText:
    """The rules as their author wrote them, in YAML; `name` is what they call themselves, `rules` how many they are.

    `digest` is the SHA-256 of the source, hexadecimal.
    """

    name: str
    source: str
    digest: str
    rules: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RulesetRecord:
    """A ruleset. `number` is its version, given when it is published; from then on its text never changes.

    `fixed_for` is the version as which a draft is being published. It holds the text while the decision is taken and
    means nothing once that version is another ruleset's.
    """

    status: RulesetStatus
    text: RulesText
    note: str
    created: Signed
    changed: Signed
    based_on: str | None = None
    number: int | None = None
    fixed_for: int | None = None
    published: Signed | None = None
    retired: Signed | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The one ruleset that classifies: whoever writes this document next decides which. Holds the text itself.

    So a replica reads one document and never meets half of a publication.
    """

    ruleset_id: str
    number: int
    text: RulesText
    since: Signed
    previous: str | None = None


def draft(text: RulesText, note: str, by: str, now: datetime, based_on: str | None = None) -> RulesetRecord:
    """A new draft."""
    return RulesetRecord("draft", text, note, created=Signed(by, now), changed=Signed(by, now), based_on=based_on)


def revise(
    record: RulesetRecord,
    ruleset_id: str,
    text: RulesText,
    note: str | None,
    in_force: InForce,
    by: str,
    now: datetime,
) -> RulesetRecord:
    """Another text for a draft. Raises `RulesetFixed`."""
    _require_free_draft(record, ruleset_id, in_force)
    return replace(record, text=text, note=note or record.note, changed=Signed(by, now), fixed_for=None)


def fix(record: RulesetRecord, ruleset_id: str, in_force: InForce) -> RulesetRecord:
    """The draft holds still, to be published as the next version. Raises `RulesetFixed`."""
    if record.status != "draft" or in_force.ruleset_id == ruleset_id:
        raise RulesetFixed(status=record.status)
    return replace(record, fixed_for=in_force.number + 1)


def take_force(in_force: InForce, ruleset_id: str, text: RulesText, by: str, now: datetime) -> InForce:
    """The next ruleset takes the place of the present one."""
    return InForce(ruleset_id, in_force.number + 1, text, Signed(by, now), previous=in_force.ruleset_id)


def publish(record: RulesetRecord, in_force: InForce) -> RulesetRecord:
    """What the decision made of a draft; the same again changes nothing."""
    if record.status != "draft" or record.fixed_for != in_force.number:
        return record
    return replace(
        record,
        status="published",
        text=in_force.text,
        number=in_force.number,
        fixed_for=None,
        published=in_force.since,
    )


def retire(record: RulesetRecord, ruleset_id: str, in_force: InForce, by: str, now: datetime) -> RulesetRecord:
    """A draft is given up. Raises `RulesetStillInForce`, `RulesetFixed`."""
    if ruleset_id == in_force.ruleset_id:
        raise RulesetStillInForce(number=str(in_force.number))
    _require_free_draft(record, ruleset_id, in_force)
    return replace(record, status="retired", retired=Signed(by, now), fixed_for=None)


def follow(record: RulesetRecord, in_force: InForce) -> RulesetRecord:
    """Another version has taken the place of a published one; the same again changes nothing."""
    if record.status != "published":
        return record
    return replace(record, status="retired", retired=in_force.since)


def _require_free_draft(record: RulesetRecord, ruleset_id: str, in_force: InForce) -> None:
    if record.status != "draft":
        raise RulesetFixed(status=record.status)
    if ruleset_id == in_force.ruleset_id or (record.fixed_for is not None and record.fixed_for > in_force.number):
        raise RulesetFixed(status="being published")
