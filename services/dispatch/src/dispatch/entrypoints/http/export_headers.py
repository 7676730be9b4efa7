"""The head of a file of cases, in Chinese or English."""

from collections.abc import Mapping
from typing import Literal

from dispatch.domain.figures.case_cells import COLUMNS, step_columns
from dispatch.domain.words import STEPS

Language = Literal["zh", "en"]

SHEET: Mapping[Language, str] = {"zh": "服务单", "en": "Cases"}
_TEXTS: Mapping[str, tuple[str, str]] = {
    "number": ("服务单号", "Case number"),
    "kind": ("服务要求类型", "Kind"),
    "channel": ("渠道", "Channel"),
    "customer_code": ("客户代码", "Customer code"),
    "customer_name": ("客户名称", "Customer name"),
    "grade": ("客户等级", "Customer grade"),
    "order_number": ("订单号", "Order number"),
    "product_name": ("产品名称", "Product name"),
    "product_model": ("产品型号", "Product model"),
    "product_serial": ("产品序列号", "Serial number"),
    "category": ("问题分类", "Category"),
    "severity": ("严重程度", "Severity"),
    "urgency": ("紧急程度", "Urgency"),
    "team": ("责任部门", "Team"),
    "responsible": ("责任人", "Responsible"),
    "status": ("状态", "Status"),
    "opened_at": ("建单时间", "Opened at"),
    "classified_at": ("分类时间", "Classified at"),
    "first_response_at": ("首次响应时间", "First response at"),
    "first_response_business_hours": ("首次响应工作小时", "First response in business hours"),
    "communicated_at": ("告知客户时间", "Customer told at"),
    "resolved_at": ("解决时间", "Resolved at"),
    "reassignments": ("转派次数", "Reassignments"),
    "hand_overs": ("移交次数", "Hand-overs"),
    "team_changes": ("改派部门次数", "Changes of team"),
    "reopenings": ("重开次数", "Reopenings"),
    "reclassifications": ("重新分类次数", "Reclassifications"),
    "repair_attempts": ("维修次数", "Repair attempts"),
    "rounds": ("轮次", "Rounds"),
}
_STEP_TEXTS: tuple[tuple[str, str], ...] = (
    ("节点 {step} 时效(小时)", "Step {step} limit (h)"),
    ("节点 {step} 已用(小时)", "Step {step} used (h)"),
    ("节点 {step} 暂停(小时)", "Step {step} paused (h)"),
    ("节点 {step} 结果", "Step {step} result"),
)
INSTANTS = ("opened_at", "classified_at", "first_response_at", "communicated_at", "resolved_at")


def headers(language: Language, timezone: str) -> list[str]:
    """The columns' names in order; those of instants name the time zone that they are told in."""
    position = 0 if language == "zh" else 1
    texts = {name: pair[position] for name, pair in _TEXTS.items()}
    for step in STEPS:
        for name, pair in zip(step_columns(step), _STEP_TEXTS, strict=True):
            texts[name] = pair[position].format(step=step)
    for name in INSTANTS:
        texts[name] = f"{texts[name]} ({timezone})"
    return [texts[name] for name in COLUMNS]
