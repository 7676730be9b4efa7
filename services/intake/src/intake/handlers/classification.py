"""What a classification changes in the case's present handling."""

from datetime import datetime

from contracts.events.dispatch import Classification


def classification(data: Classification) -> dict[str, str | int | datetime | None]:
    """Category, severity, urgency and team."""
    return {"category": data.category, "severity": data.severity, "urgency": data.urgency, "team": data.team}
