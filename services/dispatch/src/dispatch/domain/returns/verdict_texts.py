"""What a verdict says, by its code, in Chinese and English; `{name}` takes the parameter of that name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

VerdictCode = Literal[
    "sale_date_unknown",
    "law_grants",
    "repairs_failed",
    "beyond_the_days",
    "company_promises",
    "seriousness_unknown",
    "serious_problems_only",
    "not_assessed",
]


@dataclass(frozen=True, slots=True)
class VerdictText:
    """One saying in both languages."""

    zh: str
    en: str


VERDICT_TEXTS: Mapping[VerdictCode, VerdictText] = MappingProxyType(
    {
        "sale_date_unknown": VerdictText("销售日期不详,须由人决定", "the sale date is not known: a person decides"),
        "law_grants": VerdictText("第 {used} 天,在法定的 {days} 天之内", "day {used} of {days} that the law grants"),
        "repairs_failed": VerdictText(
            "同一故障已维修 {repairs} 次仍未修好", "{repairs} repairs of the same fault have failed"
        ),
        "beyond_the_days": VerdictText("第 {used} 天,超过 {days} 天的期限", "day {used} is beyond the {days} days"),
        "company_promises": VerdictText(
            "第 {used} 天,在公司承诺的 {days} 天之内", "day {used} of {days} that the company promises"
        ),
        "seriousness_unknown": VerdictText(
            "第 {used} 天,期限 {days} 天,取决于故障是否严重",
            "day {used} of {days}: whether the fault is serious decides",
        ),
        "serious_problems_only": VerdictText(
            "第 {used} 天,公司只对严重问题作此承诺", "day {used}: promised for serious problems only"
        ),
        "not_assessed": VerdictText("尚未核实情况,须由人决定", "nobody established the facts: a person decides"),
    }
)


def verdict_text(code: VerdictCode, **params: int) -> VerdictText:
    """The saying with its numbers."""
    text = VERDICT_TEXTS[code]
    return VerdictText(text.zh.format(**params), text.en.format(**params))
