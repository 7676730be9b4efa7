"""Is every clock what counting minutes gives, and was every level told exactly once and in order?"""

from datetime import datetime, timedelta

from contracts.events.dispatch import TaskEscalated, TaskOverdue, TaskReminded
from contracts.payload import Payload
from dispatch.domain.clocks import ClockReading, read_clock, read_clocks
from dispatch.domain.ladder import next_rung
from dispatch.domain.step_run import StepRun

from tests.unit.dispatch.simulation.life import Expected, Life
from tests.unit.dispatch.simulation.minutes import instant, minute_of

MINUTE = timedelta(minutes=1)


def check_readings(life: Life) -> None:
    """The running step's clock shows what counting its minutes gives."""
    run = life.state.running or life.state.finished[-1]
    _check_reading(read_clock(run, instant(life.now)), life.steps[-1], life.now)


def check_whole_life(life: Life) -> int:
    """Every step of a life; returns how many there were."""
    readings = read_clocks(life.state, instant(life.now))
    assert len(readings) == len(life.steps)
    for reading, expected in zip(readings, life.steps, strict=True):
        _check_reading(reading, expected, life.now)
        _check_hands(reading, expected)
        _check_ladder(reading.run, expected, life.now)
    return len(readings)


def _check_reading(reading: ClockReading, expected: Expected, now: int) -> None:
    watch = expected.watch
    limit = reading.limit // MINUTE
    [due] = watch.dues([limit])
    assert minute_of(reading.run.started_at) == watch.start
    assert reading.used == watch.used(now) * MINUTE
    assert reading.paused == watch.paused(now) * MINUTE
    assert reading.left == (limit - watch.used(now)) * MINUTE
    assert reading.due_at == (None if due is None else instant(due))
    if not watch.is_paused:
        assert reading.run.due_at == reading.due_at, "what is stored is what the clock gives"
    end = now if watch.stop is None else watch.stop
    late = due is not None and due < end
    if reading.standing in ("met", "missed", "running", "paused") and due != end:
        assert (reading.standing == "missed") == late
    assert (reading.standing == "paused") == (watch.is_paused and not late) or due == end
    assert (next_rung(reading.run) is None) or not watch.is_paused


def _check_hands(reading: ClockReading, expected: Expected) -> None:
    assert [(held.responsible, minute_of(held.since)) for held in reading.held] == expected.hands
    unheld = expected.watch.used(expected.hands[0][1])
    assert sum((held.worked for held in reading.held), unheld * MINUTE) == reading.used


def _check_ladder(run: StepRun, expected: Expected, now: int) -> None:
    """What was due before the step's end was told, once, in order and not early; nothing that was due later."""
    limit = run.level.limit_seconds // 60
    fractions = [*run.level.reminders, 1.0, *(rung.at for rung in run.level.escalations)]
    dues = expected.watch.dues([round(fraction * limit) for fraction in fractions])
    words = [
        *(f"reminded {fraction}" for fraction in run.level.reminders),
        "overdue",
        *(f"level {number}" for number, _ in enumerate(run.level.escalations, start=1)),
    ]
    end = now if expected.watch.stop is None else expected.watch.stop
    heard = [_word(payload) for payload in expected.heard]
    surely = sum(due is not None and due < end for due in dues)
    possibly = sum(due is not None and due <= end for due in dues)
    assert heard == words[: len(heard)], "each once and in order"
    assert surely <= len(heard) <= possibly
    for payload, due in zip(expected.heard, dues, strict=False):
        assert due is not None
        told = _told_at(payload)
        assert instant(due) <= told <= instant(end), "not early"


def _word(payload: Payload) -> str:
    if isinstance(payload, TaskReminded):
        return f"reminded {payload.fraction}"
    return f"level {payload.level}" if isinstance(payload, TaskEscalated) else "overdue"


def _told_at(payload: Payload) -> datetime:
    if isinstance(payload, TaskReminded):
        return payload.reminded_at
    if isinstance(payload, TaskEscalated):
        return payload.escalated_at
    assert isinstance(payload, TaskOverdue)
    return payload.overdue_at
