"""News are told once, when they happen."""

from localstack.demo.news import news_between
from localstack.demo.world import World

from tests.unit.localstack.demo.scenes import T0, assignment, case, run


def _told(before: World, after: World) -> list[str]:
    return [item.text for item in news_between(before, after)]


def test_a_new_case_is_told_with_its_class_and_its_step() -> None:
    after = World(cases={"c1": case()}, assignments={"c1": assignment("assigned", run())})
    assert _told(World(), after) == [
        "accepted: heater: It leaks.",
        "classified service -> sales (rule service-bad, 0.80)",
        "step 02C -> staff:sales1, limit 16 s",
    ]
    assert _told(after, after) == []


def test_a_late_step_is_told_rung_by_rung() -> None:
    calm = World(assignments={"c1": assignment("assigned", run())})
    warned = World(assignments={"c1": assignment("assigned", run(reminders_sent=2))})
    late = World(assignments={"c1": assignment("assigned", run(reminders_sent=2, overdue_at=T0, escalated=2))})
    assert _told(calm, warned) == ["reminder 2 to staff:sales1"]
    assert _told(warned, late) == [
        "step 02C OVERDUE at staff:sales1",
        "ESCALATED to level 1: role:1",
        "ESCALATED to level 2: role:2",
    ]
    assert [item.grave for item in news_between(warned, late)] == [True, True, True]


def test_an_unsure_class_and_a_clerks_decision_are_told() -> None:
    guess = assignment("awaiting_classification", run("01", "role:sales_clerk"))
    unsure = guess.classification.model_copy(update={"sure": False, "confidence": 0.2})
    waiting = World(assignments={"c1": guess.model_copy(update={"classification": unsure})})
    assert _told(World(), waiting)[0] == "not sure (service? 0.20): manual queue of the front desk"
    person = unsure.model_copy(update={"sure": True, "rule": None, "by": "staff:clerk1"})
    decided = World(assignments={"c1": guess.model_copy(update={"classification": person})})
    assert _told(waiting, decided) == ["classified service -> sales (by staff:clerk1)"]


def test_the_end_and_the_return_of_a_case_are_told() -> None:
    resolved, closed = World(cases={"c1": case("resolved")}), World(cases={"c1": case("closed", outcome="satisfied")})
    again = World(cases={"c1": case("reopened", round=2)})
    assert _told(resolved, closed) == ["closed (satisfied)"]
    assert _told(resolved, again) == ["REOPENED: round 2"]
