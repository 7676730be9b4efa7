"""How hard property tests try: every example in `make test`, at most `QUICK_EXAMPLES` of each test in `make test-unit`.

The laws and their strategies are the same under both; only the number of draws differs. A test with a number of its own
says it through `examples`, as a number in `@settings` would hold under either profile.
"""

from hypothesis import settings

QUICK = "quick"
QUICK_EXAMPLES = 20


def register_profiles() -> None:
    """Make `--hypothesis-profile=quick` known; without the option everything runs. No time is judged: machines are
    shared, and a slow moment is no counterexample."""
    settings.register_profile("default", deadline=None)
    settings.register_profile(QUICK, max_examples=QUICK_EXAMPLES, deadline=None)
    settings.load_profile("default")


def examples(full: int, quick: int = QUICK_EXAMPLES) -> int:
    """`full`, or at most `quick` when the quick profile is on."""
    return min(full, quick) if settings.get_current_profile_name().startswith(QUICK) else full
