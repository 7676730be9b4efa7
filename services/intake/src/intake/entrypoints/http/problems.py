"""Texts of what intake refuses."""

from chassis.problems import ProblemText

PROBLEMS = {
    "case_ended": ProblemText(409, "服务单已结束({status}),不能再更改", "The case has ended ({status})"),
    "case_not_reopenable": ProblemText(
        409,
        "只有已解决或已结案的服务单可以重新打开(当前:{status})",
        "Only a resolved or closed case can be reopened (now: {status})",
    ),
    "case_not_resolved": ProblemText(
        409, "服务单尚未解决(当前:{status}),不能结案", "Only a resolved case can be closed (now: {status})"
    ),
    "occurred_in_future": ProblemText(422, "发生时间晚于当前时间", "The time of occurrence lies in the future"),
    "invalid_case_number": ProblemText(
        422, "服务单号有误,请核对校验位", "The case number is not valid: please check every digit"
    ),
    "nothing_to_amend": ProblemText(422, "没有任何更改", "Nothing would change"),
}
