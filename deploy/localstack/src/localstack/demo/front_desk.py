"""The sales clerks: classify what the rules were not sure of (step 01), tell customers the plan (step 03)."""

from collections.abc import Iterator

from localstack.demo.deed import Deed, Scene

_READING_S = 1.5
_CALLING_S = 1.0


def front_desk(scene: Scene) -> Iterator[Deed]:
    """What the clerks do now."""
    for assignment in scene.world.assignments.values():
        story = scene.stories.get(assignment.id)
        if story is None:
            continue
        state = f"{assignment.id} {assignment.round} {assignment.status}"
        path = f"/v1/assignments/{assignment.id}"
        clerk = scene.cast.clerk(story.order)
        if assignment.status == "awaiting_classification" and scene.waited(state, _READING_S):
            guess = assignment.classification.category
            reason = story.say("读后判断", "read by a person")
            yield Deed(clerk, "dispatch", f"{path}/classify", assignment.version, {"category": guess, "reason": reason})
        if assignment.status == "replied" and scene.waited(state, _CALLING_S):
            told = story.say("已电话告知客户处理方案和时间", "The customer was told the plan and its time by phone")
            yield Deed(clerk, "dispatch", f"{path}/communicate", assignment.version, {"text": told})
