"""Logs tell what happened to which case, and nothing about anybody: checked by marked words on every path."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import aio_pika
import httpx
from chassis.topology import Topology
from contracts.codec import dump
from contracts.envelope import CONTENT_TYPE
from contracts.events.intake import CaseOpened
from localstack.services import SERVICES
from localstack.stack import Stack

from tests.e2e.observed.test_traces import repaired
from tests.e2e.suite import BROKEN, CLERK, SERVICE, Suite, staff
from tests.support.builders import envelope_of, unique
from tests.support.eventually import eventually

NAME, PHONE, PLACE, WORDS = "Zhangmarkerwei", "+86 13800138777", "Markerstrasse 17", "markerleaks"
MAIL = f"{NAME.lower()}@example.com"
MARKS = (NAME, NAME.lower(), "13800138777", "Markerstrasse", WORDS, "密封圈老化", "客户原话", "markerreason")
PERSON: dict[str, object] = {
    "customer": {"code": "C-7", "name": f"{NAME} GmbH"},
    "contact": {"name": NAME, "phone": PHONE, "email": MAIL},
    "place": PLACE,
}


def lines(stack: Stack, service: str) -> Iterator[dict[str, object]]:
    """The service's log, every line of which must be a JSON object."""
    for line in (stack.home.logs / f"{service}.log").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


async def refused(suite: Suite, stack: Stack) -> None:
    """Every kind of request that goes wrong, with personal words in it."""
    url = suite.api.urls["intake"]
    token = {"Authorization": f"Bearer {stack.token(CLERK)}"}
    body = {"kind": "complaint", "channel": "hotline", "description": WORDS, "occurred_at": "2026-03-02T08:30:00Z"}
    wrong = (
        {**body, **PERSON, "kind": NAME},
        {**body, **PERSON, "contact": {"email": f"{NAME} at example"}},
        {**body, **PERSON, NAME: WORDS},
        {**body, **PERSON, "description": WORDS + "x" * 5_000},
    )
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=20) as client:
        for content in (*map(json.dumps, wrong), f'{{"name": "{NAME}', f'"{WORDS}\\ud800"', f"{NAME}\0"):
            answer = await client.post(
                "/v1/cases", content=content, headers={**token, "content-type": "application/json"}
            )
            assert 400 <= answer.status_code < 500, answer.text
        assert (await client.get(f"/v1/cases/{NAME}", headers=token)).status_code == 404
        assert (await client.get("/v1/cases", params={NAME: PHONE}, headers=token)).status_code == 422
        assert (await client.get(f"/v1/track/{NAME}")).status_code == 422
        assert (await client.get("/v1/cases", headers={"Authorization": f"Bearer {NAME}"})).status_code == 401
        assert (await client.post("/v1/cases", content=WORDS, headers=token)).status_code in (400, 415)


async def poisoned(stack: Stack) -> str:
    """Events that a service cannot read, or chokes on; returns the case id of the readable one."""
    opened = envelope_of(CaseOpened, case_id=unique("c"), customer_name=NAME, description=WORDS, contact_email=MAIL)
    names = Topology({}, 100)
    damaged = dump(opened).replace(b'"channel":"hotline"', b'"channel":"' + NAME.encode() + b'"')
    assert damaged != dump(opened)
    connection = await aio_pika.connect(stack.url("broker"))
    async with connection:
        channel = await connection.channel()
        for body in (damaged, f'{{"name": "{NAME}'.encode(), WORDS.encode()):
            message = aio_pika.Message(body, content_type=CONTENT_TYPE, message_id=unique("m"))
            for spec in SERVICES:
                await channel.default_exchange.publish(message, names.events_queue(spec.name))
        stray = aio_pika.Message(
            dump(envelope_of(CaseOpened, case_id=opened.data.case_id)).replace(b"2026-03-02T08", b"9999-03-02T08"),
            content_type=CONTENT_TYPE,
            message_id=unique("m"),
        )
        await channel.default_exchange.publish(stray, names.events_queue("dispatch"))
        for spec in SERVICES:
            await eventually(partial(_depth, channel, names.dead_queue(spec.name), 3), what=spec.name)
    return opened.data.case_id


async def _depth(channel: aio_pika.abc.AbstractChannel, queue: str, least: int) -> bool:
    declared = (await channel.declare_queue(queue, passive=True)).declaration_result
    return (declared.message_count or 0) >= least


async def test_no_line_of_any_log_tells_about_a_person(observed: Suite, observed_stack: Stack) -> None:
    case = await observed.open_case(f"{BROKEN} {WORDS}", kind="fault", remedy="repair", **PERSON)
    assignment = await observed.assignment_is(case.id)
    responsible = staff(assignment.responsible or "", "quality_engineer", team="quality")
    await observed.work_off(case.id, responsible)
    await repaired(observed, case.id)
    await observed.repair(f"{case.id}:1", "confirm", CLERK, {"method": "trial_use"})
    await observed.ask_customer(case.id, 1, "dissatisfied")
    await observed.case_is(case.id, lambda seen: seen.status == "reopened" or seen.round == 2)
    withdrawn = await observed.open_case(f"{SERVICE} {WORDS}", **PERSON)
    await observed.change(withdrawn.id, "/withdraw", {"reason": "markerreason"})
    await refused(observed, observed_stack)
    await poisoned(observed_stack)
    await eventually(lambda: observed.mails_to(MAIL), what="a mail to the customer")

    await eventually(
        lambda: all(
            any("dead letter" in str(line["message"]) for line in lines(observed_stack, spec.name)) for spec in SERVICES
        ),
        what="dead letters in every log",
    )
    found = [
        (file.name, mark)
        for file in sorted(observed_stack.home.logs.rglob("*"))
        if file.is_file() and file.name != "mail.log"
        for mark in (*MARKS, case.tracking_url.rpartition("/")[2])
        if mark in _text(file)
    ]
    assert found == []


async def test_every_line_is_structured_and_tells_the_case(observed: Suite, observed_stack: Stack) -> None:
    case = await observed.open_case(SERVICE)
    await observed.assignment_is(case.id)
    for spec in SERVICES:
        seen = list(lines(observed_stack, spec.name))
        assert seen
        for line in seen:
            assert {"time", "level", "logger", "message", "service", "correlation_id", "trace_id"} <= set(line), line
            assert line["service"] == spec.name
    handled = [line for line in lines(observed_stack, "dispatch") if line["correlation_id"] == case.id]
    assert "case.opened" in str([line["message"] for line in handled])


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
