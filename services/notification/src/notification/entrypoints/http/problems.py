"""Status and texts of what the domain refuses."""

from collections.abc import Mapping
from types import MappingProxyType

from chassis.problems import ProblemText

PROBLEMS: Mapping[str, ProblemText] = MappingProxyType(
    {
        "notification_not_readable": ProblemText(
            409, "只有收件箱消息可以标记为已读", "Only a message in an inbox can be marked as read"
        ),
        "notification_already_read": ProblemText(
            409, "该消息已由 {by} 标记为已读", "The message was marked as read by {by}"
        ),
        "notification_not_failed": ProblemText(
            409,
            "只有发送失败的通知可以重试，当前状态：{status}",
            "Only a failed delivery can be started again; it is {status}",
        ),
    }
)
