"""Words of the repair order."""

from typing import Literal

Status = Literal["opened", "planned", "in_progress", "tested", "completed", "rejected", "closed", "cancelled"]
"""`completed` waits for the customer; `rejected` waits for the next attempt's plan; `closed` is confirmed."""
Outcome = Literal["confirmed", "cancelled"]
ConfirmationMethod = Literal["on_site", "trial_use", "remote"]
"""How the customer convinced himself of the result (R5)."""
Move = Literal["plan", "log", "test", "complete", "confirm", "reject", "cancel"]
