"""The technicians, and the customers who judge their work: confirmed, or rejected and redone."""

from collections.abc import Iterator

from localstack.demo.cast import TECHNICIANS
from localstack.demo.deed import Deed, Scene, Story
from localstack.demo.views import Repair

_WORKING_S = 1.0
_TRYING_OUT_S = 1.5


def workshop(scene: Scene) -> Iterator[Deed]:
    """What technicians and customers do now; a repair begins when the responsible has replied."""
    for repair in scene.world.repairs.values():
        story = scene.stories.get(repair.request.case_id)
        assignment = scene.world.assignments.get(repair.request.case_id)
        if story is None or assignment is None or assignment.status not in ("replied", "communicated"):
            continue
        if scene.waited(f"{repair.id} {repair.attempt} {repair.status}", _WORKING_S):
            yield from _work(repair, story)
        if repair.status == "completed" and scene.waited(f"{repair.id} {repair.attempt} judged", _TRYING_OUT_S):
            yield _judge(scene, repair, story)


def _work(repair: Repair, story: Story) -> Iterator[Deed]:
    command: dict[str, tuple[str, dict[str, object]]] = {
        "opened": ("plan", _plan(story)),
        "rejected": ("plan", {**_plan(story), "reason": story.say("客户未认可，重新检修", "Rejected: examined again")}),
        "planned": (
            "log",
            {
                "what": story.say("更换损坏部件并紧固", "Replaced the broken part and fastened it"),
                "minutes": 25,
                "parts": [{"part": "SEAL-12", "quantity": 1, "old_part_returned": True}],
            },
        ),
        "in_progress": ("test", {"checks": [{"name": story.say("通电试运行", "trial run"), "passed": True}]}),
        "tested": ("complete", {"summary": story.say("已修复，试运行正常", "Repaired; the trial run was good")}),
    }
    if repair.status in command:
        verb, body = command[repair.status]
        technician = TECHNICIANS[story.order % len(TECHNICIANS)]
        yield Deed(technician, "repair", f"/v1/repairs/{repair.id}/{verb}", repair.version, body)


def _plan(story: Story) -> dict[str, object]:
    steps = [story.say("断电检查", "Switch off and examine"), story.say("更换部件", "Replace the part")]
    return {"steps": steps, "tools": ["T10"], "materials": ["SEAL-12"], "estimated_minutes": 40}


def _judge(scene: Scene, repair: Repair, story: Story) -> Deed:
    """The front desk records the customer's word."""
    path = f"/v1/repairs/{repair.id}"
    clerk = scene.cast.clerk(story.order)
    if story.fate.rejects_repair and repair.attempt == 1:
        reason = story.say("同样的毛病又出现了", "The same fault is back")
        return Deed(clerk, "repair", f"{path}/reject", repair.version, {"reason": reason})
    return Deed(clerk, "repair", f"{path}/confirm", repair.version, {"method": "trial_use"})
