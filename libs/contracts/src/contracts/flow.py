"""docs/flow-of-a-case.md: who tells whom what, as a picture and as a table."""

from collections.abc import Iterator, Mapping, Sequence

from contracts.payload import Payload
from contracts.schemas import summary_of

_HEAD = """# The flow of a case

Generated from `contracts.subscriptions` and `contracts.registry` by `make generate`; not edited by hand. Services know
only these events: none reads another's database or calls another to do its own work.
"""


def markdown(events: Sequence[type[Payload]], subscriptions: Mapping[str, Sequence[type[Payload]]]) -> str:
    """The whole document: a mermaid flowchart with an arrow per publisher and consumer, and a table of the events."""
    return "\n".join([_HEAD, *_picture(events, subscriptions), "", *_table(events, subscriptions), ""])


def _picture(events: Sequence[type[Payload]], subscriptions: Mapping[str, Sequence[type[Payload]]]) -> Iterator[str]:
    publishers = dict.fromkeys(event.PUBLISHER for event in events)
    yield "```mermaid"
    yield "flowchart LR"
    yield from (f"    {service}([{service}])" for service in dict.fromkeys([*publishers, *subscriptions]))
    for publisher in publishers:
        for consumer, consumed in subscriptions.items():
            names = [event.TYPE for event in events if publisher == event.PUBLISHER and event in consumed]
            if names:
                yield f'    {publisher} -- "{"<br/>".join(names)}" --> {consumer}'
    yield "```"


def _table(events: Sequence[type[Payload]], subscriptions: Mapping[str, Sequence[type[Payload]]]) -> Iterator[str]:
    yield "| event | published by | consumed by | meaning |"
    yield "|---|---|---|---|"
    for event in events:
        consumers = ", ".join(service for service, consumed in subscriptions.items() if event in consumed)
        yield f"| `{event.routing_key()}` | {event.PUBLISHER} | {consumers} | {summary_of(event)} |"
