"""Writes the Grafana dashboard from its table of panels: `python -m scripts.dashboard [--check]`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.dashboard_panels import ROWS, Panel

TARGET = Path(__file__).parents[1] / "deploy/observability/grafana/dashboards/aftersales.json"
WIDTH, HEIGHT, COLUMNS = 8, 7, 3
SOURCE = {"type": "prometheus", "uid": "prometheus"}


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
