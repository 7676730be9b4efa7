"""The pausable clock: transitions, what it answers, and the laws of pauses."""

from datetime import datetime, timedelta

import pytest
from worktime import AROUND_THE_CLOCK, CalendarError, InstantError, Ledger, LedgerError, Pause

from tests.unit.worktime.calendars import HOUR, MINUTE, PLAIN, shanghai

NINE = shanghai("2026-03-02T09:00")
STARTED = Ledger(NINE)
WAITING = STARTED.pause(NINE + HOUR, "customer")
RUNNING = WAITING.resume(NINE + 2 * HOUR)
STOPPED = RUNNING.stop(NINE + 3 * HOUR)


def test_the_states_follow_one_another() -> None:
    assert [ledger.is_paused for ledger in (STARTED, WAITING, RUNNING, STOPPED)] == [False, True, False, False]
    assert [ledger.is_stopped for ledger in (STARTED, WAITING, RUNNING, STOPPED)] == [False, False, False, True]
    assert RUNNING.pauses == (Pause("customer", NINE + HOUR, NINE + 2 * HOUR),)
    assert STARTED.pauses == ()


def test_a_stop_ends_an_open_pause() -> None:
    assert WAITING.stop(NINE + 5 * HOUR).pauses == (Pause("customer", NINE + HOUR, NINE + 5 * HOUR),)


def test_transitions_a_state_does_not_allow_are_refused() -> None:
    at = NINE + 4 * HOUR
    with pytest.raises(LedgerError, match="already paused"):
        WAITING.pause(at, "parts")
    with pytest.raises(LedgerError, match="not paused"):
        RUNNING.resume(at)
    for operation in (STOPPED.stop, STOPPED.resume, lambda when: STOPPED.pause(when, "parts")):
        with pytest.raises(LedgerError, match="stopped at"):
            operation(at)


def test_transitions_before_the_last_event_are_refused() -> None:
    for operation in (WAITING.resume, WAITING.stop, lambda when: STARTED.pause(when, "parts"), STARTED.stop):
        with pytest.raises(LedgerError, match="precedes"):
            operation(NINE - MINUTE)
    with pytest.raises(LedgerError, match="precedes"):
        RUNNING.pause(NINE + 2 * HOUR - MINUTE, "parts")


@pytest.mark.parametrize(
    ("pauses", "stopped_at"),
    [
        ((Pause("a", NINE - HOUR, NINE + HOUR),), None),
        ((Pause("a", NINE + HOUR, NINE + 3 * HOUR), Pause("b", NINE + 2 * HOUR, NINE + 4 * HOUR)), None),
        ((Pause("a", NINE + HOUR), Pause("b", NINE + 2 * HOUR, NINE + 4 * HOUR)), None),
        ((Pause("a", NINE + HOUR),), NINE + 2 * HOUR),
        ((Pause("a", NINE + HOUR, NINE + 3 * HOUR),), NINE + 2 * HOUR),
        ((), NINE - HOUR),
    ],
)
def test_impossible_ledgers_are_refused(pauses: tuple[Pause, ...], stopped_at: datetime | None) -> None:
    with pytest.raises(LedgerError):
        Ledger(NINE, pauses, stopped_at)


def test_bad_instants_and_limits_are_refused() -> None:
    naive = NINE.replace(tzinfo=None)
    with pytest.raises(LedgerError, match="before its start"):
        Pause("a", NINE, NINE - MINUTE)
    with pytest.raises(InstantError):
        Ledger(naive)
    with pytest.raises(InstantError):
        STARTED.pause(naive, "parts")
    with pytest.raises(InstantError):
        STARTED.used(PLAIN, naive)
    with pytest.raises(CalendarError):
        STARTED.due(PLAIN, -HOUR)


def test_time_used_paused_and_left() -> None:
    now = shanghai("2026-03-02T15:00")
    assert RUNNING.used(PLAIN, now) == 3.5 * HOUR
    assert RUNNING.paused(PLAIN, now) == HOUR
    assert RUNNING.left(PLAIN, 3 * HOUR, now) == -0.5 * HOUR
    assert RUNNING.used(AROUND_THE_CLOCK, now) == 5 * HOUR
    assert STOPPED.used(PLAIN, now) == 2 * HOUR
    assert WAITING.used(PLAIN, now) == HOUR
    assert STARTED.used(PLAIN, NINE - HOUR) == timedelta(0)


def test_a_pause_over_lunch_costs_only_the_working_part() -> None:
    ledger = STARTED.pause(shanghai("2026-03-02T11:30"), "customer").resume(shanghai("2026-03-02T14:00"))
    assert ledger.paused(PLAIN, shanghai("2026-03-02T17:00")) == HOUR
    due = ledger.due(PLAIN, 3 * HOUR)
    assert due is not None
    assert due.at == shanghai("2026-03-02T14:30")


def test_nothing_is_due_while_paused_unless_it_was_due_before() -> None:
    assert WAITING.due(PLAIN, 2 * HOUR) is None
    overdue = WAITING.due(PLAIN, 0.5 * HOUR)
    assert overdue is not None
    assert overdue.at == NINE + 0.5 * HOUR
    reached = WAITING.due(PLAIN, HOUR)
    assert reached is not None
    assert reached.at == NINE + HOUR


def test_due_as_of_an_earlier_moment_does_not_know_what_came_later() -> None:
    early, waiting, later = (RUNNING.due(PLAIN, 2 * HOUR, NINE + hours * HOUR) for hours in (0.5, 1.5, 2.5))
    assert early is not None
    assert early.at == NINE + 2 * HOUR
    assert waiting is None
    assert later is not None
    assert later.at == NINE + 3 * HOUR


def test_a_limit_is_met_up_to_and_including_the_due_instant() -> None:
    due = NINE + 3 * HOUR
    assert RUNNING.met(PLAIN, 2 * HOUR, due)
    assert not RUNNING.met(PLAIN, 2 * HOUR, due + timedelta(microseconds=1))
    assert STOPPED.met(PLAIN, 2 * HOUR, NINE + 100 * HOUR)
    assert not STOPPED.met(PLAIN, 1.5 * HOUR, NINE + 100 * HOUR)
    assert WAITING.met(PLAIN, 2 * HOUR, NINE + 100 * HOUR)
    assert not WAITING.met(PLAIN, 0.5 * HOUR, NINE + 100 * HOUR)


def test_a_stop_after_hours_is_late_when_the_limit_ran_out_at_closing_time() -> None:
    ledger = STARTED.stop(shanghai("2026-03-02T20:00"))
    assert ledger.left(PLAIN, 7 * HOUR, NINE + 24 * HOUR) == timedelta(0)
    assert not ledger.met(PLAIN, 7 * HOUR, NINE + 24 * HOUR)


def test_overlapping_pauses_merge_and_keep_each_reason_once() -> None:
    ledger = Ledger.from_intervals(
        NINE,
        [
            Pause("parts", NINE + 3 * HOUR, NINE + 5 * HOUR),
            Pause("site", NINE + 7 * HOUR),
            Pause("customer", NINE - HOUR, NINE + HOUR),
            Pause("customer", NINE + 4 * HOUR, NINE + 6 * HOUR),
            Pause("long ago", NINE - 3 * HOUR, NINE - 2 * HOUR),
            Pause("parts", NINE + 4 * HOUR, NINE + 4.5 * HOUR),
        ],
        stopped_at=NINE + 8 * HOUR,
    )
    assert ledger.pauses == (
        Pause("customer", NINE, NINE + HOUR),
        Pause("customer; parts", NINE + 3 * HOUR, NINE + 6 * HOUR),
        Pause("site", NINE + 7 * HOUR, NINE + 8 * HOUR),
    )


def test_pauses_that_only_touch_stay_apart() -> None:
    first, second = Pause("a", NINE, NINE + HOUR), Pause("b", NINE + HOUR, NINE + 2 * HOUR)
    assert Ledger.from_intervals(NINE, [second, first]).pauses == (first, second)
