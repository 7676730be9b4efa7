"""A paused hour never counts, and the order in which pauses become known never matters."""

from dataclasses import asdict
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from worktime import Calendar, Ledger, Pause, working_time_between

from tests.support.effort import examples
from tests.unit.worktime.calendars import MINUTE, counted_minutes
from tests.unit.worktime.strategies import calendars_and_starts, limits, pauses_after, spans, starts

Case = tuple[Calendar, datetime]


def _covered(pauses: list[Pause], at: datetime) -> bool:
    return any(pause.start <= at and (pause.end is None or at < pause.end) for pause in pauses)


@settings(max_examples=20, deadline=None)
@given(calendars_and_starts(), spans, st.data())
def test_only_minutes_outside_every_pause_count(case: Case, span: timedelta, data: st.DataObject) -> None:
    calendar, start = case
    pauses = data.draw(pauses_after(start))
    ledger, now = Ledger.from_intervals(start, pauses), start + span
    minutes = counted_minutes(calendar, start, now)
    unpaused = [minute for minute in minutes if not _covered(pauses, minute)]
    assert ledger.used(calendar, now) == len(unpaused) * MINUTE
    assert ledger.paused(calendar, now) == (len(minutes) - len(unpaused)) * MINUTE


@settings(max_examples=examples(50), deadline=None)
@given(calendars_and_starts(), spans, spans, st.data())
def test_a_further_pause_never_uses_time_and_what_is_not_used_is_paused(
    case: Case, delay: timedelta, length: timedelta, data: st.DataObject
) -> None:
    calendar, start = case
    pauses = data.draw(pauses_after(start))
    ledger = Ledger.from_intervals(start, pauses)
    paused_on = Ledger.from_intervals(start, [*pauses, Pause("site", start + delay, start + delay + length)])
    before, after = start + delay, start + delay + length
    assert paused_on.used(calendar, before) == paused_on.used(calendar, after) == ledger.used(calendar, before)
    total = working_time_between(calendar, start, after)
    assert ledger.used(calendar, after) + ledger.paused(calendar, after) == total


@settings(max_examples=examples(60), deadline=None)
@given(starts, st.data())
def test_the_order_of_pauses_never_matters(start: datetime, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    whole = Ledger.from_intervals(start, pauses)
    assert Ledger.from_intervals(start, data.draw(st.permutations(pauses))) == whole
    one_by_one = Ledger(start)
    for pause in data.draw(st.permutations(pauses)):
        one_by_one = Ledger.from_intervals(start, [*one_by_one.pauses, pause])
    assert one_by_one == whole


@settings(max_examples=examples(60), deadline=None)
@given(calendars_and_starts(), limits, st.data())
def test_at_the_due_instant_exactly_the_limit_is_used(case: Case, limit: timedelta, data: st.DataObject) -> None:
    calendar, start = case
    ledger = Ledger.from_intervals(start, data.draw(pauses_after(start)))
    due = ledger.due(calendar, limit)
    if due is None:
        assert ledger.is_paused
        assert ledger.used(calendar, start + timedelta(days=60)) < limit
    else:
        assert ledger.used(calendar, due.at) == limit
        assert ledger.met(calendar, limit, due.at)
        assert not ledger.met(calendar, limit, due.at + timedelta(microseconds=1))


@settings(max_examples=examples(60), deadline=None)
@given(starts, st.lists(st.integers(1, 600), max_size=8), st.booleans())
def test_operations_in_turn_give_the_ledger_of_their_intervals(at: datetime, gaps: list[int], stops: bool) -> None:
    ledger, pauses = Ledger(at), list[Pause]()
    for gap in gaps:
        at += gap * MINUTE
        if ledger.is_paused:
            ledger = ledger.resume(at)
            pauses[-1] = Pause("parts", pauses[-1].start, at)
        else:
            ledger = ledger.pause(at, "parts")
            pauses.append(Pause("parts", at))
    stopped_at = at + MINUTE if stops else None
    ledger = ledger.stop(stopped_at) if stopped_at is not None else ledger
    assert ledger == Ledger.from_intervals(ledger.started_at, reversed(pauses), stopped_at)
    fields = asdict(ledger)
    assert Ledger(fields["started_at"], tuple(Pause(**p) for p in fields["pauses"]), fields["stopped_at"]) == ledger
