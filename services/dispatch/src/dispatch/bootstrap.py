"""The one place where the dispatch service is put together."""

from datetime import timedelta

from chassis.clock import Clock, system_clock
from chassis.runtime import Runtime

from dispatch.adapters.absence_migration import absence_migration
from dispatch.adapters.mongo_assignments import ASSIGNMENT_INDEXES, ASSIGNMENTS, assignment_lookup
from dispatch.adapters.mongo_open_tasks import MongoOpenTasks
from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.adapters.mongo_returns import RETURN_INDEXES, RETURNS
from dispatch.adapters.mongo_turns import TURNS, MongoTurns
from dispatch.adapters.opinion_in_force import opinion_in_force
from dispatch.adapters.policy_yaml import chosen_policy
from dispatch.adapters.preparation import Preparation
from dispatch.adapters.quality_policy import quality_policy
from dispatch.adapters.return_policy import require_known_pause, return_policy
from dispatch.adapters.rules import rules_in_force
from dispatch.adapters.staff_directory import STAFF_COLLECTION, STAFF_INDEXES, StaffDirectory
from dispatch.adapters.task_mover import TaskMover
from dispatch.adapters.task_returner import TaskReturner
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import DispatchError
from dispatch.domain.opinion.consultation import judging
from dispatch.domain.returns.goods_return import GoodsReturn
from dispatch.domain.staff import Staff
from dispatch.entrypoints.http.f54_files import F54Forms
from dispatch.entrypoints.http.problems import PROBLEMS
from dispatch.entrypoints.http.problems_figures import FIGURE_PROBLEMS
from dispatch.entrypoints.http.problems_quality import QUALITY_PROBLEMS
from dispatch.entrypoints.http.problems_returns import RETURN_PROBLEMS
from dispatch.entrypoints.http.problems_rulesets import RULESET_PROBLEMS
from dispatch.entrypoints.http.routes_classifying import classifying_routes
from dispatch.entrypoints.http.routes_clocks import clock_routes
from dispatch.entrypoints.http.routes_covering import covering_routes
from dispatch.entrypoints.http.routes_f54 import f54_routes
from dispatch.entrypoints.http.routes_finishing import finishing_routes
from dispatch.entrypoints.http.routes_policy import policy_routes
from dispatch.entrypoints.http.routes_queue import queue_routes
from dispatch.entrypoints.http.routes_reading import reading_routes
from dispatch.entrypoints.http.routes_return_deciding import return_deciding_routes
from dispatch.entrypoints.http.routes_return_handling import return_handling_routes
from dispatch.entrypoints.http.routes_returns import return_reading_routes
from dispatch.entrypoints.http.routes_staff import staff_routes
from dispatch.entrypoints.http.routes_working import working_routes
from dispatch.entrypoints.http.ruleset_refusals import tell_mistakes
from dispatch.entrypoints.http.yaml_bodies import take_yaml
from dispatch.figures_wiring import wire_figures
from dispatch.forms.page import F54Page
from dispatch.forms.words import shipped_words
from dispatch.handlers.absence_timers import AbsenceTimers, absence_timers
from dispatch.handlers.climb_overdue_step import assignment_timers, climb_overdue_step
from dispatch.handlers.give_back_returned import GiveBackReturned
from dispatch.handlers.hand_over_absent import HandOverAbsent
from dispatch.handlers.returns.overdue_return import overdue_return, return_timers
from dispatch.quality_wiring import wire_quality
from dispatch.rulesets_wiring import wire_rulesets
from dispatch.settings import Settings
from dispatch.subscriptions import assignment_subscriptions
from dispatch.subscriptions_returns import return_subscriptions


def build(settings: Settings, clock: Clock = system_clock) -> Runtime:
    """The service, not yet connected to anything. Raises `PolicyError`, `RulesetError`, `OpinionError`."""
    policy = chosen_policy(settings.dispatch_policy_file, settings.seed_file, settings.dispatch_policy)
    seed = rules_in_force(settings.dispatch_ruleset_file)
    opinion = opinion_in_force(settings.dispatch_opinion, settings.dispatch_opinion_file)
    judge = judging(opinion)
    runtime = Runtime("dispatch", settings, clock=clock)
    turns = MongoTurns(runtime.mongo_database[TURNS])
    assignments = runtime.store(
        ASSIGNMENTS, Assignment, timers=assignment_timers, indexes=ASSIGNMENT_INDEXES, lookup=assignment_lookup
    )
    staff = runtime.store(STAFF_COLLECTION, Staff, timers=absence_timers, indexes=STAFF_INDEXES)
    runtime.migrate(absence_migration(staff, policy, runtime.clock))
    directory = StaffDirectory(policy, staff, runtime.clock, timedelta(seconds=settings.dispatch_staff_kept_seconds))
    open_tasks = MongoOpenTasks(
        assignments.collection,
        runtime.clock,
        timedelta(seconds=settings.dispatch_loads_kept_seconds),
        settings.dispatch_loads_most,
    )
    rulesets = wire_rulesets(runtime, settings, seed, policy, assignments, judge)
    queue = MongoQueue(assignments.collection, settings.storage_patience)
    mover = TaskMover(assignments, queue)
    preparation = Preparation(directory, rulesets.directory, turns, open_tasks, judge)
    runtime.prepare(preparation.context)
    runtime.subscribe(*assignment_subscriptions(assignments))
    runtime.on_timer(assignments, climb_overdue_step)
    returning = return_policy(settings.dispatch_returns_file)
    require_known_pause(returning, policy)
    returns = runtime.store(RETURNS, GoodsReturn, timers=return_timers, indexes=RETURN_INDEXES)
    runtime.subscribe(*return_subscriptions(returns, assignments, returning))
    runtime.on_timer(returns, overdue_return)
    quality = wire_quality(
        runtime, assignments, quality_policy(settings.dispatch_quality_file), directory, frozenset(policy.teams)
    )
    records = quality.mover
    hand_over = HandOverAbsent(mover.move, records.move)
    give_back = GiveBackReturned(TaskReturner(assignments).give_back, records.give_back)
    runtime.on_timer(staff, AbsenceTimers(hand_over, give_back))
    app = runtime.http(
        title="Dispatch",
        routers=[
            queue_routes(queue, directory, runtime.clock),
            reading_routes(assignments),
            classifying_routes(assignments, preparation, rulesets.directory, runtime.clock),
            working_routes(assignments, directory),
            finishing_routes(assignments),
            f54_routes(assignments, directory, F54Forms(F54Page(), shipped_words())),
            clock_routes(assignments, policy, runtime.clock),
            return_reading_routes(returns),
            return_deciding_routes(returns, returning.service),
            return_handling_routes(returns),
            *quality.routers,
            *wire_figures(runtime, settings, assignments, policy),
            staff_routes(directory, runtime.clock),
            covering_routes(directory, mover, records, runtime.clock),
            policy_routes(policy, directory, runtime.clock),
            *rulesets.routers,
        ],
        problems={**PROBLEMS, **RETURN_PROBLEMS, **QUALITY_PROBLEMS, **RULESET_PROBLEMS, **FIGURE_PROBLEMS},
        domain_errors=(DispatchError,),
    )
    take_yaml(app, settings.body_limit)
    tell_mistakes(app)
    return runtime
