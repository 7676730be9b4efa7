"""Packing: nothing lost, limits kept, one aggregate's events in one message of a wave and in order."""

import orjson
from chassis.apply import OutboxEntry
from chassis.packing import Waiting, next_wave
from contracts.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE
from hypothesis import given
from hypothesis import strategies as st

ITEMS = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("ab"), st.integers(1, 60)), max_size=40)


def waiting(items: list[tuple[str, str, int]]) -> list[Waiting]:
    return [
        Waiting("store", document, OutboxEntry(id=str(n), key=key, body='"' + "b" * size + '"'))
        for n, (document, key, size) in enumerate(items)
    ]


@given(items=ITEMS, events=st.integers(1, 5), size=st.integers(1, 150))
def test_waves_bring_everything_in_order(items: list[tuple[str, str, int]], events: int, size: int) -> None:
    given_items = remaining = waiting(items)
    sent: list[Waiting] = []
    while remaining:
        parcels, later = next_wave(remaining, events=events, size=size)
        assert parcels, "every wave makes progress"
        homes: dict[str, int] = {}
        for number, parcel in enumerate(parcels):
            assert 1 <= len(parcel.contents) <= events
            assert len(parcel.contents) == 1 or sum(len(item.entry.body) for item in parcel.contents) <= size
            assert {item.entry.key for item in parcel.contents} == {parcel.key}
            for item in parcel.contents:
                assert homes.setdefault(item.document_id, number) == number
            sent += parcel.contents
        remaining = later
    assert sorted(int(item.entry.id) for item in sent) == list(range(len(given_items)))
    for document in "xyz":
        mine = [int(item.entry.id) for item in sent if item.document_id == document]
        assert mine == sorted(mine)


def test_message_of_one_event_is_structured_and_of_several_a_batch() -> None:
    [single], _ = next_wave(waiting([("x", "a", 3)]), events=64, size=1_000)
    [batch], _ = next_wave(waiting([("x", "a", 3), ("y", "a", 4)]), events=64, size=1_000)
    assert (single.content_type, orjson.loads(single.body)) == (CONTENT_TYPE, "bbb")
    assert (batch.content_type, orjson.loads(batch.body)) == (BATCH_CONTENT_TYPE, ["bbb", "bbbb"])
    assert batch.message_id == "0"
