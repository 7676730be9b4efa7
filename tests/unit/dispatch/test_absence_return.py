"""An absence ends: what passed on by itself comes back, once, by the policy, and not to who is away again or gone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from chassis.documents import Change
from dispatch.domain.absence_correction import Corrected, cancel_absence, correct_absence
from dispatch.domain.absence_handover import BETWEEN_PORTIONS, SETTLED_AFTER
from dispatch.domain.errors import AbsenceUnknown, NotOverTeam
from dispatch.domain.giving_back import Back
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import AbsenceHandover, Policy
from dispatch.domain.staff import Staff, absence_of, record_absence, seed_of
from dispatch.handlers.absence_timers import AbsenceTimers, absence_timers
from dispatch.handlers.give_back_returned import GiveBackReturned
from dispatch.handlers.hand_over_absent import HandOverAbsent

from tests.unit.dispatch import builders
from tests.unit.dispatch.builders import ADMIN, OPENED, at, context, person
from tests.unit.dispatch.test_absence_handover import Passed, Tasks

SINCE, UNTIL = at(10), at(1000)
SETTLED = SETTLED_AFTER.total_seconds()


def away(
    since: datetime = SINCE,
    until: datetime = UNTIL,
    give_back: GiveBack = "not_started",
    handover: AbsenceHandover = "deputy",
    staff: Staff | None = None,
) -> Staff:
    """Quality1 with one absence more."""
    known = staff or seed_of(builders.policy().people["staff:quality1"])
    absence = absence_of(
        known, since, until, "ill", by="staff:lead", now=OPENED, handover=handover, give_back=give_back
    )
    return record_absence(known, absence, ADMIN, builders.policy())


class Claims:
    """So many that the person may claim back, given in portions."""

    def __init__(self, count: int = 0, portion: int = 10) -> None:
        self.left = count
        self.portion = portion
        self.asked: list[tuple[Back, datetime]] = []
        self.now = OPENED

    async def give(self, wanted: Back, policy: Policy, *, by: str) -> Passed:
        assert (by, policy.people[wanted.person].is_absent(self.now)) == ("dispatch", False)
        self.asked.append((wanted, self.now))
        given = min(self.left, self.portion)
        self.left -= given
        return Passed([None] * given, more=self.left > 0)

    @property
    def times(self) -> list[datetime]:
        return [now for _, now in self.asked]


async def until(state: Staff, claims: Claims, now: datetime, *, late: timedelta = timedelta(0)) -> Staff:
    """Every timer fired that is due by then, in order, so much too late."""
    fire = AbsenceTimers(HandOverAbsent(Tasks(0).move), GiveBackReturned(claims.give))
    while due := sorted((timer for timer in absence_timers(state) if timer.due <= now), key=lambda timer: timer.due):
        claims.now = due[0].due + late
        made: Change[Staff] = await fire(state, due[0], context(claims.now))
        assert due[0] not in absence_timers(made.state)
        state = made.state
    return state


async def test_nothing_comes_back_before_the_end_and_all_in_portions_then() -> None:
    claims = Claims(25)
    state = await until(away(), claims, UNTIL - timedelta(milliseconds=1))
    assert claims.asked == []
    state = await until(state, claims, UNTIL + SETTLED_AFTER)
    last = UNTIL + SETTLED_AFTER
    assert claims.times == [UNTIL, UNTIL + BETWEEN_PORTIONS, UNTIL + 2 * BETWEEN_PORTIONS, last]
    note = f"back: absent from {SINCE.isoformat()} to {UNTIL.isoformat()}"
    assert {wanted for wanted, _ in claims.asked} == {Back("staff:quality1", note)}
    (absence,) = state.absences
    assert (absence.given_back, absence.return_looks, absence.given_back_at) == (25, 4, last)
    assert absence_timers(state) == ()


@pytest.mark.parametrize(("give_back", "handover"), [("never", "deputy"), ("all", "flag")])
async def test_where_nothing_moves_nothing_is_looked_for(give_back: GiveBack, handover: AbsenceHandover) -> None:
    claims = Claims(1)
    state = await until(away(give_back=give_back, handover=handover), claims, at(10_000))
    assert (claims.asked, absence_timers(state)) == ([], ())


async def test_another_absence_that_touches_puts_it_off_to_its_own_end() -> None:
    state = away(
        since=at(2000), until=at(3000), give_back="never", staff=away(since=UNTIL, until=at(2000), staff=away())
    )
    claims = Claims(1)
    state = await until(state, claims, at(2999))
    assert claims.asked == []
    state = await until(state, claims, at(4000))
    assert claims.times == [at(3000), at(3000)]
    assert [absence.given_back_at is None for absence in state.absences] == [False, False, True]


async def test_a_gap_between_two_absences_is_a_return() -> None:
    state, claims = away(since=at(1010), until=at(2000), staff=away()), Claims(1)
    await until(state, claims, at(2000 + SETTLED))
    assert claims.times == [UNTIL, at(2000), at(2000), at(2000 + SETTLED)]


async def test_who_is_away_again_by_the_time_of_a_late_look_gets_nothing_until_the_next_return() -> None:
    state, claims = away(since=at(1010), until=at(2000), staff=away()), Claims(1)
    state = await until(state, claims, UNTIL, late=timedelta(seconds=20))
    assert (claims.asked, state.absences[0].given_back_at) == ([], None)
    await until(state, claims, at(2000))
    assert set(claims.times) == {at(2000)}


async def test_who_is_no_longer_active_gets_nothing_back() -> None:
    claims = Claims(1)
    state = await until(replace(away(), on_duty=False), claims, at(2000))
    assert (claims.asked, state.absences[0].given_back_at) == ([], UNTIL)
    by_shift = replace(away(), on_duty=False, shift="around_the_clock")
    await until(by_shift, claims, at(2000))
    assert claims.times == [UNTIL, UNTIL + SETTLED_AFTER]


async def test_a_withdrawn_absence_that_had_begun_ends_at_once_and_says_so() -> None:
    claims, now = Claims(1), at(500)
    state = await until(away(), claims, at(400))
    state = cancel_absence(state, "1", ADMIN, builders.policy(), now=now)
    (absence,) = state.absences
    assert (absence.until, absence.withdrawn_at) == (now, now)
    state = await until(state, claims, at(5000))
    note = f"back: absence from {SINCE.isoformat()} withdrawn at {now.isoformat()}"
    assert claims.asked == [(Back("staff:quality1", note), when) for when in (now, now + SETTLED_AFTER)]
    for again in (cancel, correct):
        with pytest.raises(AbsenceUnknown):
            again(state)


def cancel(state: Staff) -> Staff:
    return cancel_absence(state, "1", ADMIN, builders.policy(), now=at(600))


def correct(state: Staff) -> Staff:
    return correct_absence(state, "1", Corrected(SINCE, UNTIL, "ill"), ADMIN, builders.policy(), now=at(600))


def test_an_absence_that_moved_nothing_or_has_given_back_is_gone_when_withdrawn() -> None:
    before = cancel_absence(away(), "1", ADMIN, builders.policy(), now=at(5))
    never = cancel_absence(away(give_back="never"), "1", ADMIN, builders.policy(), now=at(500))
    assert before.absences == never.absences == ()
    over = away()
    over = replace(over, absences=(replace(over.absences[0], looks=2, given_back_at=at(1030)),))
    assert cancel_absence(over, "1", ADMIN, builders.policy(), now=at(1100)).absences == ()


async def test_a_shorter_absence_ends_by_its_new_end() -> None:
    claims = Claims(1)
    state = await until(away(), claims, at(400))
    wanted = Corrected(SINCE, at(450), "better")
    state = correct_absence(state, "1", wanted, ADMIN, builders.policy(), now=at(500))
    (absence,) = state.absences
    assert (absence.reason, absence.handover, absence.corrected_by) == ("better", "deputy", ADMIN.address)
    await until(state, claims, at(2000))
    assert claims.times == [at(450), at(500 + SETTLED)]


async def test_a_longer_absence_after_its_end_is_handed_over_anew() -> None:
    claims = Claims(1)
    state = await until(away(), claims, at(1100))
    assert state.absences[0].given_back_at is not None
    wanted = Corrected(SINCE, at(9000), "still ill", handover="deputy_if_due", give_back="all")
    state = correct_absence(state, "1", wanted, ADMIN, builders.policy(), now=at(1200))
    assert sorted(timer.due for timer in absence_timers(state)) == [SINCE, at(9000)]
    assert (state.absences[0].handover, state.absences[0].give_back) == ("deputy_if_due", "all")
    claims.asked.clear()
    await until(state, claims, at(9000))
    assert claims.times == [at(9000)]


async def test_one_that_had_begun_and_now_lies_ahead_ends_and_another_one_is_recorded() -> None:
    claims = Claims(1)
    state = await until(away(), claims, at(400))
    wanted = Corrected(at(5000), at(6000), "another week")
    state = correct_absence(state, "1", wanted, ADMIN, builders.policy(), now=at(500))
    assert [(each.id, each.since, each.until) for each in state.absences] == [
        ("1", SINCE, at(500)),
        ("2", at(5000), at(6000)),
    ]
    await until(state, claims, at(7000))
    assert claims.times == [at(500), at(500 + SETTLED), at(6000), at(6000 + SETTLED)]


def test_one_ahead_is_only_moved() -> None:
    wanted = Corrected(at(20), at(30), "a day", "flag", "never")
    (absence,) = correct_absence(away(), "1", wanted, ADMIN, builders.policy(), now=at(5)).absences
    assert (absence.id, absence.since, absence.until, absence.handover) == ("1", at(20), at(30), "flag")


def test_only_who_may_corrects() -> None:
    stranger = person("support1", "support_engineer", team="support")
    with pytest.raises(NotOverTeam):
        correct_absence(away(), "1", Corrected(SINCE, UNTIL, "x"), stranger, builders.policy(), now=at(5))
    with pytest.raises(AbsenceUnknown):
        correct_absence(away(), "7", Corrected(SINCE, UNTIL, "x"), ADMIN, builders.policy(), now=at(5))
