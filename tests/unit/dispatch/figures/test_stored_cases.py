"""What figures read of a case that was worked through with the real handlers and stored as the service stores it."""

from chassis.codec import StateCodec
from dispatch.adapters.figure_fields import LINE_PROJECTION
from dispatch.adapters.figure_rows import case_head, case_row
from dispatch.domain.assignment import Assignment
from dispatch.domain.figures.answering import communicated_at, first_response_at
from dispatch.domain.figures.case_cells import COLUMNS, Cell, case_cells
from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.reassignments import ReassignmentSample, reassignment_sample
from dispatch.domain.figures.right_first_time import RightSample, right_sample
from dispatch.domain.figures.verdicts import decided_by, verdict
from dispatch.handlers.classify_case import PersonsClass, reclassify_case
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_repair_closed import on_repair_closed
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.handlers.reply_to_task import reply_to_task

from tests.unit.dispatch import builders as b
from tests.unit.dispatch.figures.rows import OFFICE
from tests.unit.dispatch.figures.stored import projected
from tests.unit.dispatch.flow import QUALITY, accepted, assigned, changed, named, resolved

CODEC = StateCodec(Assignment)


def row_of(state: Assignment) -> CaseRow:
    return case_row(projected(CODEC.encode(state), LINE_PROJECTION))


def cells_of(state: Assignment, seconds: float) -> dict[str, Cell]:
    raw = projected(CODEC.encode(state), LINE_PROJECTION)
    return dict(zip(COLUMNS, case_cells(case_head(raw), case_row(raw), OFFICE, b.at(seconds)), strict=True))


def test_a_case_that_went_straight_through() -> None:
    row = row_of(resolved())
    assert (first_response_at(row), communicated_at(row), row.resolved_at) == (b.at(1), b.at(3), b.at(4))
    assert [(step.step, verdict(step, b.at(9))) for step in row.steps] == [("02C", "met"), ("03", "met")]
    assert [decided_by(step, b.at(9)) for step in row.steps] == ["staff:quality1", "staff:clerk1"]
    assert reassignment_sample(row) == ReassignmentSample(0, 0, 0)
    assert right_sample(row) == RightSample(reclassified=False, reworked=False)
    cells = cells_of(resolved(), 9)
    assert (cells["number"], cells["customer_name"], cells["team"]) == (b.NUMBER, "Pump Works", "quality")
    assert (cells["02C_limit_hours"], cells["02C_used_hours"], cells["02C_result"]) == (0.0022, 0.0006, "met")
    assert (cells["01_limit_hours"], cells["01_result"], cells["rounds"]) == (None, None, 1)
    assert cells["responsible"] == "staff:quality1"


def test_a_director_who_names_answers_and_is_no_reassignment() -> None:
    row = row_of(named())
    assert first_response_at(row) == b.at(1)
    assert communicated_at(row) is None
    assert decided_by(row.steps[0], b.at(2)) == "staff:rnd-director"
    assert reassignment_sample(row).total == 0
    assert row.responsible == "staff:rnd-pm1"


def test_an_unsure_case_is_not_classified_and_nobody_answered() -> None:
    event = b.opened(b.UNSURE_TEXT)
    row = row_of(changed(on_case_opened(None, event, b.context())).state)
    assert (row.classified_at, right_sample(row), first_response_at(row)) == (None, None, None)
    assert row.responsible == "role:sales_clerk"


def test_hands_class_and_round_change() -> None:
    handed = hand_over_task(accepted(), QUALITY, "staff:quality2", "knows it", b.policy(), now=b.at(2)).state
    row = row_of(handed)
    assert reassignment_sample(row) == ReassignmentSample(1, 0, 0)
    assert verdict(row.steps[0], b.at(8)) == "running"
    assert verdict(row.steps[0], b.at(8.001)) == "missed"
    assert decided_by(row.steps[0], b.at(1.5)) == "staff:quality1"
    assert decided_by(row.steps[0], b.at(100)) == "staff:quality2"

    back = changed(on_case_reopened(resolved(), b.reopened(), b.context(b.at(6)))).state
    again = row_of(back)
    assert reassignment_sample(again) == ReassignmentSample(0, 0, 1)
    assert right_sample(again) == RightSample(reclassified=False, reworked=True)
    cells = cells_of(back, 7)
    assert (cells["02C_limit_hours"], cells["02C_result"]) == (0.0044, "running")
    assert (cells["rounds"], cells["reopenings"], cells["status"]) == (2, 1, "assigned")


def test_another_team_is_a_reassignment_and_not_right_at_once() -> None:
    state = assigned()
    wanted = PersonsClass("usage", "support", None, None, "wrong button")
    desk = b.context().desk("e")
    moved = reclassify_case(state, wanted, "wrong button", b.CLERK, desk, now=b.at(2)).state
    row = row_of(moved)
    assert reassignment_sample(row) == ReassignmentSample(0, 1, 0)
    assert right_sample(row) == RightSample(reclassified=True, reworked=False)
    assert [verdict(step, b.at(3)) for step in row.steps] == ["dropped", "running"]


def test_a_clock_that_stands_still_misses_nothing() -> None:
    paused = pause_task(accepted(), QUALITY, "waiting_for_parts", None, b.policy(), now=b.at(7)).state
    assert verdict(row_of(paused).steps[0], b.at(100)) == "running"
    assert cells_of(paused, 100)["02C_used_hours"] == 0.0019
    running = resume_task(paused, QUALITY, now=b.at(50)).state
    replied = reply_to_task(running, QUALITY, "worn", "replace", None, now=b.at(51)).state
    assert verdict(row_of(replied).steps[0], b.at(100)) == "met"
    cells = cells_of(replied, 100)
    assert (cells["02C_paused_hours"], cells["02C_result"]) == (0.0119, "met")


def test_a_repair_that_took_two_attempts_is_rework() -> None:
    event = b.repair_closed()
    twice = event.model_copy(update={"data": event.data.model_copy(update={"attempts": 2})})
    state = changed(on_repair_closed(resolved(), twice, b.context(b.at(6)))).state
    assert right_sample(row_of(state)) == RightSample(reclassified=False, reworked=True)
