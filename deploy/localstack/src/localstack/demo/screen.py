"""What a person sees: a live table on a terminal, plain lines anywhere else."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from localstack.demo.deed import Story
from localstack.demo.news import News
from localstack.demo.views import Assignment, Case
from localstack.demo.world import World

_NEWS_LINES = 9
_FRAME_LINES = _NEWS_LINES + 9
_MOST_ROWS = 40
_FEWEST_ROWS = 5
_COLOURS = {"closed": "green", "resolved": "green", "reopened": "magenta", "received": "dim"}


class Screen(Protocol):
    """Takes what was seen."""

    def show(self, world: World, stories: Sequence[Story], news: Sequence[News]) -> None: ...

    def close(self) -> None: ...


@dataclass
class PlainScreen:
    """One line for each piece of news."""

    console: Console
    started: float = field(default_factory=monotonic)

    def show(self, world: World, stories: Sequence[Story], news: Sequence[News]) -> None:  # noqa: ARG002
        for item in news:
            line = f"{monotonic() - self.started:6.1f} s  {item.number}  {item.text}"
            self.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def close(self) -> None:
        """Nothing to give back."""


@dataclass
class LiveScreen:
    """The table of cases with counters and the last news, drawn in place."""

    console: Console
    started: float = field(default_factory=monotonic)
    last: deque[tuple[float, News]] = field(default_factory=lambda: deque(maxlen=_NEWS_LINES))

    def __post_init__(self) -> None:
        self._live = Live(console=self.console, auto_refresh=False)
        self._live.start()

    def show(self, world: World, stories: Sequence[Story], news: Sequence[News]) -> None:
        now = monotonic() - self.started
        self.last.extend((now, item) for item in sorted(news, key=lambda item: item.number))
        rows = max(_FEWEST_ROWS, min(_MOST_ROWS, self.console.height - _FRAME_LINES))
        shown = Group(_counters(world, len(stories), now), _cases(world, rows), _news(self.last))
        self._live.update(shown, refresh=True)

    def close(self) -> None:
        self._live.stop()


def screen_for(console: Console) -> Screen:
    """The live table on a terminal, else lines."""
    return LiveScreen(console) if console.is_terminal else PlainScreen(console)


def _counters(world: World, submitted: int, now: float) -> Panel:
    statuses = Counter(case.status for case in world.cases.values())
    queue = sum(1 for assignment in world.assignments.values() if assignment.status == "awaiting_classification")
    late = sum(1 for assignment in world.assignments.values() if assignment.overdue)
    repairs = sum(1 for repair in world.repairs.values() if repair.status not in ("closed", "cancelled"))
    parts = [
        f"{now:.0f} s",
        f"submitted {submitted}",
        *(f"{status} {count}" for status, count in statuses.items()),
        f"manual queue {queue}",
        f"overdue now {late}",
        f"repairs open {repairs}",
        f"improvements {len(world.improvements)}",
    ]
    return Panel(Text("  |  ".join(parts)), title="after-sales demonstration: an hour lasts three seconds", height=4)


def _cases(world: World, rows: int) -> Table:
    table = Table(expand=True, pad_edge=False, show_edge=False)
    for column in ("number", "status", "category", "team", "responsible", "step", "time left", "level"):
        table.add_column(column, no_wrap=True)
    cases = sorted(world.cases.values(), key=lambda case: _urgency(case, world.assignments.get(case.id)))
    for case in cases[:rows]:
        assignment = world.assignments.get(case.id)
        table.add_row(*_row(case, assignment), style=_style(case, assignment))
    if len(cases) > rows:
        table.caption = f"and {len(cases) - rows} more"
    return table


def _row(case: Case, assignment: Assignment | None) -> list[str]:
    status = case.status if case.round == 1 else f"{case.status} (round {case.round})"
    run = assignment.running if assignment else None
    if run is None:
        return [case.number, status, case.category or "", case.team or "", case.responsible or "", "", "", ""]
    left = (run.due_at - datetime.now(UTC)).total_seconds()
    level = str(len(run.escalated) or "")
    team = case.team or "front desk"
    return [case.number, status, case.category or "?", team, run.responsible, run.step, f"{left:+.0f} s", level]


def _urgency(case: Case, assignment: Assignment | None) -> tuple[bool, int, bool, datetime]:
    """Escalated ones first, then by the time left; what nobody must act on now comes last."""
    run = assignment.running if assignment else None
    if assignment is None or run is None:
        return case.status == "closed", 0, True, assignment.due_at if assignment else datetime.now(UTC)
    return case.status == "closed", -len(run.escalated), False, run.due_at


def _style(case: Case, assignment: Assignment | None) -> str:
    if assignment is not None and assignment.overdue:
        return "bold red"
    return _COLOURS.get(case.status, "")


def _news(last: Sequence[tuple[float, News]]) -> Panel:
    text = Text()
    for at, item in last:
        text.append(f"{at:5.0f} s  {item.number}  {item.text}\n", style="bold red" if item.grave else "")
    text.rstrip()
    return Panel(text, title="last events", height=_NEWS_LINES + 2)
