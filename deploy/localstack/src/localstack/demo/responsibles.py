"""The responsibles: accept, name a project manager, reply with cause and measure, resolve; some of them late."""

from collections.abc import Iterator

from localstack.demo.deed import Deed, Scene, Story
from localstack.demo.views import Assignment
from localstack.tokens import Person

_NOTICING_S = 1.0
_WORKING_S = 1.5


def responsibles(scene: Scene) -> Iterator[Deed]:
    """What the responsibles do now."""
    for assignment in scene.world.assignments.values():
        story = scene.stories.get(assignment.id)
        if story is not None:
            yield from _deeds(scene, assignment, story)


def _deeds(scene: Scene, assignment: Assignment, story: Story) -> Iterator[Deed]:
    state = f"{assignment.id} {assignment.round} {assignment.status} {assignment.step}"
    path = f"/v1/assignments/{assignment.id}"
    if assignment.status == "assigned" and scene.waited(state, _NOTICING_S) and not _sleeps(assignment, story):
        yield _begin(scene, assignment, story, path)
    if assignment.status == "accepted" and scene.waited(state, _WORKING_S):
        yield Deed(_hands(scene, assignment), "dispatch", f"{path}/reply", assignment.version, _reply(story))
    if (
        assignment.status == "communicated"
        and scene.waited(state, _WORKING_S)
        and not _awaits_repair(scene, assignment)
    ):
        person = scene.cast.player(assignment.finished[-2].responsible, assignment.team)
        done = story.say(
            "措施已落实，客户已收到处理结果", "The measure was carried out and the customer has the result"
        )
        yield Deed(person, "dispatch", f"{path}/resolve", assignment.version, {"resolution": done})


def _begin(scene: Scene, assignment: Assignment, story: Story, path: str) -> Deed:
    person = _hands(scene, assignment)
    if assignment.step != "02B":
        return Deed(person, "dispatch", f"{path}/accept", assignment.version)
    managers = scene.cast.project_managers
    named = managers[story.order % len(managers)]
    note = story.say("请产品项目经理负责", "The product's project manager takes it")
    return Deed(
        person, "dispatch", f"{path}/name-responsible", assignment.version, {"responsible": named, "note": note}
    )


def _hands(scene: Scene, assignment: Assignment) -> Person:
    return scene.cast.player(assignment.responsible or "", assignment.team)


def _sleeps(assignment: Assignment, story: Story) -> bool:
    """Whether the responsible lets the clock run out: in the first round, until the chain was told far enough."""
    run = assignment.running
    return assignment.round == 1 and run is not None and len(run.escalated) < story.fate.late_until


def _awaits_repair(scene: Scene, assignment: Assignment) -> bool:
    """The confirmed repair resolves the case by itself; a required one may still be on its way."""
    repair = scene.world.repair_of(assignment)
    return assignment.repair_required or (repair is not None and repair.status not in ("closed", "cancelled"))


def _reply(story: Story) -> dict[str, object]:
    return {
        "cause": story.say("查明原因：来料与装配检验有疏漏", "Found: a gap in the inspection of parts and assembly"),
        "measure": story.say(
            "先为客户解决，再补充检验项目", "The customer is served first, then the inspection is extended"
        ),
    }
