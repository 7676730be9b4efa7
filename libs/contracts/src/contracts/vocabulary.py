"""Words that every service uses with the same meaning (seed 001, seed 003; Chinese terms in `texts`)."""

from typing import Literal

Kind = Literal["complaint", "fault", "consultation", "enquiry", "suggestion", "request", "visit", "callback"]
Channel = Literal["hotline", "web", "email", "wechat", "social", "in_person", "letter", "im", "outlet"]
CustomerType = Literal["foreign_owned", "private", "state_owned", "consumer", "dealer"]
Grade = Literal["A", "B", "C"]
Category = Literal[
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
Severity = Literal["low", "medium", "high", "critical"]
Urgency = Literal["low", "medium", "high", "critical"]
Remedy = Literal["return", "exchange", "refund", "repair", "compensation", "apology", "information", "other"]
Language = Literal["zh", "en"]
CaseStatus = Literal[
    "received",
    "acknowledged",
    "classified",
    "assigned",
    "in_progress",
    "responded",
    "resolved",
    "closed",
    "reopened",
    "withdrawn",
    "merged",
]
Step = Literal["01", "02A", "02B", "02C", "reply", "03"]
"""Steps of P1 (seed 000, table 2-53). `reply` is the named responsible's answer that follows 02B."""
Satisfaction = Literal["very_satisfied", "satisfied", "dissatisfied", "very_dissatisfied"]
"""The four columns of form F-57 (seed 000, table 2-57)."""
FollowUpMethod = Literal["phone", "email", "wechat", "interview", "questionnaire"]
Verdict = Literal["merit", "demerit"]
DeliveryChannel = Literal["inbox", "email"]

TEXT_MAX = 4_000
"""Longest free text in an event, in characters."""
NAME_MAX = 200
"""Longest name, code or reference in an event, in characters."""
