"""Every formula against a brute force over random rows that shares nothing with it but the rows."""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from dispatch.domain.figures.case_row import CaseRow, StepRow
from dispatch.domain.figures.errors import TooManyGroups
from dispatch.domain.figures.grouping import CaseGrouping, OpenGrouping, StepGrouping
from dispatch.domain.figures.measuring import (
    attainments,
    backlogs,
    first_responses,
    reassignments,
    right_first_times,
)
from dispatch.domain.figures.summary import Summary
from dispatch.domain.figures.window import Window, WindowBy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.unit.dispatch.figures.rows import CASES, MINUTES, MONDAY, NOW, POLICY, is_worked, minute

pytestmark = pytest.mark.slow

WINDOW = Window(MONDAY, minute(MINUTES + 1))
MOST = 400


def worked_minutes(start: datetime, end: datetime) -> int:
    """One by one."""
    first, last = ((at - MONDAY) // timedelta(minutes=1) for at in (start, end))
    return sum(is_worked(number) for number in range(first, last))


def same(found: Summary, expected: Sequence[float]) -> None:
    assert found.n == len(expected)
    if not expected:
        assert (found.median, found.p90) == (None, None)
    else:
        assert found.median == pytest.approx(statistics.median(expected))
        tenths = statistics.quantiles(expected, n=10, method="inclusive") if len(expected) > 1 else [expected[0]] * 9
        assert found.p90 == pytest.approx(tenths[8])


def naive_key(row: CaseRow, by: str, over: str = "opened") -> str:
    local = (row.resolved_at if over == "resolved" and row.resolved_at else row.opened_at) + timedelta(hours=8)
    if by in ("day", "week", "month"):
        return local.strftime({"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[by])
    if by == "person":
        lines = [step for step in row.steps if step.step in ("02A", "02B", "02C", "reply")] or list(row.steps)
        return lines[-1].holders[-1].responsible if lines else "-"
    return str(getattr(row, by))


def naive_verdict(step: StepRow) -> str:
    if step.outcome == "missed" or step.overdue_at:
        return "missed"
    if step.outcome == "met":
        return "met"
    if step.outcome in ("superseded", "cancelled"):
        return "dropped"
    standing = any(pause.end is None for pause in step.clock.pauses)
    return "running" if standing or step.due_at >= NOW else "missed"


def naive_person(step: StepRow) -> str:
    end = step.clock.stopped_at or NOW
    if naive_verdict(step) == "missed" and step.due_at < end:
        end = step.due_at
    person = step.holders[0].responsible
    for holder in step.holders:
        if holder.since <= end:
            person = holder.responsible
    if naive_verdict(step) == "met" and person[:5] == "role:" and str(step.ended_by)[:6] == "staff:":
        return str(step.ended_by)
    return person


@settings(max_examples=examples(60), deadline=None)
@given(CASES, st.sampled_from(get_args(CaseGrouping)))
def test_first_response(rows: list[CaseRow], by: CaseGrouping) -> None:
    measuring = first_responses(POLICY, WINDOW, by, MOST)
    measuring.take(rows[:5])
    measuring.take(rows[5:])
    keyed = {group.key: group.figure for group in measuring.groups()}
    parts = [(measuring.total(), rows)]
    parts += [(figure, [row for row in rows if naive_key(row, by) == key]) for key, figure in keyed.items()]
    assert sum(figure.cases for figure in keyed.values()) == (0 if by == "none" else len(rows))
    for figure, those in parts:
        answered, told = [], []
        for row in those:
            done = [s.clock.stopped_at for s in row.steps if s.outcome in ("met", "missed") and s.step != "01"]
            taken = [s.accepted_at for s in row.steps if s.step != "01"]
            moments = sorted(at for at in (*done, *taken) if at)
            third = sorted(
                s.clock.stopped_at
                for s in row.steps
                if s.outcome in ("met", "missed") and s.step == "03" and s.clock.stopped_at
            )
            answered += [(row.opened_at, max(row.opened_at, moments[0]))] if moments else []
            told += [(row.opened_at, max(row.opened_at, third[0]))] if third else []
        for delay, spans in ((figure.response, answered), (figure.communication, told)):
            assert (delay.n, delay.without) == (len(spans), len(those) - len(spans))
            same(delay.calendar_hours, [(end - start).total_seconds() / 3600 for start, end in spans])
            same(delay.business_hours, [worked_minutes(start, end) / 60 for start, end in spans])


@settings(max_examples=examples(60), deadline=None)
@given(CASES, st.sampled_from(get_args(CaseGrouping)), st.sampled_from(get_args(WindowBy)))
def test_right_first_time(rows: list[CaseRow], by: CaseGrouping, over: WindowBy) -> None:
    measuring = right_first_times(POLICY, replace(WINDOW, by=over), by, MOST)
    measuring.take(rows)
    parts = [(measuring.total(), rows)]
    parts += [(group.figure, [r for r in rows if naive_key(r, by, over) == group.key]) for group in measuring.groups()]
    for figure, those in parts:
        classified = [row for row in those if row.classified_at]
        wrong = [row for row in classified if row.reclassifications or row.round > 1 or row.repair_attempts > 1]
        assert (figure.n, figure.right) == (len(classified), len(classified) - len(wrong))
        assert figure.reclassified == sum(row.reclassifications > 0 for row in classified)
        assert figure.reworked == sum(row.round > 1 or row.repair_attempts > 1 for row in classified)
        assert figure.share == ((len(classified) - len(wrong)) / len(classified) if classified else None)


@settings(max_examples=examples(60), deadline=None)
@given(CASES, st.sampled_from(get_args(CaseGrouping)))
def test_reassignments(rows: list[CaseRow], by: CaseGrouping) -> None:
    measuring = reassignments(POLICY, WINDOW, by, MOST)
    measuring.take(rows)
    parts = [(measuring.total(), rows)]
    parts += [(group.figure, [r for r in rows if naive_key(r, by) == group.key]) for group in measuring.groups()]
    for figure, those in parts:
        per_case = []
        hand_overs = team_changes = reopenings = 0
        for row in those:
            handed = 0
            for step in row.steps:
                for number in range(1, len(step.holders)):
                    before, after = step.holders[number - 1], step.holders[number]
                    handed += not (before.responsible[:5] == "role:" and after.by == after.responsible)
            superseded = len([step for step in row.steps if step.outcome == "superseded"])
            hand_overs, team_changes, reopenings = (
                hand_overs + handed,
                team_changes + superseded,
                reopenings + row.round - 1,
            )
            per_case.append(handed + superseded + row.round - 1)
        assert (figure.hand_overs, figure.reclassifications, figure.reopenings) == (
            hand_overs,
            team_changes,
            reopenings,
        )
        assert figure.total == sum(per_case)
        same(figure.per_case, per_case)
        assert {entry.reassignments: entry.cases for entry in figure.distribution} == {
            count: per_case.count(count) for count in per_case
        }
        assert figure.share == (sum(count > 0 for count in per_case) / len(per_case) if per_case else None)


@settings(max_examples=examples(60), deadline=None)
@given(CASES, st.sampled_from(get_args(StepGrouping)), st.sampled_from(get_args(WindowBy)))
def test_attainment(rows: list[CaseRow], by: StepGrouping, over: WindowBy) -> None:
    measuring = attainments(POLICY, replace(WINDOW, by=over), by, MOST, NOW)
    measuring.take(rows)
    everything = [(row, step) for row in rows for step in row.steps]

    def key(row: CaseRow, step: StepRow) -> str:
        own = {"step": step.step, "team": step.team, "person": naive_person(step)}
        return own[by] if by in own else naive_key(row, by, over)

    groups = measuring.groups()
    parts = [(measuring.total(), everything)]
    parts += [(group.figure, [pair for pair in everything if key(*pair) == group.key]) for group in groups]
    assert sum(group.figure.n for group in groups) == (0 if by == "none" else measuring.total().n)
    for figure, pairs in parts:
        verdicts = [naive_verdict(step) for _, step in pairs]
        met, missed = verdicts.count("met"), verdicts.count("missed")
        assert (figure.met, figure.missed, figure.n) == (met, missed, met + missed)
        assert (figure.running, figure.dropped) == (verdicts.count("running"), verdicts.count("dropped"))
        assert figure.share == (met / (met + missed) if met + missed else None)
        assert figure.overdue_open == sum(s.outcome is None and naive_verdict(s) == "missed" for _, s in pairs)
        used = []
        for _, step in pairs:
            if naive_verdict(step) in ("met", "missed") and step.clock.stopped_at:
                paused = sum(worked_minutes(p.start, p.end or step.clock.stopped_at) for p in step.clock.pauses)
                used.append((worked_minutes(step.clock.started_at, step.clock.stopped_at) - paused) / 60)
        same(figure.used_hours, used)


@settings(max_examples=examples(60), deadline=None)
@given(CASES, st.sampled_from(get_args(OpenGrouping)))
def test_backlog(rows: list[CaseRow], by: OpenGrouping) -> None:
    measuring = backlogs(POLICY, by, MOST, NOW)
    measuring.take(rows)

    def key(row: CaseRow) -> str:
        running = [step for step in row.steps if step.outcome is None]
        if by == "step":
            return running[0].step if running else "-"
        if by == "person" and running:
            return running[0].holders[-1].responsible
        return naive_key(row, by)

    parts = [(measuring.total(), rows)]
    parts += [(group.figure, [row for row in rows if key(row) == group.key]) for group in measuring.groups()]
    for figure, those in parts:
        ages = [(NOW - row.opened_at).total_seconds() / 3600 for row in those]
        assert figure.n == len(those)
        same(figure.age_hours, ages)
        assert [(bucket.from_hours, bucket.to_hours) for bucket in figure.buckets] == [
            (0, 8),
            (8, 24),
            (24, 168),
            (168, None),
        ]
        for bucket in figure.buckets:
            end = float("inf") if bucket.to_hours is None else bucket.to_hours
            assert bucket.n == sum(bucket.from_hours <= age < end for age in ages)
        late = [row for row in those if any(s.outcome is None and naive_verdict(s) == "missed" for s in row.steps)]
        assert figure.overdue == len(late)


def test_a_window_without_cases_has_no_percentages() -> None:
    measuring = attainments(POLICY, WINDOW, "day", MOST, NOW)
    total, groups = measuring.total(), measuring.groups()
    assert (total.n, total.share, total.used_hours) == (0, None, Summary(0, None, None))
    assert len(groups) == 22
    assert {group.figure.share for group in groups} == {None}


@given(st.integers(1, 3))
def test_groups_are_bounded(most: int) -> None:
    measuring = backlogs(POLICY, "channel", most, NOW)
    with pytest.raises(TooManyGroups) as refused:
        measuring.take(_one_of_each_channel())
    assert refused.value.params == {"limit": str(most)}


def _one_of_each_channel() -> list[CaseRow]:
    return [
        CaseRow(MONDAY, "assigned", 1, "sales", "fault", channel, "A", "other", "low", "low", None, 0, ())
        for channel in ("hotline", "web", "email", "wechat")
    ]
