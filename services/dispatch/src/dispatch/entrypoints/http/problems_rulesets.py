"""Status and texts of what rulesets refuse."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

RULESET_PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "ruleset_fixed": ProblemText(
            409,
            "规则集状态为 {status},内容不可更改;请由它新建草稿",
            "A ruleset that is {status} stays as it is; make a new draft from it",
        ),
        "ruleset_overtaken": ProblemText(
            409,
            "另一规则集刚刚发布,请重新核对后再发布",
            "Another ruleset was published meanwhile; look again, then publish",
        ),
        "ruleset_still_in_force": ProblemText(
            409,
            "第 {number} 版规则集正在生效;发布另一规则集后它才会停用",
            "Version {number} is in force; it retires when another ruleset is published",
        ),
        "ruleset_names_unknown": ProblemText(
            409,
            "规则引用了未知的部门或服务级别: {names}",
            "The rules name teams or service levels that the policy does not know: {names}",
        ),
        "report_too_long": ProblemText(
            422, "时间范围不得超过 {days} 天", "The window must not be longer than {days} days"
        ),
        "unsupported_media_type": ProblemText(
            415,
            "请求内容必须是 JSON;规则集也可为 UTF-8 编码的 application/yaml",
            "The body must be JSON, or for rulesets application/yaml in UTF-8",
        ),
        "not_acceptable": ProblemText(
            406,
            "无法以所要求的格式提供,可用: {types}",
            "Not to be had in a format that is accepted; there are: {types}",
        ),
        "report_too_wide": ProblemText(
            422, "统计时间范围过大,请缩小范围", "The window holds too much for one report; narrow it"
        ),
    }
)
