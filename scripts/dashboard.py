"""Writes the Grafana dashboard from the table below: `python -m scripts.dashboard [--check]`."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).parents[1] / "deploy/observability/grafana/dashboards/aftersales.json"
WIDTH, HEIGHT, COLUMNS = 8, 7, 3
SOURCE = {"type": "prometheus", "uid": "prometheus"}
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


def dashboard() -> dict[str, object]:
    """The whole dashboard as Grafana reads it."""
    panels: list[dict[str, object]] = []
    top = 0
    for title, row in ROWS:
        panels.append({"type": "row", "title": title, "gridPos": {"x": 0, "y": top, "w": 24, "h": 1}, "panels": []})
        top += 1
        for index, panel in enumerate(row):
            place = {"x": index % COLUMNS * WIDTH, "y": top + index // COLUMNS * HEIGHT, "w": WIDTH, "h": HEIGHT}
            panels.append(_graph(panel, place))
        top += -(-len(row) // COLUMNS) * HEIGHT
    return {
        "uid": "aftersales",
        "title": "Aftersales",
        "schemaVersion": 39,
        "timezone": "browser",
        "refresh": "15s",
        "time": {"from": "now-1h", "to": "now"},
        "templating": {"list": [_services()]},
        "panels": [{"id": number, **panel} for number, panel in enumerate(panels, 1)],
    }


def _graph(panel: Panel, place: dict[str, int]) -> dict[str, object]:
    targets = [
        {"refId": "ABCDEFGH"[number], "datasource": SOURCE, "expr": expression, "legendFormat": legend}
        for number, (expression, legend) in enumerate(panel.queries)
    ]
    return {
        "type": "timeseries",
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": targets,
    }


def _services() -> dict[str, object]:
    query = "label_values(aftersales_service_info, service)"
    return {
        "name": "service",
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": "service"},
        "definition": query,
        "includeAll": True,
        "multi": True,
        "allValue": ".+",
        "current": {"text": "All", "value": "$__all"},
        "refresh": 2,
    }


def main(arguments: Sequence[str]) -> int:
    """Write it, or say whether it is up to date."""
    text = json.dumps(dashboard(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in arguments:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET.name} is out of date: make generate", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
