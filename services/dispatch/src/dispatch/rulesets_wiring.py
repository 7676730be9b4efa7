"""The part of the composition that keeps, judges and publishes the rules of classification (R2)."""

from dataclasses import dataclass
from datetime import timedelta

from chassis.runtime import Runtime
from chassis.store import Store
from fastapi import APIRouter

from dispatch.adapters.mongo_accuracy import MongoAccuracy
from dispatch.adapters.mongo_rulesets import RULES_IN_FORCE, RULESET_INDEXES, RULESETS
from dispatch.adapters.rules import RulesInForce
from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.adapters.ruleset_simulation import Judge, Simulator
from dispatch.domain.assignment import Assignment
from dispatch.domain.policy import Policy
from dispatch.domain.rulesets.record import InForce, RulesetRecord
from dispatch.entrypoints.http.routes_rulesets import RulesetViews, ruleset_reading_routes
from dispatch.entrypoints.http.routes_rulesets_accuracy import accuracy_routes
from dispatch.entrypoints.http.routes_rulesets_editing import ruleset_editing_routes
from dispatch.entrypoints.http.routes_rulesets_explanation import explanation_routes
from dispatch.entrypoints.http.routes_rulesets_simulating import simulating_routes
from dispatch.settings import Settings

MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Rulesets:
    """The rules in force, and the routers to serve."""

    directory: RulesetDirectory
    routers: tuple[APIRouter, ...]


def wire_rulesets(
    runtime: Runtime,
    settings: Settings,
    seed: RulesInForce,
    policy: Policy,
    assignments: Store[Assignment],
    judge: Judge,
) -> Rulesets:
    """Stores on the runtime; `seed` is what an empty database starts with, `judge` what classifies new cases."""
    records = runtime.store(RULESETS, RulesetRecord, indexes=RULESET_INDEXES)
    in_force = runtime.store(RULES_IN_FORCE, InForce)
    kept = timedelta(seconds=settings.dispatch_rules_kept_seconds)
    directory = RulesetDirectory(records, in_force, seed, policy, runtime.clock, kept)
    simulator = Simulator(assignments, directory, judge)
    accuracy = MongoAccuracy(
        assignments.collection, policy.timezone, round(settings.dispatch_accuracy_seconds * MILLISECONDS)
    )
    views = RulesetViews(policy)
    return Rulesets(
        directory,
        (
            accuracy_routes(accuracy, policy.timezone),
            explanation_routes(assignments),
            simulating_routes(records, simulator, runtime.clock),
            ruleset_editing_routes(runtime, records, directory, views),
            ruleset_reading_routes(records, directory, views),
        ),
    )
