"""How right the rules are: per category and period, and the words that misled them most (R7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Period = Literal["day", "week", "month"]
CategoryOf = Literal["decided", "truth"]
"""Whether a case counts under the category that the rules decided or under the true one."""


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    """The cases opened in one period that people have judged.

    - `judged` (n): a person gave or corrected the class, or the responsible signed a cause without objecting.
    - `right`: the rules' last decision named the true category, sure or not.
    - `sure`: those that the rules decided alone; the others waited in the manual queue.
    - `right_at_once`: `sure` and never corrected in category.
    """

    period: datetime
    category: str
    judged: int
    right: int
    sure: int
    right_at_once: int

    @property
    def accuracy(self) -> float:
        """`right` ÷ `judged`."""
        return self.right / self.judged

    @property
    def accuracy_when_sure(self) -> float | None:
        """`right_at_once` ÷ `sure`; None where no decision was sure."""
        return self.right_at_once / self.sure if self.sure else None

    @property
    def right_at_once_share(self) -> float:
        """`right_at_once` ÷ `judged`: the key control of seed 001."""
        return self.right_at_once / self.judged


@dataclass(frozen=True, slots=True)
class Misleading:
    """A word, and the rule it stood in, behind `cases` wrong decisions for `decided`; `truths` is what they were.

    `word` None: a rule that held without any word.
    """

    word: str | None
    rule: str
    decided: str
    cases: int
    truths: tuple[str, ...]
