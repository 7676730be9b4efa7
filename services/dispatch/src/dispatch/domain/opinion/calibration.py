"""A confidence that means what it says: fitted to how often unseen proposals were acceptable (Platt's scaling)."""

from collections.abc import Sequence
from math import log

from dispatch.domain.opinion.evidence import NEARLY, logistic
from dispatch.domain.opinion.model import Calibration

STEPS = 60
"""Newton's method is there long before."""
HALVINGS = 30
"""How often a step that makes it worse is halved."""
DAMPING = 1e-3
"""Holds slope and shift near 1 and 0 where the examples say nothing."""

Points = Sequence[tuple[float, float]]
"""Logit of a share, and 1 for right or 0."""


def calibrate(seen: Sequence[tuple[float, bool]]) -> Calibration:
    """From pairs of the best category's share and whether it was acceptable; as it is without both outcomes."""
    if len({right for _, right in seen}) < 2:
        return Calibration(1.0, 0.0)
    points = [(_logit(share), float(right)) for share, right in seen]
    slope, shift = 0.0, 0.0
    loss = _loss(points, slope, shift)
    for _ in range(STEPS):
        step_slope, step_shift = _newton(points, slope, shift)
        for _ in range(HALVINGS):
            tried = _loss(points, slope - step_slope, shift - step_shift)
            if tried <= loss:
                slope, shift, loss = slope - step_slope, shift - step_shift, tried
                break
            step_slope, step_shift = step_slope / 2, step_shift / 2
    return Calibration(round(slope, 6), round(shift, 6))


def _newton(points: Points, slope: float, shift: float) -> tuple[float, float]:
    to_slope, to_shift = DAMPING * (slope - 1), DAMPING * shift
    by_slope, by_both, by_shift = DAMPING, 0.0, DAMPING
    for value, right in points:
        told = logistic(slope * value + shift)
        error, weight = told - right, told * (1 - told)
        to_slope += error * value
        to_shift += error
        by_slope += weight * value * value
        by_both += weight * value
        by_shift += weight
    whole = by_slope * by_shift - by_both * by_both
    return (by_shift * to_slope - by_both * to_shift) / whole, (by_slope * to_shift - by_both * to_slope) / whole


def _loss(points: Points, slope: float, shift: float) -> float:
    held = DAMPING * ((slope - 1) ** 2 + shift**2) / 2
    return held - sum(
        log(max(told if right else 1 - told, NEARLY))
        for told, right in ((logistic(slope * value + shift), right) for value, right in points)
    )


def _logit(share: float) -> float:
    clipped = min(max(share, NEARLY), 1 - NEARLY)
    return log(clipped / (1 - clipped))
