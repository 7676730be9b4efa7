"""A ruleset's life: what each status allows, and that what was published never changes."""

from dataclasses import replace

import pytest
from dispatch.domain.rulesets.errors import RulesetFixed, RulesetStillInForce
from dispatch.domain.rulesets.record import (
    InForce,
    RulesetRecord,
    Signed,
    fix,
    follow,
    publish,
    retire,
    revise,
    take_force,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.rulesets.lives import BY, NOW, OTHER, TEXT, drafted, in_force, later


def published() -> tuple[RulesetRecord, InForce]:
    fixed = fix(drafted(), "second", in_force())
    decided = take_force(in_force(), "second", fixed.text, BY, later(1))
    return publish(fixed, decided), decided


def test_a_draft_takes_force_as_the_next_version() -> None:
    record, decided = published()
    assert (decided.number, decided.ruleset_id, decided.previous) == (8, "second", "first")
    assert (record.status, record.number, record.text, record.published) == (
        "published",
        8,
        OTHER,
        Signed(BY, later(1)),
    )
    assert publish(record, decided) is record


def test_a_draft_changes_until_it_is_being_published() -> None:
    present = in_force()
    revised = revise(drafted(), "second", TEXT, None, present, "staff:two", later(1))
    assert (revised.text, revised.note, revised.changed) == (TEXT, "clearer", Signed("staff:two", later(1)))
    fixed = fix(revised, "second", present)
    with pytest.raises(RulesetFixed):
        revise(fixed, "second", OTHER, None, present, BY, later(2))
    with pytest.raises(RulesetFixed):
        retire(fixed, "second", present, BY, later(2))
    overtaken = replace(present, ruleset_id="third", number=8)
    assert revise(fixed, "second", OTHER, "again", overtaken, BY, later(2)).note == "again"
    assert publish(fixed, replace(overtaken, number=9)).status == "draft"


@pytest.mark.parametrize("status", ["published", "retired"])
def test_what_is_no_draft_stays_as_it_is(status: str) -> None:
    record, decided = published()
    if status == "retired":
        record = follow(record, InForce("third", 9, TEXT, Signed("staff:two", later(3))))
        assert record.retired == Signed("staff:two", later(3))
        assert follow(record, decided) is record
    with pytest.raises(RulesetFixed):
        revise(record, "second", TEXT, None, decided, BY, later(4))
    with pytest.raises(RulesetFixed):
        fix(record, "second", decided)


def test_the_ruleset_in_force_does_not_retire() -> None:
    record, decided = published()
    with pytest.raises(RulesetStillInForce):
        retire(record, "second", decided, BY, NOW)
    with pytest.raises(RulesetFixed):
        retire(record, "second", replace(decided, ruleset_id="third", number=9), BY, NOW)
    given_up = retire(drafted(), "other", decided, BY, NOW)
    with pytest.raises(RulesetFixed):
        retire(given_up, "other", decided, BY, NOW)


MOVES = st.lists(st.sampled_from(["revise", "fix", "decide", "publish", "retire"]), max_size=12)


@given(MOVES)
def test_a_published_text_never_changes(moves: list[str]) -> None:
    record, present = drafted(), in_force()
    kept: tuple[object, object] | None = None
    for count, move in enumerate(moves):
        try:
            if move == "revise":
                record = revise(
                    record, "mine", TEXT if record.text == OTHER else OTHER, None, present, BY, later(count)
                )
            elif move == "fix":
                record = fix(record, "mine", present)
            elif move == "decide" and record.fixed_for == present.number + 1:
                present = take_force(present, "mine", record.text, BY, later(count))
            elif move == "publish":
                record = publish(record, present)
            elif move == "retire":
                record = retire(record, "mine", present, BY, later(count))
        except (RulesetFixed, RulesetStillInForce):
            continue
        if record.status == "published" and kept is None:
            kept = record.text, record.number
        assert kept is None or (record.text, record.number) == kept
        assert present.ruleset_id != "mine" or present.text == record.text
