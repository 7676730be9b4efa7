"""W3C trace context through requests, documents and events; spans where an OTLP collector is configured."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NoOpTracerProvider, StatusCode, get_current_span, set_span_in_context
from opentelemetry.trace import TracerProvider as AnyProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()

CORRELATION = "aftersales.correlation_id"
"""Span attribute: the id of the matter, by which all traces of one case are found."""

EXPORT_SECONDS = 3.0
"""How long one export may take; a collector that is away costs spans, never the service's time."""

traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
"""Trace context of the running request or delivery, as the header `traceparent` has it."""


def current_traceparent() -> str | None:
    """Trace context to hand on with an event."""
    return traceparent.get()


class Root(str):
    """A trace context that nobody sent: it names a trace, but no span that could be anybody's parent."""

    __slots__ = ()


def new_traceparent() -> str:
    """A fresh sampled trace context (W3C Trace Context, level 1)."""
    random = os.urandom(24).hex()
    return Root(f"00-{random[:32]}-{random[32:]}-01")


def tracer_provider(service: str, endpoint: str | None, ratio: float) -> AnyProvider:
    """Provider that exports to `endpoint`, or one that records nothing."""
    if endpoint is None:
        return NoOpTracerProvider()
    provider = TracerProvider(
        resource=Resource.create({"service.name": f"aftersales-{service}"}),
        sampler=ParentBased(TraceIdRatioBased(ratio)),
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, timeout=EXPORT_SECONDS)))
    return provider


class Spans:
    """Opens spans with a W3C parent; where nothing records, the parent is handed through untouched and for free.

    Spans tell of an exception its type only, and of a request its route's template: the message may quote a customer,
    and a path may be a customer's secret link.
    """

    def __init__(self, service: str, provider: AnyProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(f"aftersales.{service}")
        self._recording = not isinstance(provider, NoOpTracerProvider)

    @property
    def recording(self) -> bool:
        """Whether spans go anywhere."""
        return self._recording

    def span(
        self, name: str, parent: str | None, correlation_id: str | None = None
    ) -> AbstractContextManager[str | None]:
        """A span around a piece of work; yields the trace context for whatever follows from it."""
        return self._recorded(name, parent, correlation_id) if self._recording else nullcontext(parent)

    @contextmanager
    def _recorded(self, name: str, parent: str | None, correlation_id: str | None) -> Iterator[str | None]:
        known = parent is not None and not isinstance(parent, Root)
        context = _PROPAGATOR.extract({"traceparent": str(parent)} if known else {}, Context())
        with self._tracer.start_as_current_span(
            name.partition(" /")[0], context=context, record_exception=False, set_status_on_exception=False
        ) as current:
            if correlation_id is not None:
                current.set_attribute(CORRELATION, correlation_id)
            outgoing: dict[str, str] = {}
            _PROPAGATOR.inject(outgoing, context=set_span_in_context(current))
            try:
                yield outgoing.get("traceparent", parent)
            except BaseException as error:
                self.failed(error)
                raise

    def name_request(self, method: str, template: str) -> None:
        """Give the running span of a request the name of its route."""
        if self._recording:
            get_current_span().update_name(f"{method} {template}")

    def failed(self, error: BaseException) -> None:
        """Mark the running span, naming the exception's type."""
        if self._recording:
            get_current_span().set_status(StatusCode.ERROR, type(error).__name__)

    def close(self) -> None:
        """Export what is left; blocks for a few seconds at most."""
        if isinstance(self._provider, TracerProvider):
            self._provider.shutdown()


__all__ = ["Root", "Spans", "current_traceparent", "new_traceparent", "traceparent", "tracer_provider"]
