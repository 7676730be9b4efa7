"""W3C trace context through requests, documents and events; spans where an OTLP collector is configured."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NoOpTracerProvider, set_span_in_context
from opentelemetry.trace import TracerProvider as AnyProvider
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()

traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
"""Trace context of the running request or delivery, as the header `traceparent` has it."""


def current_traceparent() -> str | None:
    """Trace context to hand on with an event."""
    return traceparent.get()


def new_traceparent() -> str:
    """A fresh sampled trace context (W3C Trace Context, level 1)."""
    random = os.urandom(24).hex()
    return f"00-{random[:32]}-{random[32:]}-01"


def tracer_provider(service: str, endpoint: str | None, ratio: float) -> AnyProvider:
    """Provider that exports to `endpoint`, or one that records nothing."""
    if endpoint is None:
        return NoOpTracerProvider()
    provider = TracerProvider(
        resource=Resource.create({"service.name": f"aftersales-{service}"}),
        sampler=ParentBased(TraceIdRatioBased(ratio)),
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider


class Spans:
    """Opens spans with a W3C parent; where nothing records, the parent is handed through untouched and for free."""

    def __init__(self, service: str, provider: AnyProvider) -> None:
        self._tracer = provider.get_tracer(f"aftersales.{service}")
        self._recording = not isinstance(provider, NoOpTracerProvider)

    def span(self, name: str, parent: str | None) -> AbstractContextManager[str | None]:
        """A span around a piece of work; yields the trace context for whatever follows from it."""
        return self._recorded(name, parent) if self._recording else nullcontext(parent)

    @contextmanager
    def _recorded(self, name: str, parent: str | None) -> Iterator[str | None]:
        carrier = {"traceparent": parent} if parent is not None else {}
        context = _PROPAGATOR.extract(carrier)
        with self._tracer.start_as_current_span(name, context=context) as current:
            outgoing: dict[str, str] = {}
            _PROPAGATOR.inject(outgoing, context=set_span_in_context(current))
            yield outgoing.get("traceparent", parent)


__all__ = ["Spans", "current_traceparent", "new_traceparent", "traceparent", "tracer_provider"]
