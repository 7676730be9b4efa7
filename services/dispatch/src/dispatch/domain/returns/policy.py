"""What returns go by, as data: who may return what, and how long each stage may take."""

from dataclasses import dataclass

from dispatch.domain.returns.entitlement import ServicePolicy
from dispatch.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """`stages` in their order, decide first; `timezone` tells the day on which a customer asked.

    `pause_while_expected` is why the clock of step 02A stands still while goods are on their way; None: it runs on.
    """

    id: str
    version: int
    timezone: str
    stages: tuple[Stage, ...]
    service: ServicePolicy
    pause_while_expected: str | None = None
