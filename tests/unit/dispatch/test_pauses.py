"""A paused clock: its rungs move with it, whatever the working calendar."""

from dataclasses import replace

from dispatch.domain.ladder import next_rung
from dispatch.domain.step_run import StepRun

from tests.unit.dispatch.builders import at
from tests.unit.dispatch.flow import assigned


def running() -> StepRun:
    run = assigned().running
    assert run is not None
    return run


def test_no_rung_is_pending_while_the_clock_stands() -> None:
    run = running()
    assert next_rung(replace(run, clock=run.clock.pause(at(2), "customer away"))) is None


def test_rungs_move_by_the_length_of_the_pause() -> None:
    run = running()
    paused = replace(run, clock=run.clock.pause(at(2), "customer away").resume(at(5)))
    assert [paused.due_of(fraction) for fraction in (0.5, 1.0, 1.5)] == [at(7), at(11), at(15)]
    assert [run.due_of(fraction) for fraction in (0.5, 1.0, 1.5)] == [at(4), at(8), at(12)]
