"""The only translator from what happened in the domain to events on the wire: a module per family of events."""

from dispatch.outgoing.assignments import change

__all__ = ["change"]
