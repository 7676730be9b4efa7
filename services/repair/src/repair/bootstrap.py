"""The one place where the repair service is put together."""

from chassis.runtime import Runtime

from repair.adapters.mongo_repair_orders import COLLECTION, INDEXES
from repair.domain.errors import RepairError
from repair.domain.repair_order import RepairOrder
from repair.entrypoints.http.problems import PROBLEMS
from repair.entrypoints.http.routes_judgement import judgement_routes
from repair.entrypoints.http.routes_reading import reading_routes
from repair.entrypoints.http.routes_work import work_routes
from repair.settings import Settings
from repair.subscriptions import subscriptions


def build(settings: Settings) -> Runtime:
    """The service, not yet connected to anything."""
    runtime = Runtime("repair", settings)
    orders = runtime.store(COLLECTION, RepairOrder, indexes=INDEXES)
    runtime.subscribe(*subscriptions(orders))
    runtime.http(
        title="Repair",
        routers=[reading_routes(orders), work_routes(orders), judgement_routes(orders)],
        problems=PROBLEMS,
        domain_errors=(RepairError,),
    )
    return runtime
