"""How a round of a case ended."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was done for the customer, by whose word and when."""

    round: int
    text: str
    by: str
    at: datetime
