"""How strongly does what was found speak for a rule?"""

from typing import NamedTuple

Hit = tuple[float, int, int, str]
"""Weight with a minus sign, start, end, label: a bare tuple that sorts the strongest first."""


class Evidence(NamedTuple):
    """What made a condition hold: its strength and the words, the strongest first."""

    strength: float
    words: tuple[str, ...]


def sum_up(hits: list[Hit], repeat_decay: float) -> Evidence:
    """Each hit is worth ``repeat_decay`` of the one before; hits inside others and repeats fall away."""
    if len(hits) == 1:
        rank, _, _, label = hits[0]
        return Evidence(-rank, (label,))
    labels: dict[str, None] = {}
    spans: set[tuple[int, int]] = set()
    strength, share = 0.0, 1.0
    for hit in sorted(hits):
        rank, start, end, label = hit
        if label in labels or (start, end) in spans or _is_inside(hit, hits):
            continue
        labels[label] = None
        spans.add((start, end))
        strength -= rank * share
        share *= repeat_decay
    return Evidence(strength, tuple(labels))


def _is_inside(inner: Hit, hits: list[Hit]) -> bool:
    """Whether a strictly longer and at least as heavy hit covers it; so the longest of the heaviest always remain."""
    rank, first, last, _ = inner
    size = last - first
    for outer_rank, start, end, _ in hits:
        if start <= first and last <= end and outer_rank <= rank and end - start > size:
            return True
    return False
