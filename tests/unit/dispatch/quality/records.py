"""8D records that tests start from, around the clock."""

from datetime import UTC, date, datetime, timedelta

from dispatch.domain.frozen_calendar import freeze_calendar
from dispatch.domain.quality.corrective_action import DISCIPLINES, CaseRef, CorrectiveAction, Discipline, Findings
from dispatch.domain.quality.corrective_action import OPENED as OPENED_BY_NAME
from dispatch.domain.quality.eight_d import complete_discipline, open_action
from dispatch.domain.roster import Choice
from dispatch.domain.service_level import Escalation
from dispatch.domain.stages import Stage
from worktime import AROUND_THE_CLOCK, to_spec

from tests.unit.dispatch.builders import CASE, NUMBER, OPENED, person

OWNER = person("quality1", "quality_engineer", team="quality")
MEMBER = person("rnd-pm1", "rnd_project_manager", team="rnd")
CALENDAR = freeze_calendar(to_spec(AROUND_THE_CLOCK))
CHAIN = (Escalation(1.0, "role:team_lead"), Escalation(2.0, "role:rnd_director"))
STAGES = tuple(Stage(name, 8 * 3600, CALENDAR, (0.5,), CHAIN) for name in DISCIPLINES)
TODAY = OPENED.date()
NAMED = Choice(OWNER.address, OPENED_BY_NAME)


def after(hours: float) -> datetime:
    """So many hours after the record was opened."""
    return OPENED + timedelta(hours=hours)


def told(discipline: Discipline, text: str = "found", on: date = TODAY) -> Findings:
    """What the discipline must tell, and nothing else."""
    return Findings(
        text=text,
        members=(MEMBER.address,) if discipline == "D1" else (),
        method="five_whys" if discipline == "D4" else None,
        evidence="no leak in 200 units" if discipline == "D8" else None,
        on=on.isoformat() if discipline in ("D6", "D8") else None,
    )


def opened() -> CorrectiveAction:
    """D1 is due."""
    cases = (CaseRef(CASE, NUMBER), CaseRef("case-2", "2603-000018-2"))
    return open_action(
        "8d",
        "Leaks",
        "quality",
        NAMED,
        cases,
        STAGES,
        by="staff:quality-lead",
        now=OPENED,
    )[0]


def before(discipline: Discipline | None) -> CorrectiveAction:
    """Everything before it stands, an hour for each; None: everything."""
    state, hours = opened(), 0
    while state.present not in (discipline, None):
        hours += 1
        state, _ = complete_discipline(
            state,
            state.present,
            told(state.present),
            OWNER,
            zone=UTC,
            now=after(hours),
        )
    return state
