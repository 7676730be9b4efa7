"""The garbage collector of a long-running server."""

import gc

YOUNG_OBJECTS = 50_000
"""Allocations between two looks at the young generation: requests leave hardly any cycles, counting frees the rest."""


def settle() -> None:
    """After start-up: what exists now stays, and is never looked at again; later garbage is looked for less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)
