"""Status and texts of this service's refusals."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "action_not_allowed": ProblemText(
            409, "任务状态为 {status},不允许操作 {action}", "An assignment that is {status} does not allow {action}"
        ),
        "not_responsible": ProblemText(
            403, "该任务由 {responsible} 负责,您无权处理", "The task is in the hands of {responsible}"
        ),
        "responsible_not_named": ProblemText(
            409, "须先由 {responsible} 指定项目责任人", "First {responsible} must name the responsible"
        ),
        "already_responsible": ProblemText(
            409, "该任务已由 {responsible} 负责", "The task is in the hands of {responsible} already"
        ),
        "unknown_team": ProblemText(422, "没有部门 {team}", "There is no team {team}"),
        "unknown_staff": ProblemText(422, "部门 {team} 没有人员 {person}", "Team {team} has no {person}"),
        "unknown_calendar": ProblemText(422, "没有工作日历 {calendar}", "There is no calendar {calendar}"),
        "absence_unknown": ProblemText(404, "{person} 没有缺勤记录 {absence}", "{person} has no absence {absence}"),
        "not_over_team": ProblemText(403, "您无权管理部门 {team}", "You have no authority over team {team}"),
        "not_in_these_hands": ProblemText(
            409, "任务不在 {person} 手中,现由 {responsible} 负责", "{responsible}, not {person}, has the task in hand"
        ),
        "team_not_given": ProblemText(
            422, "{person} 不属于任何部门,请用 team 指定", "{person} belongs to no team; name one with team"
        ),
        "filter_fixed": ProblemText(
            422,
            "queue={queue} 已限定 {filter},请勿再指定",
            "queue={queue} says {filter} already; leave it out",
        ),
        "repair_pending": ProblemText(409, "第 {round} 轮的维修尚未结束", "The repair of round {round} has not ended"),
        "pause_reason_unknown": ProblemText(
            422, "不能以 {reason} 为由暂停计时,可用: {allowed}", "No clock may pause for {reason}; allowed: {allowed}"
        ),
        "already_paused": ProblemText(409, "已因 {reason} 暂停计时", "The clock stands still already: {reason}"),
        "not_paused": ProblemText(409, "步骤 {step} 未暂停计时", "The clock of step {step} is running"),
        "class_unchanged": ProblemText(
            409, "分类没有变化: {category}, {team}", "The class is {category}, {team} already"
        ),
    }
)
