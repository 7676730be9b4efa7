"""Status and texts of this service's refusals."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "follow_up_move_forbidden": ProblemText(
            409, "回访状态为 {status},不允许操作 {move}", "A follow-up that is {status} does not allow {move}"
        ),
        "attempt_too_early": ProblemText(
            409, "请在 {not_before} 之后再次联系客户", "The next try may be made at {not_before}"
        ),
        "unknown_survey_item": ProblemText(
            422, "调查表没有项目 {item},可用项目: {items}", "The form does not ask {item}; it asks {items}"
        ),
        "decisive_answer_missing": ProblemText(
            422, "缺少必答项目 {item} 的评价", "The answer to {item} is missing and needed"
        ),
        "improvement_move_forbidden": ProblemText(
            409, "改善任务状态为 {status},不允许操作 {move}", "An improvement that is {status} does not allow {move}"
        ),
        "not_responsible": ProblemText(
            403, "该任务由 {responsible} 负责,您无权处理", "This task is for {responsible} to answer"
        ),
        "verification_remark_missing": ProblemText(
            422, "判定措施无效时必须说明原因", "A measure without effect is sent back with a remark"
        ),
        "improvement_full": ProblemText(
            409, "改善任务已达 {limit} 次答复上限", "The improvement holds {limit} answers already, the most it can"
        ),
    }
)
