"""The one composition root of the intake service."""

from datetime import timedelta

from chassis.clock import Clock, system_clock
from chassis.problems import CHASSIS_PROBLEMS, ProblemTable
from chassis.runtime import Runtime

from intake.adapters.case_numbers import CaseNumbers
from intake.adapters.mongo_cases import INDEXES, UNIQUE, CaseQueries
from intake.adapters.tracking_links import TrackingLinks, load_secrets
from intake.domain.case import Case
from intake.domain.errors import CaseError
from intake.entrypoints.http import routes_cases, routes_tracking
from intake.entrypoints.http.documentation import documented_open_case
from intake.entrypoints.http.open_case_endpoint import OpenCaseEndpoint
from intake.entrypoints.http.problems import PROBLEMS
from intake.settings import Settings
from intake.subscriptions import subscriptions


def build(settings: Settings, clock: Clock = system_clock) -> Runtime:
    """Everything the service consists of; nothing connects yet. Raises ValueError without a tracking key."""
    if settings.tracking_key_file is None:
        raise ValueError("AFTERSALES_TRACKING_KEY_FILE must name a file with a secret")
    runtime = Runtime("intake", settings, clock=clock)
    cases = runtime.store("cases", Case, indexes=INDEXES, unique=UNIQUE)
    queries = CaseQueries(cases)
    secret, *older = load_secrets(settings.tracking_key_file)
    links = TrackingLinks(secret, settings.public_url, older)
    numbers = CaseNumbers(
        runtime.mongo_database["case_numbers"],
        block=settings.number_block,
        patience=settings.storage_patience,
    )
    runtime.subscribe(*subscriptions(cases))
    clock_tolerance = timedelta(seconds=settings.clock_tolerance)
    endpoint = OpenCaseEndpoint(
        cases,
        numbers,
        links,
        runtime.authenticator,
        clock,
        ProblemTable({**CHASSIS_PROBLEMS, **PROBLEMS}),
        clock_tolerance=clock_tolerance,
        body_limit=settings.body_limit,
    )
    runtime.http(
        title="Aftersales intake",
        routers=[
            documented_open_case(),
            routes_cases.routes(cases, queries, links, clock_tolerance=clock_tolerance),
            routes_tracking.routes(cases, links),
        ],
        problems=PROBLEMS,
        domain_errors=(CaseError,),
        shortcuts={("POST", "/v1/cases"): endpoint},
    )
    return runtime
