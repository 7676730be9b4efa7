"""Words of the timeline and the statuses, in Chinese and English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Language = Literal["zh", "en"]

ENTRIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "case.opened": ("服务单已受理", "The case was recorded"),
        "case.amended": ("服务单内容已更正", "The case was corrected"),
        "case.withdrawn": ("客户已撤回", "The customer withdrew the case"),
        "case.reopened": ("服务单已重新打开", "The case was reopened"),
        "case.closed": ("服务单已结案", "The case was closed"),
        "case.classified": ("问题已分类", "The case was classified"),
        "case.reclassified": ("问题分类已更正", "The classification was corrected"),
        "case.resolved": ("问题已处理完毕", "The measure was carried out"),
        "task.assigned": ("任务已分派给责任部门", "A team has taken charge"),
        "task.accepted": ("责任人已接单", "The responsible accepted the task"),
        "task.handed_over": ("任务已转交", "The task was handed over"),
        "task.replied": ("责任人已回复原因与对策", "Cause and measure were given"),
        "task.communicated": ("处理方案已告知客户", "The plan was communicated"),
        "task.overdue": ("任务已超时", "A time limit passed"),
        "task.escalated": ("任务已升级", "The task was escalated"),
        "task.paused": ("任务已暂停计时", "The clock of a task stands still"),
        "task.resumed": ("任务已恢复计时", "The clock of a task runs on"),
        "return.authorised": ("已同意退换货", "The return was authorised"),
        "return.refused": ("未同意退换货", "The return was refused"),
        "return.received": ("已收到退回的货物", "The returned goods arrived"),
        "return.dropped": ("未收到退回的货物,退换货已终止", "The goods never came, the return was ended"),
        "return.inspected": ("退回的货物已检验", "The returned goods were inspected"),
        "return.completed": ("退换货已办结", "The return is done"),
        "return.overdue": ("退换货环节已超时", "A stage of the return is late"),
        "capa.opened": ("已启动 8D 纠正措施", "An 8D record was begun"),
        "capa.completed": ("8D 纠正措施已完成", "The 8D record is complete"),
        "repair.opened": ("已建立维修单", "A repair order was opened"),
        "repair.planned": ("维修方案已制定", "The repair was planned"),
        "repair.completed": ("维修完成,待客户确认", "The repair is done and awaits confirmation"),
        "repair.confirmed": ("客户已确认维修结果", "The customer confirmed the repair"),
        "repair.rejected": ("客户未认可维修结果,将返工", "The customer rejected the repair; it is done again"),
        "repair.closed": ("维修单已关闭", "The repair order was closed"),
        "follow_up.scheduled": ("已安排回访", "A follow-up was scheduled"),
        "follow_up.completed": ("回访已完成", "The follow-up was completed"),
        "notification.sent": ("已通知客户", "The customer was notified"),
        "notification.failed": ("通知客户失败", "The customer could not be notified"),
    }
)

STATUSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "received": ("已接收", "Received"),
        "acknowledged": ("已确认受理", "Acknowledged"),
        "classified": ("已分类", "Classified"),
        "assigned": ("已分派", "Assigned"),
        "in_progress": ("处理中", "In progress"),
        "responded": ("已答复", "Responded"),
        "resolved": ("已解决", "Resolved"),
        "closed": ("已结案", "Closed"),
        "reopened": ("已重新打开", "Reopened"),
        "withdrawn": ("已撤回", "Withdrawn"),
        "merged": ("已合并", "Merged"),
    }
)

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "received": "receipt",
        "acknowledged": "acknowledgement",
        "classified": "initial assessment",
        "assigned": "investigation",
        "in_progress": "investigation",
        "responded": "response",
        "resolved": "communicating the decision",
        "closed": "closing",
        "reopened": "internal recourse",
        "withdrawn": "closing",
        "merged": "closing",
    }
)
"""Names of ISO 10002 (domain §9) by status."""


def say(texts: Mapping[str, tuple[str, str]], word: str, language: Language) -> str:
    """The text of a word, or the word itself when nobody wrote one yet."""
    zh, en = texts.get(word, (word, word))
    return zh if language == "zh" else en
