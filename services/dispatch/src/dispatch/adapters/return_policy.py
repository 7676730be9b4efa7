"""The policy of returns from its file: promises never below the legal floor, a limit for every stage."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from dispatch.adapters.data_file import ClocksModel, Section, read_data
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_model import Identifier
from dispatch.domain.policy import Policy
from dispatch.domain.returns.entitlement import LegalFloor, Promise, ServicePolicy
from dispatch.domain.returns.goods_return import RETURN_STAGES, ReturnStage
from dispatch.domain.returns.policy import ReturnPolicy

_ENDS: Final = ("return.received", "return.dropped")
Days = Annotated[int, Field(ge=0, le=36_500)]
Hours = Annotated[float, Field(gt=0, le=10_000)]


class _FloorModel(Section):
    return_days: Days
    exchange_days: Days
    repair_days: Days
    failed_repairs: Annotated[int, Field(ge=1, le=100)]


class _PromiseModel(_FloorModel):
    id: Identifier
    since: date
    serious_only: bool


class _ReturnsModel(Section):
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    clocks: ClocksModel
    hours: dict[ReturnStage, Hours]
    pause_while_expected: Identifier | None = None
    legal_floor: _FloorModel
    promises: list[_PromiseModel]


def return_policy(path: Path | None = None) -> ReturnPolicy:
    """The file's policy, else the shipped one. Raises `PolicyError`, `OSError`."""
    model = read_data(_ReturnsModel, path, "returns")
    for stage in RETURN_STAGES:
        if stage not in model.hours:
            raise PolicyError(f"hours: {stage} is missing")
    _check_promises(model)
    floor = model.legal_floor
    return ReturnPolicy(
        id=model.id,
        version=model.version,
        timezone=model.clocks.frozen_calendar().timezone,
        stages=tuple(model.clocks.stage(stage, model.hours[stage]) for stage in RETURN_STAGES),
        service=ServicePolicy(
            LegalFloor(floor.return_days, floor.exchange_days, floor.repair_days, floor.failed_repairs),
            tuple(
                Promise(
                    id=one.id,
                    since=one.since.isoformat(),
                    return_days=one.return_days,
                    exchange_days=one.exchange_days,
                    repair_days=one.repair_days,
                    failed_repairs=one.failed_repairs,
                    serious_only=one.serious_only,
                )
                for one in model.promises
            ),
        ),
        pause_while_expected=model.pause_while_expected,
    )


def require_known_pause(returns: ReturnPolicy, policy: Policy) -> None:
    """Raises `PolicyError` for a pause that the policy does not allow, or that the return would not end."""
    reason = returns.pause_while_expected
    missing = () if reason is None else [event for event in _ENDS if event not in policy.pauses.get(reason, ())]
    if missing:
        raise PolicyError(f"pause_while_expected: pauses.{reason} must await {', '.join(missing)}")


def _check_promises(model: _ReturnsModel) -> None:
    floor = model.legal_floor
    for index, one in enumerate(model.promises):
        place = f"promises.{index}"
        if index and one.since <= model.promises[index - 1].since:
            raise PolicyError(f"{place}.since: promises must rise by the day of sale")
        for name in ("return_days", "exchange_days", "repair_days"):
            if getattr(one, name) < getattr(floor, name):
                raise PolicyError(f"{place}.{name}: below the legal floor")
        if one.failed_repairs > floor.failed_repairs:
            raise PolicyError(f"{place}.failed_repairs: below the legal floor")
