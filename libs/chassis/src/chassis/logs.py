"""Structured logs, one JSON object a line, with the correlation id and without personal data."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import TextIO, TypeAlias

from pythonjsonlogger.json import JsonFormatter

from chassis.tracing import traceparent

correlation: ContextVar[str | None] = ContextVar("correlation", default=None)
"""Id of the matter that the running request or delivery belongs to."""


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """What is logged inside belongs to this matter."""
    token = correlation.set(correlation_id)
    try:
        yield
    finally:
        correlation.reset(token)


class CorrelationFilter(logging.Filter):
    """Adds the correlation id, the trace id and the service's name to every record."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def filter(self, record: logging.LogRecord) -> bool:
        """Enrich the record; never drops one."""
        record.service = self._service
        record.correlation_id = correlation.get()
        trace = traceparent.get()
        record.trace_id = None if trace is None else trace[3:35]
        record.__dict__.pop("color_message", None)  # the server's second spelling of its message
        return True


ExceptionInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PrivateFormatter(JsonFormatter):
    """Tells of an exception where it came from and its type, never its message: that may quote a customer."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the base class names it
        """Frames and types, causes first."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            part = [
                "".join(traceback.format_tb(error.__traceback__)),
                f"{type(error).__module__}.{type(error).__name__}",
            ]
            lines[:0] = part
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def handler(service: str, stream: TextIO) -> logging.Handler:
    """Writes records to `stream` as JSON lines."""
    writing = logging.StreamHandler(stream)
    writing.addFilter(CorrelationFilter(service))
    writing.setFormatter(
        PrivateFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(service)s %(correlation_id)s %(trace_id)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )
    )
    return writing


def configure(service: str, level: str) -> None:
    """Send all logs of the process to standard error as JSON lines."""
    logging.basicConfig(level=level, handlers=[handler(service, sys.stderr)], force=True)
    for noisy in ("aiormq", "aio_pika", "pymongo", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
