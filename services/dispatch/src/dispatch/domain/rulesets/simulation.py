"""What would other rules have made of past cases? Judged by the function that classifies new ones."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.assignment import Assignment
from dispatch.domain.classification import Facts
from dispatch.domain.classified import Classification
from dispatch.domain.rulesets.judgement import judgement
from dispatch.domain.words import CategoryName, LevelName

Classify = Callable[[Facts], Classification]
ReadFacts = Callable[[Assignment, str], Facts]
"""Facts of a case with a description."""


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as the rules read it, what they decided then, and the true category where people know it."""

    case_id: str
    number: str
    opened_at: datetime
    facts: Facts
    before: Classification
    truth: CategoryName | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision in short; `sure` false is the manual queue."""

    category: CategoryName
    severity: LevelName
    urgency: LevelName
    team: str
    service_level: str | None
    tags: tuple[str, ...]
    sure: bool
    confidence: float
    rule: str | None
    ruleset: str | None
    ruleset_version: int | None


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case that would be decided otherwise."""

    case_id: str
    number: str
    opened_at: datetime
    truth: CategoryName | None
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Simulation:
    """`matrix` counts cases by category then and now, unchanged ones included. `judged` are the cases whose truth is
    known; `right` are those of them whose category is the true one, be the decision sure or not.
    """

    cases: int
    changed: tuple[CaseChange, ...]
    matrix: Mapping[tuple[CategoryName, CategoryName], int]
    manual_before: int
    manual_after: int
    judged: int
    right_before: int
    right_after: int


def past_case(assignment: Assignment, read: ReadFacts) -> PastCase | None:
    """The case with the description that stood when the rules last read it; None where they never did."""
    judged = judgement(assignment)
    if judged is None:
        return None
    decided = judged.decided
    texts = [box for box in assignment.boxes if box.box == "description"]
    read_then = [box for box in texts if box.signed_at <= decided.at] or texts[:1]
    return PastCase(
        case_id=assignment.case.id,
        number=assignment.case.number,
        opened_at=assignment.opened_at,
        facts=read(assignment, read_then[-1].text if read_then else ""),
        before=decided,
        truth=judged.truth,
    )


def simulate(cases: Iterable[PastCase], classify: Classify) -> Simulation:
    """Classify every case anew and compare."""
    changed: list[CaseChange] = []
    matrix: Counter[tuple[CategoryName, CategoryName]] = Counter()
    count: Counter[str] = Counter()
    for case in cases:
        before, after = verdict(case.before), verdict(classify(case.facts))
        matrix[before.category, after.category] += 1
        count["cases"] += 1
        count["manual_before"] += not before.sure
        count["manual_after"] += not after.sure
        count["judged"] += case.truth is not None
        count["right_before"] += before.category == case.truth
        count["right_after"] += after.category == case.truth
        if _differs(before, after):
            changed.append(CaseChange(case.case_id, case.number, case.opened_at, case.truth, before, after))
    return Simulation(
        cases=count["cases"],
        changed=tuple(changed),
        matrix=dict(matrix),
        manual_before=count["manual_before"],
        manual_after=count["manual_after"],
        judged=count["judged"],
        right_before=count["right_before"],
        right_after=count["right_after"],
    )


def verdict(made: Classification) -> Verdict:
    """What of a class is compared and shown."""
    return Verdict(
        category=made.category,
        severity=made.severity,
        urgency=made.urgency,
        team=made.team,
        service_level=made.service_level,
        tags=made.tags,
        sure=made.sure,
        confidence=made.confidence,
        rule=made.rule,
        ruleset=made.ruleset,
        ruleset_version=made.ruleset_version,
    )


def _differs(before: Verdict, after: Verdict) -> bool:
    def outcome(one: Verdict) -> tuple[object, ...]:
        return one.category, one.severity, one.urgency, one.team, one.service_level, one.sure, frozenset(one.tags)

    return outcome(before) != outcome(after)
