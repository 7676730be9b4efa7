"""A process that ends is started again, later each time, and it is said."""

import threading

from hypothesis import given
from hypothesis import strategies as st
from localstack.backoff import BackOff, BackOffPolicy
from localstack.errors import LocalStackError
from localstack.keeper import Keeper

_POLICY = BackOffPolicy(first=1.0, longest=8.0, stable=20.0)


class _Unit:
    def __init__(self, *, unstartable: bool = False) -> None:
        self.up = True
        self.starts = 0
        self._unstartable = unstartable

    def alive(self) -> bool:
        return self.up

    def start(self) -> None:
        self.starts += 1
        if self._unstartable:
            raise LocalStackError("no such program")
        self.up = True


def _keeper(said: list[str], changes: list[int]) -> Keeper:
    return Keeper(threading.RLock(), said.append, lambda: changes.append(1), _POLICY)


def test_it_starts_again_after_the_delay_and_says_so() -> None:
    said: list[str] = []
    changes: list[int] = []
    unit = _Unit()
    keeper = _keeper(said, changes)
    keeper.watch("intake", unit)
    keeper.look(1e9)
    assert said == []
    unit.up = False
    keeper.look(1e9)
    keeper.look(1e9 + 0.5)
    assert unit.starts == 0
    keeper.look(1e9 + 1.0)
    assert (unit.starts, changes) == (1, [1])
    assert said == ["intake ended; starting it again in 1.0 s", "intake started again"]


def test_one_that_cannot_start_is_tried_again_and_does_not_end_the_watch() -> None:
    said: list[str] = []
    unit = _Unit(unstartable=True)
    keeper = _keeper(said, [])
    keeper.watch("broker", unit)
    unit.up = False
    for second in range(30):
        keeper.look(1e9 + second)
    assert unit.starts > 2
    assert "broker could not be started: no such program" in said


def test_what_is_no_longer_watched_stays_down() -> None:
    unit = _Unit()
    keeper = _keeper([], [])
    keeper.watch("dispatch-2", unit)
    keeper.unwatch("dispatch-2")
    unit.up = False
    keeper.look(1e9)
    keeper.look(1e9 + 100)
    assert unit.starts == 0


@given(ends=st.integers(min_value=1, max_value=60))
def test_delays_double_up_to_the_longest(ends: int) -> None:
    back_off = BackOff(_POLICY)
    delays = []
    for _ in range(ends):
        back_off.note_start(0.0)
        delays.append(back_off.note_end(1.0))
    assert delays == [min(8.0, 2.0**n) for n in range(ends)]


def test_a_stable_run_forgets_earlier_ends() -> None:
    back_off = BackOff(_POLICY)
    for _ in range(5):
        back_off.note_start(0.0)
        back_off.note_end(1.0)
    back_off.note_start(100.0)
    assert back_off.note_end(100.0 + _POLICY.stable) == _POLICY.first
