"""A confidence that means what it says: fitted to how often unseen proposals were acceptable (Platt's scaling)."""

from collections.abc import Sequence
from math import log

from dispatch.domain.opinion.model import NEARLY, Calibration

STEPS = 60
"""Newton's method is there long before."""
DAMPING = 1e-3


def calibrate(seen: Sequence[tuple[float, bool]]) -> Calibration:
    """From pairs of the best category's share and whether it was acceptable; as it is without both outcomes."""
    if len({right for _, right in seen}) < 2:
        return Calibration(1.0, 0.0)
    points = [(_logit(share), float(right)) for share, right in seen]
    slope, shift = 1.0, 0.0
    for _ in range(STEPS):
        calibration = Calibration(slope, shift)
        to_slope, to_shift = DAMPING * (slope - 1), DAMPING * shift
        by_slope, by_both, by_shift = DAMPING, 0.0, DAMPING
        for (value, right), (share, _) in zip(points, seen, strict=True):
            told = calibration(share)
            error, weight = told - right, told * (1 - told)
            to_slope += error * value
            to_shift += error
            by_slope += weight * value * value
            by_both += weight * value
            by_shift += weight
        whole = by_slope * by_shift - by_both * by_both
        slope -= (by_shift * to_slope - by_both * to_shift) / whole
        shift -= (by_slope * to_shift - by_both * to_slope) / whole
    return Calibration(round(slope, 6), round(shift, 6))


def _logit(share: float) -> float:
    clipped = min(max(share, NEARLY), 1 - NEARLY)
    return log(clipped / (1 - clipped))
