"""Marketing asks every customer about the effect (step 04); directors answer and verify improvements (P2)."""

from collections.abc import Iterator

from localstack.demo.cast import MARKETING, MARKETING_DIRECTOR
from localstack.demo.deed import Deed, Scene, Story
from localstack.demo.views import FollowUp, Improvement

_CALLING_S = 1.5
_TRYING_AGAIN_S = 2.5
_THINKING_S = 2.0


def marketing(scene: Scene) -> Iterator[Deed]:
    """What marketing and the directors do now."""
    for follow_up in scene.world.follow_ups.values():
        story = scene.stories.get(follow_up.subject.case_id)
        if story is not None and follow_up.status == "scheduled":
            yield from _ask(scene, follow_up, story)
    for improvement in scene.world.improvements.values():
        story = scene.stories.get(improvement.problem.case_id)
        if story is not None:
            yield from _improve(scene, improvement, story)


def _ask(scene: Scene, follow_up: FollowUp, story: Story) -> Iterator[Deed]:
    path = f"/v1/follow-ups/{follow_up.id}"
    answer = story.fate.answer if follow_up.subject.round == 1 else "satisfied"
    if answer == "unreachable":
        if scene.waited(f"{follow_up.id} {follow_up.version}", _TRYING_AGAIN_S):
            remark = story.say("无人接听", "nobody answered")
            yield Deed(
                MARKETING, "survey", f"{path}/attempts", follow_up.version, {"method": "phone", "remark": remark}
            )
    elif scene.waited(follow_up.id, _CALLING_S):
        body = {"method": "phone", "answers": dict.fromkeys(follow_up.items, answer), "words": _words(answer, story)}
        yield Deed(MARKETING, "survey", f"{path}/record", follow_up.version, body)


def _words(answer: str, story: Story) -> str:
    if answer == "dissatisfied":
        return story.say("问题又出现了，没有真正解决", "It happened again; nothing was really solved")
    return story.say("处理及时，可以", "Quickly done, thank you")


def _improve(scene: Scene, improvement: Improvement, story: Story) -> Iterator[Deed]:
    path = f"/v1/improvements/{improvement.id}"
    late = story.fate.late_measure and not improvement.notified
    if improvement.status == "open" and not late and scene.waited(improvement.id, _THINKING_S):
        person = scene.cast.player(improvement.problem.responsible, improvement.problem.team)
        measure = story.say("处理后三天内由责任人回访确认", "The responsible asks again within three days")
        yield Deed(person, "survey", f"{path}/answer", improvement.version, {"measure": measure})
    if improvement.status == "answered" and scene.waited(f"{improvement.id} answered", _THINKING_S):
        remark = story.say("复查有效", "checked, it works")
        body = {"effective": True, "remark": remark}
        yield Deed(MARKETING_DIRECTOR, "survey", f"{path}/verify", improvement.version, body)
