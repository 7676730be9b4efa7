"""Status and texts of what 8D records and feeds refuse."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

QUALITY_PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "discipline_out_of_order": ProblemText(
            409, "应先完成 {present},不能完成 {discipline}", "{present} comes before {discipline}"
        ),
        "discipline_incomplete": ProblemText(
            422, "{discipline} 的以下内容缺失或多余: {fields}", "{discipline} lacks or does not take: {fields}"
        ),
        "nothing_to_revise": ProblemText(
            409, "{discipline} 尚未完成,无法修订", "{discipline} was not completed, there is nothing to revise"
        ),
        "effect_not_proven": ProblemText(
            422,
            "日期 {on} 不合理: 不得早于实施日期 {since},也不得晚于今天 {today}",
            "{on} must lie neither before the implementation {since} nor after today {today}",
        ),
        "owner_inactive": ProblemText(
            422, "{person} 已不在岗,不能负责 8D 记录", "{person} is no longer active and cannot own an 8D record"
        ),
        "unknown_members": ProblemText(422, "没有人员 {people}", "Nobody is known as {people}"),
        "corrective_action_ended": ProblemText(409, "8D 记录已结束: {title}", "The 8D record has ended: {title}"),
        "no_quality_case": ProblemText(
            422, "{case} 不是已知的质量类服务单", "{case} is not a known case of a quality category"
        ),
        "case_already_linked": ProblemText(
            409, "8D 记录已包含 {case} 或已达上限", "The record spans {case} already, or no more cases fit"
        ),
        "not_your_feed": ProblemText(
            403, "只能查看本部门的问题: {team}", "Only the team's own people see this: {team}"
        ),
        "subscription_ended": ProblemText(409, "订阅已取消", "The subscription was ended before"),
    }
)
