"""Messages as they come: whole, in batches, broken, old."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from contracts.codec import Undecodable, dump, join, parse
from contracts.envelope import BATCH_CONTENT_TYPE, CONTENT_TYPE, Envelope
from contracts.events.intake import CaseOpened
from contracts.payload import Payload
from contracts.registry import EVENTS
from contracts.schemas import example_of
from contracts.upcasts import Upcast, UpcastLoop, upcast
from hypothesis import given
from hypothesis import strategies as st


def envelope_of(event: type[Payload], sequence: int = 1) -> Envelope[Payload]:
    data = event.model_validate(example_of(event))
    return Envelope[Payload](
        id=f"e-{sequence}",
        source="/aftersales/test",
        type=event.type_name(),
        time=datetime(2026, 3, 2, 9, tzinfo=UTC),
        subject="0b5f",
        sequence=sequence,
        correlationid="0b5f",
        causationid="r-1",
        data=data,
    )


def facts(envelope: Envelope[Payload]) -> tuple[dict[str, object], type[Payload]]:
    return envelope.model_dump(), type(envelope.data)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_every_example_survives_the_wire(event: type[Payload]) -> None:
    sent = envelope_of(event)
    (received,) = parse(dump(sent), CONTENT_TYPE)
    assert isinstance(received, Envelope)
    assert facts(received) == facts(sent)


def test_a_batch_comes_back_in_order() -> None:
    sent = [envelope_of(event, number) for number, event in enumerate(EVENTS, 1)]
    received = parse(join([dump(one) for one in sent]), BATCH_CONTENT_TYPE)
    assert [facts(one) for one in received if isinstance(one, Envelope)] == [facts(one) for one in sent]


def changed(**attributes: object) -> dict[str, object]:
    event: dict[str, object] = json.loads(dump(envelope_of(CaseOpened)))
    return {**event, **attributes}


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in changed().items() if key != name}


BROKEN: Mapping[str, tuple[object, str]] = {
    "not an object": (17, "malformed"),
    "null": (None, "malformed"),
    "no type": (without("type"), "invalid"),
    "type not a text": (changed(type=["aftersales.case.opened.v1"]), "invalid"),
    "unknown type": (changed(type="aftersales.case.exploded.v1"), "unknown_type"),
    "unknown version": (changed(type="aftersales.case.opened.v9"), "unknown_type"),
    "no data": (without("data"), "invalid"),
    "data not an object": (changed(data="case"), "invalid"),
    "a field missing": (changed(data={"case_id": "0b5f"}), "invalid"),
    "no id": (without("id"), "invalid"),
    "naive time": (changed(time="2026-03-02T09:00:00"), "invalid"),
    "sequence of zero": (changed(sequence=0), "invalid"),
    "other CloudEvents": (changed(specversion="0.3"), "invalid"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_event_keeps_its_place_and_spoils_no_neighbour(name: str) -> None:
    element, failure = BROKEN[name]
    neighbour = dump(envelope_of(CaseOpened))
    before, broken, after = parse(join([neighbour, json.dumps(element).encode(), neighbour]), BATCH_CONTENT_TYPE)
    assert isinstance(before, Envelope)
    assert isinstance(after, Envelope)
    assert isinstance(broken, Undecodable)
    assert broken.failure == failure
    assert json.loads(broken.raw) == element
    assert broken.reason


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b'{"type": "\xc3"}', b"[1,", b'{"a": NaN}', b'{"a": "\\ud800"}', b"[" * 100_000],
    ids=["empty", "no text", "not UTF-8", "cut off", "NaN", "lone surrogate", "deep"],
)
@pytest.mark.parametrize("content_type", [CONTENT_TYPE, BATCH_CONTENT_TYPE])
def test_what_is_not_json_is_kept_as_it_came(body: bytes, content_type: str) -> None:
    assert [(one.failure, one.raw) for one in parse(body, content_type) if isinstance(one, Undecodable)] == [
        ("malformed", body)
    ]


def test_a_batch_must_be_an_array() -> None:
    (broken,) = parse(dump(envelope_of(CaseOpened)), BATCH_CONTENT_TYPE)
    assert isinstance(broken, Undecodable)
    assert broken.failure == "malformed"


def test_content_type_may_carry_parameters_and_must_be_of_cloudevents() -> None:
    body = dump(envelope_of(CaseOpened))
    assert isinstance(parse(body, "Application/CloudEvents+JSON; charset=utf-8")[0], Envelope)
    (refused,) = parse(body, "text/plain")
    assert isinstance(refused, Undecodable)
    assert (refused.failure, refused.raw) == ("content_type", body)


def test_reasons_name_fields_and_never_values() -> None:
    (broken,) = parse(json.dumps(changed(time="Chen Mei, 139-0000-0000")).encode(), CONTENT_TYPE)
    assert isinstance(broken, Undecodable)
    assert broken.reason.startswith("time: ")
    assert "Chen" not in broken.reason


@given(body=st.binary(max_size=60), batch=st.booleans())
def test_no_bytes_raise(body: bytes, batch: bool) -> None:
    assert all(isinstance(one, Undecodable) for one in parse(body, BATCH_CONTENT_TYPE if batch else CONTENT_TYPE))


def _renamed(data: Mapping[str, object]) -> Mapping[str, object]:
    return {("number" if name == "case_number" else name): value for name, value in data.items()}


def _texted(data: Mapping[str, object]) -> Mapping[str, object]:
    return {**{name: value for name, value in data.items() if name != "words"}, "description": str(data["words"])}


OLD = {
    "aftersales.case.opened.v-1": Upcast("aftersales.case.opened.v0", _renamed),
    "aftersales.case.opened.v0": Upcast("aftersales.case.opened.v1", _texted),
}


def old_event() -> dict[str, object]:
    data = dict(example_of(CaseOpened))
    data["case_number"], data["words"] = data.pop("number"), data.pop("description")
    return changed(type="aftersales.case.opened.v-1", data=data)


def test_an_old_version_is_lifted_step_by_step() -> None:
    (lifted,) = parse(json.dumps(old_event()).encode(), CONTENT_TYPE, OLD)
    assert isinstance(lifted, Envelope)
    assert lifted.type == CaseOpened.type_name()
    assert facts(lifted) == facts(envelope_of(CaseOpened))


def test_what_cannot_be_lifted_stays_as_it_came() -> None:
    event = {**old_event(), "data": {"case_number": "1"}}
    (broken,) = parse(json.dumps(event).encode(), CONTENT_TYPE, OLD)
    assert isinstance(broken, Undecodable)
    assert (broken.failure, json.loads(broken.raw)) == ("upcast", event)


def test_steps_are_pure_and_a_circle_is_an_error() -> None:
    data = {"case_number": "1"}
    assert upcast("aftersales.case.opened.v9", data, OLD) == ("aftersales.case.opened.v9", data)
    circle = {"a": Upcast("b", dict), "b": Upcast("a", dict)}
    with pytest.raises(UpcastLoop):
        upcast("a", data, circle)
    assert data == {"case_number": "1"}
