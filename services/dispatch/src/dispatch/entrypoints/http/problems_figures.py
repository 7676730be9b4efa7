"""Status and texts of what figures and exports refuse."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

FIGURE_PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "window_empty": ProblemText(422, "时间范围为空: from 必须早于 to", "The window is empty: from must precede to"),
        "window_too_large": ProblemText(
            422,
            "时间范围内的服务单超过 {limit} 条,请缩小范围或增加筛选条件",
            "More than {limit} cases lie in the window: make it smaller or filter",
        ),
        "too_many_groups": ProblemText(
            422,
            "分组超过 {limit} 个,请缩小范围或换一种分组",
            "More than {limit} groups: make the window smaller or group otherwise",
        ),
        "export_too_large": ProblemText(
            422,
            "导出超过 {limit} 行,请缩小时间范围或增加筛选条件",
            "The file would have more than {limit} rows: make the window smaller or filter",
        ),
    }
)
