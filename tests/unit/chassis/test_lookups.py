"""Deriving lookups in the background: nobody waits for that task, so its fault must be told."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import NoReturn, cast

import pytest
from chassis.lookups import begin_to_fill
from chassis.store import Store
from pymongo.errors import OperationFailure


@dataclass(frozen=True, slots=True)
class Plain:
    """A state."""

    key: str = ""


class RefusingCollection:
    """A database that refuses, which is no outage."""

    def find(self, *_: object) -> NoReturn:
        """Refuse."""
        raise OperationFailure("not authorized")


@dataclass(slots=True)
class RefusedStore:
    """What filling needs of a store."""

    name: str = "plains"
    collection: RefusingCollection = field(default_factory=RefusingCollection)


async def test_a_fault_while_filling_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="chassis.lookups"):
        task = begin_to_fill(cast("Store[Plain]", RefusedStore()))
        await asyncio.wait([task])
    (told,) = caplog.records
    assert told.getMessage() == "lookups of plains: not filled"
    assert told.exc_info is not None
    assert told.exc_info[0] is OperationFailure


async def test_an_end_while_filling_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    task = begin_to_fill(cast("Store[Plain]", RefusedStore()))
    task.cancel()
    await asyncio.wait([task])
    assert caplog.records == []
