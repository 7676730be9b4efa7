"""What the sampler tells of queues and documents is what lies there."""

from collections.abc import Callable
from datetime import timedelta

from chassis.backlog import backlog_of
from chassis.documents import Change
from chassis.settings import ServiceSettings
from contracts.events.intake import CaseClosed, CaseOpened

from tests.integration.chassis import toy
from tests.support.broker import Bench
from tests.support.builders import ARRIVED, envelope_of
from tests.support.clocks import SetClock
from tests.support.eventually import eventually


def figure(replica: toy.Toy, name: str, **labels: str) -> float | None:
    """A sample of the replica's own registry."""
    return replica.runtime.metrics.registry.get_sample_value(name, labels)


async def test_depths_dead_letters_and_connections(
    settings_with: Callable[..., ServiceSettings], wire: Bench, toy_settings: ServiceSettings
) -> None:
    replica = toy.compose(toy_settings.model_copy(update={"sample_interval": 0.05}))
    async with replica.running():
        await wire.send("toy", envelope_of(CaseOpened, case_id="c-1", description="poison"))
        await wire.send("toy", envelope_of(CaseClosed, case_id="c-2"))
        await eventually(lambda: figure(replica, "aftersales_queue_messages", queue="toy.dead") == 2, within=20)
        assert figure(replica, "aftersales_queue_messages", queue="toy.events") == 0
        assert figure(replica, "aftersales_queue_consumers", queue="toy.events") == 1
        assert figure(replica, "aftersales_queue_messages", queue="aftersales.unrouted") is not None
        assert figure(replica, "aftersales_dead_letters_total", failure="handler") == 1
        assert figure(replica, "aftersales_dead_letters_total", failure="ladder_exhausted") == 1
        assert {figure(replica, "aftersales_broker_connected", link=link) for link in ("publish", "consume")} == {1.0}
        assert figure(replica, "aftersales_oldest_message_seconds") == 0
        consumer, aged = replica.runtime.lifecycle.consumer, figure(replica, "aftersales_message_age_seconds_count")
        assert consumer is not None
        assert aged in (1, 2), "one or two groups"
        assert consumer.groups_taken == aged + len(toy.LADDER), "what comes from the ladder does not count"
        assert not figure(replica, "aftersales_sample_failures_total", where="broker")
    assert {figure(replica, "aftersales_broker_connected", link=link) for link in ("publish", "consume")} == {0.0}


async def test_what_nobody_takes_grows_older(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings.model_copy(update={"sample_interval": 0.05}))
    async with replica.running():
        consumer = replica.runtime.lifecycle.consumer
        assert consumer is not None
        await eventually(lambda: figure(replica, "aftersales_queue_consumers", queue="toy.events"))
        await consumer.drain(2)
        await wire.send("toy", envelope_of(CaseOpened, case_id="c-1"), envelope_of(CaseOpened, case_id="c-2"))
        await eventually(lambda: figure(replica, "aftersales_queue_messages", queue="toy.events") == 2)
        await eventually(lambda: (figure(replica, "aftersales_oldest_message_seconds") or 0) > 0.3)
        assert figure(replica, "aftersales_queue_consumers", queue="toy.events") == 0


async def test_age_of_waiting_events_and_overdue_timers(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replica = toy.compose(toy_settings, clock=clock)
    collections = [replica.visits.collection]
    assert (await backlog_of(collections, clock())).waiting == 0
    for seconds in (0, 40):
        clock.now = ARRIVED + timedelta(seconds=seconds)
        visit = toy.Visit(number=f"v-{seconds}", due_at=clock.now + timedelta(seconds=30))
        await replica.visits.create(f"v-{seconds}", Change(visit, [toy.scheduled("c", clock.now)]))
    found = await backlog_of(collections, ARRIVED + timedelta(seconds=60))
    assert (found.waiting, found.oldest_event, found.due, found.oldest_timer) == (2, 60.0, 1, 30.0)

    await replica.visits.collection.update_one(
        {"_id": "v-0"}, {"$set": {"ob_at": ARRIVED + timedelta(seconds=65)}}
    )  # as a sweeper's claim does
    found = await backlog_of(collections, ARRIVED + timedelta(seconds=60))
    assert found.oldest_event == 60.0, "a claim does not make an event younger"


async def test_an_outage_is_counted_and_leaves_the_older_figures(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings.model_copy(update={"sample_interval": 0.05}))
    async with replica.running():
        await eventually(lambda: figure(replica, "aftersales_queue_messages", queue="toy.dead") == 0)
        await wire.channel.queue_delete(f"{toy_settings.broker_namespace}toy.dead")
        await eventually(lambda: figure(replica, "aftersales_sample_failures_total", where="broker"))
        assert replica.runtime.parts.publisher.is_open, "the refused question closed its own channel only"
        assert figure(replica, "aftersales_queue_messages", queue="toy.dead") == 0
