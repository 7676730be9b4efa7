"""Words of follow-up, improvement and appraisal."""

from typing import Literal

FollowUpStatus = Literal["scheduled", "completed", "cancelled"]
FollowUpMove = Literal["attempt", "record", "cancel"]
ImprovementStatus = Literal["open", "answered", "verified"]
ImprovementMove = Literal["answer", "verify"]
Satisfaction = Literal["very_satisfied", "satisfied", "dissatisfied", "very_dissatisfied"]
"""The four columns of form F-57 (seed 000, table 2-57), best first."""
Method = Literal["phone", "email", "wechat", "interview", "questionnaire"]
Language = Literal["zh", "en"]
Verdict = Literal["merit", "demerit"]
Ground = Literal["very_satisfied", "dissatisfied", "step_overdue"]
"""What an appraisal entry rests on."""
