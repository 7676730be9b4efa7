"""The closed word lists of an assignment (seed 000, tables 2-53 and 2-54); equal to those of the contracts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Kind = Literal["complaint", "fault", "consultation", "enquiry", "suggestion", "request", "visit", "callback"]
Channel = Literal["hotline", "web", "email", "wechat", "social", "in_person", "letter", "im", "outlet"]
CustomerType = Literal["foreign_owned", "private", "state_owned", "consumer", "dealer"]
Grade = Literal["A", "B", "C"]
CategoryName = Literal[
    "return_exchange",
    "product_quality",
    "product_design",
    "software_fault",
    "usage",
    "delivery",
    "service",
    "commercial",
    "other",
]
LevelName = Literal["low", "medium", "high", "critical"]
Remedy = Literal["return", "exchange", "refund", "repair", "compensation", "apology", "information", "other"]
Language = Literal["zh", "en"]
Step = Literal["01", "02A", "02B", "02C", "reply", "03"]
LineStep = Literal["02A", "02B", "02C"]
Status = Literal[
    "awaiting_classification", "assigned", "accepted", "replied", "communicated", "resolved", "closed", "withdrawn"
]
BoxName = Literal["description", "classification", "cause", "measure", "feedback"]
"""The five signed boxes of F-54."""
StepOutcome = Literal["met", "missed", "superseded", "cancelled"]

STEPS: Final[tuple[Step, ...]] = get_args(Step)
LINE_STEPS: Final[tuple[LineStep, ...]] = get_args(LineStep)
BOXES: Final[tuple[BoxName, ...]] = get_args(BoxName)
OPEN_STATUSES: Final[frozenset[Status]] = frozenset(
    {"awaiting_classification", "assigned", "accepted", "replied", "communicated"}
)
CATEGORIES: Final[Mapping[str, CategoryName]] = MappingProxyType({name: name for name in get_args(CategoryName)})
LEVELS: Final[Mapping[str, LevelName]] = MappingProxyType({name: name for name in get_args(LevelName)})
