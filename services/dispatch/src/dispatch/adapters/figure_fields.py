"""Which fields of a stored assignment each figure and file reads: to read them is most of what a figure costs."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from dispatch.domain.figures.grouping import StepGrouping

Reads = Literal["answers", "classes", "hands", "clocks", "open_clocks"]
"""When people answered; which classes were given and what was worked on again; who held the steps; how the clocks of
all steps ran; how that of the running step does."""

_CASE: Final = (
    "opened_at",
    "status",
    "round",
    "team",
    "case.kind",
    "case.channel",
    "case.customer_grade",
    "classifications.category",
    "classifications.severity",
    "resolutions.at",
)
_CLASSES: Final = ("classifications.sure", "classifications.at", "repairs.attempts")
_VERDICT: Final = ("level.step", "level.team", "due_at", "clock", "overdue_at", "outcome")
_HOLDERS: Final = ("holdings.responsible", "holdings.since", "holdings.by")
_STEPS: Final[Mapping[Reads, tuple[str, ...]]] = {
    "answers": ("level.step", "accepted_at", "outcome", "clock.stopped_at"),
    "classes": (),
    "hands": ("outcome", *_HOLDERS),
    "clocks": (*_VERDICT, "level.calendar"),
    "open_clocks": _VERDICT,
}
_BY_PERSON: Final[Mapping[Reads, tuple[str, ...]]] = {
    "answers": ("responsible",),
    "classes": ("level.step", "responsible"),
    "hands": ("level.step", "responsible"),
    "clocks": ("responsible", "ended_by", *_HOLDERS),
    "open_clocks": ("responsible",),
}
"""What the person adds to whom a case or step is put down; nobody else asks."""
HEAD_FIELDS: Final = (
    "number",
    "customer_code",
    "customer_name",
    "order_number",
    "product_name",
    "product_model",
    "product_serial",
)


def projection(reads: Reads, by: StepGrouping) -> Mapping[str, int]:
    """For one figure in one grouping."""
    steps = {*_STEPS[reads], *(_BY_PERSON[reads] if by == "person" else ())}
    return _projected((*_CASE, *(_CLASSES if reads == "classes" else ())), steps)


def _projected(case: Iterable[str], steps: Iterable[str]) -> Mapping[str, int]:
    fields = (*case, *(f"{place}.{name}" for place in ("finished", "running") for name in sorted(steps)))
    return {"_id": 0, **{f"state.{name}": 1 for name in fields}}


LINE_PROJECTION: Final = _projected(
    (*_CASE, *_CLASSES, "classifications.urgency", *(f"case.{name}" for name in HEAD_FIELDS)),
    {"round", "level.limit_seconds", "responsible", "accepted_at", "ended_by", "level.calendar", *_VERDICT, *_HOLDERS},
)
"""Everything that a line of a file tells."""
