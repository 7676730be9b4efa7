"""Spans: real parents only, routes instead of paths, types instead of messages."""

import pytest
from chassis.tracing import CORRELATION, Spans, new_traceparent
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NoOpTracerProvider, StatusCode

SAMPLED = 1
SENT = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


class Recorded:
    """Spans that end in memory."""

    def __init__(self, ratio: float = 1.0) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider(sampler=ParentBased(TraceIdRatioBased(ratio)))
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.spans = Spans("toy", provider)

    @property
    def finished(self) -> list[ReadableSpan]:
        return list(self._exporter.get_finished_spans())


def test_a_trace_that_begins_here_has_a_root_without_parent() -> None:
    recorded = Recorded()
    with recorded.spans.span("POST", new_traceparent()) as trace:
        pass
    [span] = recorded.finished
    assert span.parent is None
    assert span.context is not None
    assert trace is not None
    assert trace[:-2] == f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-"
    assert int(trace[-2:], 16) & SAMPLED


def test_what_a_caller_sent_is_the_parent_and_what_follows_is_a_child() -> None:
    recorded = Recorded()
    with recorded.spans.span("POST", SENT) as trace:
        pass
    with recorded.spans.span("handle x", trace, "case-1"):
        pass
    request, handler = recorded.finished
    assert request.parent is not None
    assert handler.parent is not None
    assert request.context is not None
    assert (f"{request.parent.trace_id:032x}", f"{request.parent.span_id:016x}") == ("a" * 32, "b" * 16)
    assert handler.parent.span_id == request.context.span_id
    assert dict(handler.attributes or {}) == {CORRELATION: "case-1"}


def test_the_ratio_decides_where_a_trace_begins_and_its_decision_travels() -> None:
    recorded = Recorded(ratio=0.0)
    with recorded.spans.span("POST", new_traceparent()) as trace:
        assert trace is not None
        assert not int(trace[-2:], 16) & SAMPLED
    with recorded.spans.span("handle x", trace):
        pass
    assert recorded.finished == []


def test_a_path_never_becomes_a_name_but_its_route_does() -> None:
    recorded = Recorded()
    with recorded.spans.span("GET /v1/track/0123.secret", SENT):
        pass
    with recorded.spans.span("GET /v1/track/0123.secret", SENT):
        recorded.spans.name_request("GET", "/v1/track/{token}")
    assert [span.name for span in recorded.finished] == ["GET", "GET /v1/track/{token}"]


def test_an_exception_is_told_by_its_type() -> None:
    recorded = Recorded()
    words = "the customer's words"
    with pytest.raises(ValueError, match=words), recorded.spans.span("handle x", SENT):
        raise ValueError(words)
    [span] = recorded.finished
    assert (span.status.status_code, span.status.description, list(span.events)) == (StatusCode.ERROR, "ValueError", [])
    assert words not in span.to_json()


def test_without_a_collector_the_parent_is_handed_through() -> None:
    spans = Spans("toy", NoOpTracerProvider())
    with spans.span("handle x", SENT) as trace:
        assert trace == SENT
