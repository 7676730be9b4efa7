"""One complaint's trace goes through all five services, every span hanging from the one that caused it."""

import secrets
from dataclasses import dataclass

from localstack.demo.api import Api
from localstack.stack import Stack
from localstack.tokens import Person

from tests.e2e.suite import BROKEN, CLERK, SERVICE, TECHNICIAN, Suite, staff
from tests.support.eventually import eventually
from tests.support.otlp import Collector, Span

ALL = {f"aftersales-{name}" for name in ("intake", "dispatch", "repair", "survey", "notification")}
PLAN: dict[str, object] = {"steps": ["更换密封圈"], "tools": ["T10"], "estimated_minutes": 40}
WORK: dict[str, object] = {"what": "更换密封圈", "minutes": 25, "parts": []}
TEST: dict[str, object] = {"checks": [{"name": "密封性", "passed": True, "measurement": {"value": 0.6, "unit": "MPa"}}]}


@dataclass
class Traced(Api):
    """A front end that carries the trace of one matter through all its requests."""

    traceparent: str = ""

    def __post_init__(self) -> None:
        """Every request says where it belongs."""
        self._client.headers["traceparent"] = self.traceparent


def names(spans: list[Span], service: str) -> set[str]:
    """What a service did."""
    return {span.name for span in spans if span.service == f"aftersales-{service}"}


def hang_together(spans: list[Span], root: str) -> None:
    """Every parent is a span of the same trace, or the root that the caller named; no id occurs twice."""
    ids = [span.span_id for span in spans]
    assert len(ids) == len(set(ids))
    assert {span.parent for span in spans} <= {*ids, root}


def parent_of(spans: list[Span], span: Span) -> Span:
    """The span that caused another one."""
    return next(other for other in spans if other.span_id == span.parent)


async def repaired(suite: Suite, case_id: str) -> None:
    """A technician's work up to the customer's word."""
    repair_id = f"{case_id}:1"
    await suite.repair_is(repair_id)
    for verb, body in (("plan", PLAN), ("log", WORK), ("test", TEST), ("complete", {"summary": "已更换密封圈"})):
        await suite.repair(repair_id, verb, TECHNICIAN, body)


async def test_one_trace_carried_by_the_front_end_is_the_whole_case(
    observed: Suite, observed_stack: Stack, collector: Collector
) -> None:
    trace_id, root = secrets.token_hex(16), secrets.token_hex(8)
    async with Traced(observed.api.urls, observed_stack.token, traceparent=f"00-{trace_id}-{root}-01") as api:
        suite = Suite(api, observed.mail)
        case = await suite.open_case(BROKEN, kind="fault", remedy="repair")
        assignment = await suite.assignment_is(case.id)
        await suite.work_off(case.id, staff(assignment.responsible or "", "quality_engineer", team="quality"))
        await repaired(suite, case.id)
        await suite.repair(f"{case.id}:1", "confirm", CLERK, {"method": "trial_use"})
        await suite.ask_customer(case.id, 1, "satisfied")
        await suite.case_is(case.id, lambda seen: seen.status == "closed")

    def complete() -> list[Span]:
        spans = collector.of_trace(trace_id)
        hang_together(spans, root)
        assert {span.service for span in spans} == ALL
        assert "handle aftersales.follow_up.completed.v1" in names(spans, "intake")
        assert "handle aftersales.case.closed.v1" in names(spans, "notification")
        return spans

    spans = await eventually(complete, what="all spans of the case")
    opened = next(span for span in spans if span.name == "POST /v1/cases")
    assert (opened.service, opened.parent) == ("aftersales-intake", root)
    classified = next(
        span
        for span in spans
        if span.service == "aftersales-dispatch" and span.name == "handle aftersales.case.opened.v1"
    )
    assert parent_of(spans, classified) == opened
    ordered = next(
        span
        for span in spans
        if span.service == "aftersales-repair" and span.name == "handle aftersales.task.assigned.v1"
    )
    assert parent_of(spans, ordered) == classified
    handled = [span for span in spans if span.name.startswith("handle ")]
    assert {span.attributes["aftersales.correlation_id"] for span in handled} == {case.id}


async def test_events_alone_carry_a_trace_through_all_five(observed: Suite, collector: Collector) -> None:
    case = await observed.open_case(BROKEN, kind="fault", remedy="repair")
    assignment = await observed.assignment_is(case.id)
    await observed.work_off(case.id, staff(assignment.responsible or "", "quality_engineer", team="quality"))
    await repaired(observed, case.id)
    await observed.repair(f"{case.id}:1", "confirm", CLERK, {"method": "trial_use"})
    await observed.case_is(case.id, lambda seen: seen.status == "resolved")

    def complete() -> list[Span]:
        mine = {
            span.trace_id for span in collector.spans if span.attributes.get("aftersales.correlation_id") == case.id
        }
        confirmed = [
            span
            for span in collector.spans
            if span.trace_id in mine and span.name == "POST /v1/repairs/{repair_id}/confirm"
        ]
        assert len(confirmed) == 1
        spans = collector.of_trace(confirmed[0].trace_id)
        assert {span.service for span in spans} == ALL
        hang_together(spans, "")
        assert [span for span in spans if not span.parent] == confirmed
        return spans

    spans = await eventually(complete, what="the trace of the customer's confirmation")
    asked = next(
        span
        for span in spans
        if span.service == "aftersales-survey" and span.name == "handle aftersales.case.resolved.v1"
    )
    resolved = parent_of(spans, asked)
    assert (resolved.service, resolved.name) == ("aftersales-dispatch", "handle aftersales.repair.closed.v1")


async def test_spans_name_routes_and_quote_nobody(observed: Suite, collector: Collector) -> None:
    case = await observed.open_case(SERVICE, contact={"email": "span@example.com"})
    path = case.tracking_url.removeprefix(observed.api.urls["intake"])
    assert (await observed.api.ask("GET", "intake", path, Person((), "nobody"))).status_code == 200
    await eventually(lambda: any(span.name == "GET /v1/track/{token}" for span in collector.spans))
    await eventually(lambda: any(case.id in span.text for span in collector.spans))
    told = "\n".join(span.text for span in collector.spans)
    for word in (path.rpartition("/")[2], "span@example.com", "Hangzhou"):
        assert word not in told
