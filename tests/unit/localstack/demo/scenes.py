"""Worlds made by hand, for players, news and reckoning."""

from datetime import UTC, datetime, timedelta

from localstack.demo.cast import Cast, cast_of
from localstack.demo.deed import Scene, Story
from localstack.demo.fate import Fate
from localstack.demo.views import Assignment, Case, Classification, Escalation, Person, Product, StepRun, Team
from localstack.demo.world import World

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLAIN = Fate(
    wants_repair=False, rejects_repair=False, late_until=0, answer="satisfied", by_email=True, late_measure=False
)


def cast() -> Cast:
    """A clerk, a responsible with a lead, and two project managers."""

    def person(name: str, *roles: str) -> Person:
        return Person(address=f"staff:{name}", name=name, roles=list(roles), takes_turns=True)

    return cast_of(
        [
            Team(
                id="sales",
                names={},
                step="02C",
                staff=[person("clerk1", "sales_clerk"), person("sales1", "sales_manager"), person("lead", "team_lead")],
            ),
            Team(
                id="rnd",
                names={},
                step="02B",
                staff=[
                    person("director", "rnd_director"),
                    person("pm1", "rnd_project_manager"),
                    person("pm2", "rnd_project_manager"),
                    person("rnd-lead", "team_lead"),
                ],
            ),
        ]
    )


def run(step: str = "02C", responsible: str = "staff:sales1", escalated: int = 0, **changes: object) -> StepRun:
    """A step that runs."""
    levels = [Escalation(level=level, to=f"role:{level}", at=T0) for level in range(1, escalated + 1)]
    base: dict[str, object] = {
        "step": step,
        "round": 1,
        "team": "sales",
        "responsible": responsible,
        "limit_seconds": 16,
        "started_at": T0,
        "due_at": T0 + timedelta(seconds=16),
        "outcome": None,
        "accepted_at": None,
        "reminders_sent": 0,
        "overdue_at": None,
        "escalated": levels,
    }
    return StepRun.model_validate({**base, **changes})


def assignment(status: str, running: StepRun | None, *finished: StepRun, **changes: object) -> Assignment:
    """The assignment of the case `c1`."""
    base: dict[str, object] = {
        "id": "c1",
        "version": 3,
        "number": "2603-000001-0",
        "status": status,
        "round": 1,
        "team": "sales",
        "step": running.step if running else None,
        "responsible": running.responsible if running else None,
        "due_at": T0,
        "overdue": False,
        "classification": Classification(
            category="service",
            severity="low",
            team="sales",
            confidence=0.8,
            sure=True,
            rule="service-bad",
            by="ruleset:default",
        ),
        "earlier_classifications": [],
        "repair_required": False,
        "running": running,
        "finished": list(finished),
        "boxes": [],
    }
    return Assignment.model_validate({**base, **changes})


def case(status: str = "received", **changes: object) -> Case:
    """The case `c1`."""
    base = Case(
        id="c1",
        number="2603-000001-0",
        product=Product(name="heater"),
        description="It leaks.",
        status=status,
        round=1,
        kind="complaint",
        category="service",
        severity="low",
        urgency="low",
        team="sales",
        responsible=None,
        step=None,
        due_at=None,
        escalation_level=0,
        outcome=None,
        tracking_url="http://127.0.0.1/t",
    )
    return base.model_copy(update=changes)


def scene(world: World, fate: Fate = PLAIN, *, waited: bool = True) -> Scene:
    """Everybody has waited long enough, or nobody has."""
    story = Story(1, "c1", "2603-000001-0", fate, english=True)
    return Scene(world, cast(), {"c1": story}, lambda _what, _seconds: waited)
