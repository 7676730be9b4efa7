"""Logs: JSON lines with service and correlation, and never an exception's message."""

import io
import json
import logging

import pytest
from chassis import logs

CUSTOMER = "Chen Mei"
ADDRESS = "chen.mei@example.com"


@pytest.fixture
def line() -> io.StringIO:
    """Where a logger with the chassis' formatter writes."""
    return io.StringIO()


@pytest.fixture
def logger(line: io.StringIO) -> logging.Logger:
    """A logger of its own."""
    handler = logs.handler("toy", line)
    logger = logging.Logger("chassis.test")
    logger.addHandler(handler)
    return logger


def fail(words: str, cause: Exception | None) -> None:
    """Raise with a message."""
    raise RuntimeError(words) from cause


def test_an_exceptions_message_stays_out(logger: logging.Logger, line: io.StringIO) -> None:
    try:
        fail(ADDRESS, ValueError(CUSTOMER))
    except RuntimeError:
        logger.exception("handler failed")
    told = json.loads(line.getvalue())
    assert CUSTOMER not in line.getvalue()
    assert ADDRESS not in line.getvalue()
    assert "test_logs.py" in told["exc_info"]
    assert "builtins.ValueError" in told["exc_info"]
    assert told["exc_info"].endswith("builtins.RuntimeError")


def test_a_line_names_service_and_correlation_and_is_one_line(logger: logging.Logger, line: io.StringIO) -> None:
    token = logs.correlation.set("case-1")
    try:
        logger.warning("forged\n%s", '{"level": "INFO"}', extra={"color_message": "x"})
    finally:
        logs.correlation.reset(token)
    assert line.getvalue().count("\n") == 1
    told = json.loads(line.getvalue())
    assert (told["service"], told["correlation_id"], told["level"]) == ("toy", "case-1", "WARNING")
    assert "color_message" not in told
