"""The part of the composition that measures the service (R7): figures and files over the assignments."""

from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter

from dispatch.adapters.figures_policy import figures_policy
from dispatch.adapters.mongo_exports import MongoExports
from dispatch.adapters.mongo_figures import MongoFigures
from dispatch.domain.assignment import Assignment
from dispatch.domain.figures.policy import FigureLimits
from dispatch.domain.policy import Policy
from dispatch.entrypoints.http.routes_exports import export_routes
from dispatch.entrypoints.http.routes_figures import figure_routes
from dispatch.settings import Settings


def wire_figures(
    runtime: Runtime, settings: Settings, assignments: Store[Assignment], policy: Policy
) -> list[APIRouter]:
    """The routers to serve. Raises `PolicyError`, `OSError`."""
    measuring = figures_policy(policy, settings.dispatch_figures_file)
    limits = FigureLimits(
        cases=settings.dispatch_figures_cases,
        groups=settings.dispatch_figures_groups,
        csv_rows=settings.dispatch_export_csv_rows,
        xlsx_rows=settings.dispatch_export_xlsx_rows,
    )
    figures = MongoFigures(assignments.collection, most=limits.cases, patience=settings.storage_patience)
    exports = MongoExports(assignments.collection, figures, measuring.calendar, settings.storage_patience)
    return [
        figure_routes(figures, measuring, limits, runtime.clock),
        export_routes(exports, measuring, limits, runtime.clock),
    ]
