"""Why a repair order refuses a command; `code` is stable, `params` fill the message."""

from typing import ClassVar


class RepairError(Exception):
    """Base of the refusals of this domain."""

    code: ClassVar[str]

    def __init__(self, **params: str) -> None:
        super().__init__(", ".join([self.code, *(f"{name}={value}" for name, value in params.items())]))
        self.params = params


class MoveForbidden(RepairError):
    """The order's status does not allow the move. Params: `move`, `status`."""

    code: ClassVar[str] = "repair_move_forbidden"


class ReplanReasonMissing(RepairError):
    """A plan replaces another one without saying which finding made that necessary."""

    code: ClassVar[str] = "replan_reason_missing"


class TestsNotPassed(RepairError):
    """Completion before every check of the last test passed. Params: `failed`, the names of the failed checks."""

    __test__ = False
    code: ClassVar[str] = "tests_not_passed"


class NotYetDone(RepairError):
    """Work is logged for a moment that has not come. Params: `done_at`."""

    code: ClassVar[str] = "not_yet_done"


class OrderFull(RepairError):
    """The order holds as many records of this kind as one document may carry. Params: `records`, `limit`."""

    code: ClassVar[str] = "repair_order_full"
