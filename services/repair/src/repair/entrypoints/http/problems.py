"""Status and texts of this service's refusals."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "repair_move_forbidden": ProblemText(
            409, "维修单状态为 {status},不允许操作 {move}", "A repair order that is {status} does not allow {move}"
        ),
        "replan_reason_missing": ProblemText(
            422, "变更维修计划必须说明原因", "A plan that replaces another needs a reason"
        ),
        "tests_not_passed": ProblemText(409, "以下测试项未通过: {failed}", "These checks have not passed: {failed}"),
        "not_yet_done": ProblemText(422, "作业时间 {done_at} 尚未到来", "The work's time {done_at} lies in the future"),
        "repair_order_full": ProblemText(
            409, "维修单的 {records} 已达 {limit} 条上限", "The order holds {limit} {records} already, the most it can"
        ),
    }
)
