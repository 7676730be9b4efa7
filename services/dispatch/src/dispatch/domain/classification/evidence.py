"""How strongly does what was found speak for a rule?"""

from typing import NamedTuple

Hit = tuple[float, int, int, str]
"""Weight with a minus sign, start, end, label: a bare tuple that sorts the strongest first."""

Span = tuple[int, int]
"""Start and end in the text as the rules read it."""


class Evidence(NamedTuple):
    """What made a condition hold: its strength, and the words with their places, the strongest first."""

    strength: float
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def sum_up(hits: list[Hit], repeat_decay: float) -> Evidence:
    """Each hit is worth ``repeat_decay`` of the one before; hits inside others and repeats fall away."""
    if len(hits) == 1:
        rank, start, end, label = hits[0]
        return Evidence(-rank, (label,), ((start, end),))
    labels: dict[str, Span] = {}
    spans: set[Span] = set()
    strength, share = 0.0, 1.0
    for hit in sorted(hits):
        rank, start, end, label = hit
        if label in labels or (start, end) in spans or _is_inside(hit, hits):
            continue
        labels[label] = (start, end)
        spans.add((start, end))
        strength -= rank * share
        share *= repeat_decay
    return Evidence(strength, tuple(labels), tuple(labels.values()))


def _is_inside(inner: Hit, hits: list[Hit]) -> bool:
    """Whether a strictly longer and at least as heavy hit covers it; so the longest of the heaviest always remain."""
    rank, first, last, _ = inner
    size = last - first
    for outer_rank, start, end, _ in hits:
        if start <= first and last <= end and outer_rank <= rank and end - start > size:
            return True
    return False
