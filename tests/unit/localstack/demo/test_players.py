"""What the people of the demonstration do when they look at their lists."""

from dataclasses import replace

import pytest
from localstack.demo.fate import fate_of
from localstack.demo.front_desk import front_desk
from localstack.demo.marketing import marketing
from localstack.demo.responsibles import responsibles
from localstack.demo.views import Assignment, FollowUp, Repair, RepairRequest, Subject
from localstack.demo.workshop import workshop
from localstack.demo.world import World

from tests.unit.localstack.demo.scenes import PLAIN, assignment, run, scene


def _verbs(found: Assignment, **changes: object) -> list[str]:
    world = World(assignments={"c1": found})
    looked = scene(world, replace(PLAIN, **changes))  # type: ignore[arg-type]
    return [deed.path.rpartition("/")[2] for deed in (*front_desk(looked), *responsibles(looked))]


@pytest.mark.parametrize(
    ("status", "running", "verb"),
    [
        ("awaiting_classification", run("01", "role:sales_clerk"), "classify"),
        ("assigned", run(), "accept"),
        ("assigned", run("02B", "role:rnd_director", team="rnd"), "name-responsible"),
        ("accepted", run(), "reply"),
        ("replied", run("03", "role:sales_clerk"), "communicate"),
    ],
)
def test_every_status_has_its_deed(status: str, running: object, verb: str) -> None:
    assert _verbs(assignment(status, running)) == [verb]  # type: ignore[arg-type]


def test_nobody_acts_before_he_had_time_or_on_what_he_did_not_submit() -> None:
    world = World(assignments={"c1": assignment("assigned", run())})
    assert list(responsibles(scene(world, waited=False))) == []
    strange = World(assignments={"c2": assignment("assigned", run(), id="c2")})
    assert list(responsibles(scene(strange))) == []


def test_a_late_responsible_waits_until_the_chain_was_told_far_enough() -> None:
    assert _verbs(assignment("assigned", run(escalated=1)), late_until=2) == []
    assert _verbs(assignment("assigned", run(escalated=2)), late_until=2) == ["accept"]
    assert _verbs(assignment("assigned", run(round=2), round=2), late_until=2) == ["accept"]


def test_a_case_under_repair_is_not_resolved_by_hand() -> None:
    told = assignment("communicated", None, run(outcome="met"), run("03", outcome="met"))
    assert _verbs(told) == ["resolve"]
    assert _verbs(told.model_copy(update={"repair_required": True})) == []


def test_the_responsible_of_the_line_resolves_and_a_role_is_played_by_its_team() -> None:
    told = assignment("communicated", None, run(responsible="staff:sales1"), run("03"))
    (deed,) = responsibles(scene(World(assignments={"c1": told})))
    assert deed.by.staff == "sales1"
    leads = assignment("assigned", run(responsible="role:team_lead", team="rnd"), team="rnd")
    (deed,) = responsibles(scene(World(assignments={"c1": leads})))
    assert (deed.by.staff, deed.by.team) == ("rnd-lead", "rnd")


def _repair(status: str, attempt: int = 1) -> Repair:
    request = RepairRequest(case_id="c1", number="n")
    return Repair(id="c1:1", version=2, status=status, attempt=attempt, request=request, technician=None)


def test_a_repair_goes_step_by_step_and_the_first_result_may_be_rejected() -> None:
    def verb(status: str, attempt: int = 1, *, rejects: bool = False, case_status: str = "communicated") -> list[str]:
        found = assignment(case_status, run(), repair_required=True)
        world = World(assignments={"c1": found}, repairs={"c1:1": _repair(status, attempt)})
        deeds = workshop(scene(world, replace(PLAIN, rejects_repair=rejects)))
        return [deed.path.rpartition("/")[2] for deed in deeds]

    steps = ("opened", "planned", "in_progress", "tested", "completed")
    assert [verb(status) for status in steps] == [["plan"], ["log"], ["test"], ["complete"], ["confirm"]]
    assert verb("completed", rejects=True) == ["reject"]
    assert verb("rejected", attempt=2, rejects=True) == ["plan"]
    assert verb("completed", attempt=2, rejects=True) == ["confirm"]
    assert verb("closed") == []
    assert verb("opened", case_status="assigned") == []


def _follow_up(round_: int = 1) -> FollowUp:
    subject = Subject(case_id="c1", number="n", round=round_, responsible="staff:sales1")
    return FollowUp(
        id=f"c1:{round_}", version=1, status="scheduled", subject=subject, items=["solution"], satisfied=None
    )


def test_a_dissatisfied_customer_is_satisfied_the_second_time() -> None:
    fate = replace(PLAIN, answer="dissatisfied")
    answers = []
    for round_ in (1, 2):
        world = World(follow_ups={f"c1:{round_}": _follow_up(round_)})
        (deed,) = marketing(scene(world, fate))
        assert deed.body is not None
        answers.append(deed.body["answers"])
    assert answers == [{"solution": "dissatisfied"}, {"solution": "satisfied"}]


def test_an_unreachable_customer_is_tried() -> None:
    world = World(follow_ups={"c1:1": _follow_up()})
    (deed,) = marketing(scene(world, replace(PLAIN, answer="unreachable")))
    assert deed.path.endswith("/attempts")


def test_a_sample_has_every_turn_that_is_to_be_seen() -> None:
    fates = [fate_of(number) for number in range(1, 31)]
    assert {fate.late_until for fate in fates} == {0, 1, 2, 3}
    assert {fate.answer for fate in fates} == {"satisfied", "very_satisfied", "dissatisfied", "unreachable"}
    assert any(fate.rejects_repair and fate.wants_repair for fate in fates)
    assert any(fate.late_measure and fate.answer == "dissatisfied" for fate in fates)
    assert sum(1 for fate in fates if fate.late_until) < len(fates) / 5
