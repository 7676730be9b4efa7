"""How long to wait before a process that ended is started again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BackOffPolicy:
    """Seconds. The delay doubles with every end in a row; a process that ran ``stable`` seconds starts a new row."""

    first: float = 0.1
    longest: float = 10.0
    stable: float = 20.0


@dataclass
class BackOff:
    """The row of ends of one process; moments are seconds of a monotonic clock."""

    policy: BackOffPolicy
    ends: int = 0
    started: float = 0.0
    due: float | None = None

    def note_start(self, now: float) -> None:
        self.started = now
        self.due = None

    def note_end(self, now: float) -> float:
        """Called once per end; the answer is the delay before the next start."""
        if now - self.started >= self.policy.stable:
            self.ends = 0
        delay = min(self.policy.longest, float(self.policy.first * 2**self.ends))
        self.ends += 1
        self.due = now + delay
        return delay

    def may_start(self, now: float) -> bool:
        return self.due is not None and now >= self.due
