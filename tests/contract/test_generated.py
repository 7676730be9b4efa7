"""The committed schemas, asyncapi.yaml and flow document are what the code says, and are valid."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from contracts import generate
from contracts.asyncapi import document
from contracts.flow import markdown
from contracts.payload import Payload
from contracts.registry import BY_TYPE, EVENTS
from contracts.schemas import example_of, file_name, schema_of
from contracts.subscriptions import SUBSCRIPTIONS
from jsonschema import Draft202012Validator, ValidationError

REPOSITORY = Path(__file__).resolve().parents[2]


def test_what_is_committed_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check", "--root", str(REPOSITORY)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_schema_takes_the_example_and_refuses_it_incomplete(event: type[Payload]) -> None:
    schema = json.loads((REPOSITORY / generate.SCHEMAS / file_name(event)).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    example = example_of(event)
    validator.validate(example)
    assert set(example) <= set(schema["properties"]), "the example has a field that the contract lacks"
    for field in schema["required"]:
        with pytest.raises(ValidationError):
            validator.validate({name: value for name, value in example.items() if name != field})


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def resolved(root: object, reference: str) -> object:
    if not reference.startswith("#"):
        return json.loads((REPOSITORY / generate.ASYNCAPI.parent / reference).read_text(encoding="utf-8"))
    node = root
    for part in reference.removeprefix("#/").split("/"):
        assert isinstance(node, dict), reference
        assert part in node, reference
        node = node[part]
    return node


def test_asyncapi_refers_only_to_what_exists() -> None:
    stored = yaml.safe_load((REPOSITORY / generate.ASYNCAPI).read_text(encoding="utf-8"))
    found = list(references(stored))
    assert len(found) > len(EVENTS)
    assert all(resolved(stored, reference) for reference in found)


def test_asyncapi_has_a_channel_an_operation_and_a_message_for_each() -> None:
    stored = yaml.safe_load((REPOSITORY / generate.ASYNCAPI).read_text(encoding="utf-8"))
    assert stored == document(EVENTS, SUBSCRIPTIONS)
    assert stored["asyncapi"] == "3.0.0"
    assert set(stored["channels"]) == {event.routing_key() for event in EVENTS} == set(stored["components"]["messages"])
    sent = {key for key, operation in stored["operations"].items() if operation["action"] == "send"}
    received = {key for key, operation in stored["operations"].items() if operation["action"] == "receive"}
    assert sent == {f"{event.PUBLISHER}.send.{event.routing_key()}" for event in EVENTS}
    assert received == {
        f"{name}.receive.{event.routing_key()}" for name, used in SUBSCRIPTIONS.items() for event in used
    }
    assert not any(
        "127.0.0.1" in server["host"] or "localhost" in server["host"] for server in stored["servers"].values()
    )


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.routing_key())
def test_asyncapi_examples_are_events_of_their_channel(event: type[Payload]) -> None:
    stored = yaml.safe_load((REPOSITORY / generate.ASYNCAPI).read_text(encoding="utf-8"))
    payload = stored["components"]["messages"][event.routing_key()]["examples"][0]["payload"]
    envelope = stored["components"]["schemas"]["CloudEvent"]
    Draft202012Validator(envelope, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(payload)
    Draft202012Validator(schema_of(BY_TYPE[payload["type"]])).validate(payload["data"])
    assert payload["type"] == event.type_name()


def test_check_names_file_and_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--root", str(tmp_path)]) == 0
    assert generate.main(["--check", "--root", str(tmp_path)]) == 0
    schema = tmp_path / generate.SCHEMAS / "case.opened.v1.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace("A case was", "The case was"), encoding="utf-8")
    (tmp_path / generate.SCHEMAS / "case.gone.v1.json").write_text("{}", encoding="utf-8")
    (tmp_path / generate.FLOW).unlink()
    assert generate.main(["--check", "--root", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "make generate" in told
    assert "case.opened.v1.json differs" in told
    assert "case.gone.v1.json belongs to no event" in told
    assert f"{generate.FLOW} is missing" in told
    assert generate.main(["--root", str(tmp_path)]) == 0
    assert generate.main(["--check", "--root", str(tmp_path)]) == 0


def test_a_break_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--root", str(tmp_path)]) == 0
    path = tmp_path / generate.SCHEMAS / "case.opened.v1.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["weight"] = {"type": "number"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert generate.main(["--root", str(tmp_path)]) == 1
    assert "weight: removed" in capsys.readouterr().err
    assert "weight" in path.read_text(encoding="utf-8")
    assert generate.main(["--root", str(tmp_path), "--allow-break"]) == 0
    assert "weight" not in path.read_text(encoding="utf-8")


def test_flow_document_names_every_event_with_its_ways() -> None:
    text = markdown(EVENTS, SUBSCRIPTIONS)
    for event in EVENTS:
        consumers = ", ".join(name for name, used in SUBSCRIPTIONS.items() if event in used)
        assert f"| `{event.routing_key()}` | {event.PUBLISHER} | {consumers} |" in text
    assert text.count("```") == 2
