"""What 8D records and digests go by, as data."""

from dataclasses import dataclass

from dispatch.domain.quality.feed import DigestTimes
from dispatch.domain.stages import Stage
from dispatch.domain.words import CategoryName


@dataclass(frozen=True, slots=True)
class QualityPolicy:
    """`stages` are those of D1 to D8 in order; `categories` are the ones that an 8D record may be about."""

    id: str
    version: int
    timezone: str
    stages: tuple[Stage, ...]
    categories: frozenset[CategoryName]
    digest: DigestTimes
