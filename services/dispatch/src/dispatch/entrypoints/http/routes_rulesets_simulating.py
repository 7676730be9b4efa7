"""What would a ruleset have made of past cases?"""

from typing import Annotated

from chassis.clock import Clock
from chassis.http import Caller, DocumentId, permit
from chassis.store import Store
from fastapi import APIRouter

from dispatch.adapters.ruleset_simulation import Simulator, Window
from dispatch.domain.rulesets.record import RulesetRecord
from dispatch.entrypoints.http.schemas_rulesets import SimulateBody
from dispatch.entrypoints.http.views_simulation import SimulationView, simulation_view

RulesetSimulator = Annotated[Caller, permit("ruleset.edit")]


def simulating_routes(records: Store[RulesetRecord], simulator: Simulator, clock: Clock) -> APIRouter:
    """Changes nothing, so it needs no If-Match."""
    router = APIRouter(prefix="/v1/rulesets", tags=["rulesets"])

    @router.post("/{ruleset_id}/simulate", summary="Run a ruleset over past cases and show what would change")
    async def run(ruleset_id: DocumentId, body: SimulateBody, caller: RulesetSimulator) -> SimulationView:  # noqa: ARG001
        stored = await records.get(ruleset_id)
        window = Window(body.since, body.until, body.limit, body.category, body.team, body.cursor)
        made, following = await simulator.run(stored.state, window, clock())
        return simulation_view(stored, made, following)

    return router
