"""The reconciliation finds what is lost, doubled or out of turn."""

from localstack.demo.deed import Story
from localstack.demo.reckoning import Reckoning, checks_of
from localstack.demo.views import Case, Moment
from localstack.demo.world import World

from tests.unit.localstack.demo.scenes import PLAIN, T0, assignment, case, run

_STORY = Story(1, "c1", "2603-000001-0", PLAIN, english=True)


def _moment(what: str) -> Moment:
    return Moment(what=what, text="", at=T0, round=1, public=True, by=None, details={})


def _wrong(world: World, found: list[tuple[Case, list[Moment]]], submitted: int = 1, dead: int = 0) -> list[str]:
    reckoning = Reckoning(checks_of(world, [_STORY] * len(found), found, submitted, dead), {})
    assert reckoning.good == all(check.good for check in reckoning.checks)
    return [check.what for check in reckoning.checks if not check.good]


def _world(**changes: object) -> World:
    handled = assignment("closed", None, run(outcome="met"), **changes)
    follow_ups = {"c1:1": None}
    return World(cases={"c1": case("closed")}, assignments={"c1": handled}, follow_ups=follow_ups)  # type: ignore[arg-type]


_GOOD = [(case("closed"), [_moment("case.opened"), _moment("case.resolved"), _moment("case.closed")])]


def test_a_complaint_that_went_its_way_is_in_order() -> None:
    assert _wrong(_world(), _GOOD) == []


def test_a_lost_complaint_is_found() -> None:
    assert "complaints accepted (201)" in _wrong(_world(), _GOOD, submitted=2)
    assert "assignments, one a case" in _wrong(World(cases={"c1": case("closed")}), _GOOD)


def test_a_number_that_shows_another_case_is_found() -> None:
    assert _wrong(_world(), [(case("closed", id="c2"), _GOOD[0][1])]) == ["visible by their number"]


def test_an_event_that_was_applied_twice_is_found() -> None:
    twice = [(_GOOD[0][0], [*_GOOD[0][1], _moment("case.closed")])]
    assert _wrong(_world(), twice) == ["events that a case knows twice"]


def test_an_unclassified_or_unrouted_case_is_found() -> None:
    waiting = assignment("awaiting_classification", run("01"))
    world = World(cases={"c1": case()}, assignments={"c1": waiting})
    found = [(case(category=None), [_moment("case.opened")])]
    wrong = _wrong(world, found)
    assert {"classified", "routed to a team and a responsible", "closed"} <= set(wrong)


def test_a_doubled_escalation_and_a_dead_letter_are_found() -> None:
    late = run(escalated=2)
    doubled = late.model_copy(update={"escalated": [late.escalated[0], late.escalated[0]]})
    world = _world()
    world.assignments["c1"].finished.append(doubled)
    assert _wrong(world, _GOOD, dead=1) == ["escalations out of turn or doubled", "dead letters"]
