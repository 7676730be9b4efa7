"""Status and texts of what a return refuses."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

RETURN_PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "return_step_not_allowed": ProblemText(
            409, "退货状态为 {status},不允许操作 {action}", "A return that is {status} does not allow {action}"
        ),
        "entitled_to_return": ProblemText(
            409, "客户有权退换,不能拒绝: {reason_zh}", "The customer is entitled to it: {reason_en}"
        ),
        "verdict_against": ProblemText(
            409,
            "服务政策不允许,只能作为特殊照顾批准: {reason_zh}",
            "The policy does not grant it, goodwill could: {reason_en}",
        ),
        "reason_needed": ProblemText(
            422, "政策无法判定,须由人说明理由: {reason_zh}", "The facts do not decide it, give a reason: {reason_en}"
        ),
        "sale_after_claim": ProblemText(
            422, "销售或换货日期 {sold_on} 晚于申请日期 {asked_on}", "Sold {sold_on}, after it was asked for {asked_on}"
        ),
        "return_pending": ProblemText(409, "第 {round} 轮的退货尚未结束", "The return of round {round} has not ended"),
    }
)
