"""What stands on F-54: five boxes in the form's order, every version, and who superseded whom."""

from datetime import timedelta

from dispatch.domain.words import BOXES, BoxName
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import OPENED, at
from tests.unit.dispatch.flow import replied
from tests.unit.dispatch.forms.sheets import called, sheet, signed

SIGNERS = ("staff:quality1", "staff:nobody-knows", "client:crm", "dispatch")
MANY = st.lists(st.tuples(st.sampled_from(BOXES), st.sampled_from(SIGNERS), st.text(max_size=20)), max_size=25)


def test_the_five_boxes_stand_in_the_order_of_the_form() -> None:
    shown = sheet(replied())
    assert [box.name for box in shown.boxes] == ["description", "classification", "cause", "measure", "feedback"]
    assert [box.standing is not None for box in shown.boxes] == [True, True, True, True, False]


def test_the_head_tells_the_customer_and_the_order() -> None:
    shown = sheet(called("Pump Works", "C-1001", "SO-7"), version=12)
    assert (shown.customer_name, shown.customer_code, shown.order_number) == ("Pump Works", "C-1001", "SO-7")
    assert (shown.case_id, shown.number, shown.version) == ("case-1", "2603-000017-4", 12)
    assert sheet(called("Pump Works")).order_number is None


def test_a_signature_is_a_known_person_with_a_name_and_a_moment() -> None:
    cause = sheet(signed(called("Pump Works"), "cause", "worn", "staff:quality1", at(5))).boxes[2]
    assert cause.standing is not None
    assert (cause.standing.signed_by, cause.standing.signed_by_name) == ("staff:quality1", "唐锐")
    assert cause.standing.signed_at == at(5)
    assert cause.superseded == ()


def test_a_superseded_version_names_who_superseded_it_and_stays() -> None:
    state = called("Pump Works")
    for number, by in enumerate(("staff:quality1", "staff:quality2", "staff:stranger")):
        state = signed(state, "cause", f"cause {number}", by, at(number))
    cause = sheet(state).boxes[2]
    assert cause.standing is not None
    assert (cause.standing.text, cause.standing.superseded_by, cause.standing.superseded_at) == ("cause 2", None, None)
    assert [(old.text, old.superseded_by, old.superseded_by_name, old.superseded_at) for old in cause.superseded] == [
        ("cause 1", "staff:stranger", None, at(2)),
        ("cause 0", "staff:quality2", "何静", at(1)),
    ]


@given(MANY)
def test_no_signature_is_lost_and_one_of_each_box_stands(signatures: list[tuple[BoxName, str, str]]) -> None:
    state = called("Pump Works")
    before = len(state.boxes)
    for second, (name, by, text) in enumerate(signatures, start=1):
        state = signed(state, name, text, by, OPENED + timedelta(seconds=second))
    shown = sheet(state)
    assert sum(len(box.versions) for box in shown.boxes) == before + len(signatures)
    for box in shown.boxes:
        mine = [(by, text) for of, by, text in signatures if of == box.name]
        assert [(version.signed_by, version.text) for version in box.versions][len(box.versions) - len(mine) :] == mine
        assert (box.standing is None) == (not box.versions)
        assert box.standing is None or box.standing == box.versions[-1]
        followers = [version.signed_by for version in box.versions[1:]]
        assert [version.superseded_by for version in box.versions[:-1]] == followers
