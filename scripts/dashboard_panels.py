"""What the dashboard shows: a table of panels by row."""

from collections.abc import Sequence
from dataclasses import dataclass

BY = 'service=~"$service"'


@dataclass(frozen=True)
class Panel:
    """One graph: `unit` as Grafana names it, queries by legend."""

    title: str
    unit: str
    queries: tuple[tuple[str, str], ...]


def _quantile(metric: str, share: str) -> str:
    return f"histogram_quantile({share}, sum by (service, le) (rate({metric}_bucket{{{BY}}}[$__rate_interval])))"


def _sum(function: str, metric: str, by: str) -> str:
    return f"sum by ({by}) ({function}({metric}{{{BY}}}[$__rate_interval]))"


def _extreme(which: str, metric: str, by: str) -> str:
    return f"{which} by ({by}) ({metric}{{{BY}}})"


ROWS: Sequence[tuple[str, Sequence[Panel]]] = (
    (
        "What callers see",
        (
            Panel(
                "Requests by outcome",
                "reqps",
                (
                    (
                        _sum("rate", "aftersales_http_requests_total", "service, status"),
                        "{{service}} {{status}}",
                    ),
                ),
            ),
            Panel(
                "Time to answer, one in a hundred",
                "s",
                ((_quantile("aftersales_http_request_seconds", "0.99"), "{{service}}"),),
            ),
            Panel("Replicas", "short", ((f'sum by (service) (up{{job="aftersales", {BY}}})', "{{service}}"),)),
        ),
    ),
    (
        "Events",
        (
            Panel(
                "Handled by outcome",
                "ops",
                (
                    (
                        _sum("rate", "aftersales_events_consumed_total", "service, outcome"),
                        "{{service}} {{outcome}}",
                    ),
                ),
            ),
            Panel(
                "Published by outcome",
                "ops",
                (
                    (
                        _sum("rate", "aftersales_events_published_total", "service, outcome"),
                        "{{service}} {{outcome}}",
                    ),
                ),
            ),
            Panel(
                "Time to handle a group, median and one in a hundred",
                "s",
                (
                    (_quantile("aftersales_consumed_group_seconds", "0.5"), "{{service}} 50 %"),
                    (_quantile("aftersales_consumed_group_seconds", "0.99"), "{{service}} 99 %"),
                ),
            ),
        ),
    ),
    (
        "What waits",
        (
            Panel(
                "Queue depth",
                "short",
                ((_extreme("max", "aftersales_queue_messages", "queue") + " > 0", "{{queue}}"),),
            ),
            Panel(
                "Oldest message",
                "s",
                (
                    (_extreme("max", "aftersales_oldest_message_seconds", "service"), "{{service}}"),
                    (_quantile("aftersales_message_age_seconds", "0.99"), "{{service}} taken up, 99 %"),
                ),
            ),
            Panel(
                "Dead letters",
                "short",
                (
                    (f'max by (queue) (aftersales_queue_messages{{queue=~".+\\\\.dead", {BY}}})', "{{queue}}"),
                    (
                        _sum("increase", "aftersales_dead_letters_total", "service, failure"),
                        "{{service}} {{failure}}",
                    ),
                ),
            ),
            Panel(
                "Outbox: oldest event",
                "s",
                ((_extreme("max", "aftersales_outbox_oldest_seconds", "service"), "{{service}}"),),
            ),
            Panel(
                "Outbox: documents, and what the sweeper brought",
                "short",
                (
                    (_extreme("max", "aftersales_outbox_documents", "service"), "{{service}} waiting"),
                    (
                        _sum("increase", "aftersales_outbox_swept_total", "service"),
                        "{{service}} swept",
                    ),
                ),
            ),
            Panel(
                "Timers: lateness",
                "s",
                (
                    (_extreme("max", "aftersales_timer_overdue_seconds", "service"), "{{service}} oldest"),
                    (_quantile("aftersales_timer_lag_seconds", "0.99"), "{{service}} fired, 99 %"),
                ),
            ),
        ),
    ),
    (
        "Groups and machinery",
        (
            Panel(
                "Documents in a group commit, median",
                "short",
                ((_quantile("aftersales_group_commit_size", "0.5"), "{{service}}"),),
            ),
            Panel(
                "Events in a consumed group, median",
                "short",
                ((_quantile("aftersales_consumed_group_size", "0.5"), "{{service}}"),),
            ),
            Panel(
                "Timers by outcome",
                "ops",
                (
                    (
                        _sum("rate", "aftersales_timers_total", "service, outcome"),
                        "{{service}} {{outcome}}",
                    ),
                ),
            ),
            Panel(
                "Memory",
                "bytes",
                ((_extreme("max", "process_resident_memory_bytes", "service"), "{{service}}"),),
            ),
            Panel(
                "Processor",
                "percentunit",
                (
                    (
                        _sum("rate", "process_cpu_seconds_total", "service"),
                        "{{service}}",
                    ),
                ),
            ),
            Panel(
                "Connected to the broker",
                "short",
                ((_extreme("min", "aftersales_broker_connected", "service, link"), "{{service}} {{link}}"),),
            ),
        ),
    ),
)
