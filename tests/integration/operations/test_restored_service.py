"""What it means to its siblings when one service goes back to an older point: redelivery doubles nothing, what came
after the backup is lost unless it comes again, and what the restored service tells again is recognised."""

from dataclasses import dataclass, replace
from pathlib import Path

from chassis.documents import Change, Outcome
from chassis.runtime import Runtime
from chassis.settings import ServiceSettings
from chassis.store import Store
from chassis.subscription import HasNow, Subscription
from contracts.envelope import Envelope
from contracts.events.intake import CaseClosed, CaseOpened
from contracts.events.survey import FollowUpScheduled

from tests.integration.chassis import toy
from tests.integration.operations.command import aftersales
from tests.support.broker import Bench, bench
from tests.support.builders import ARRIVED, envelope_of, unique
from tests.support.eventually import eventually

SERVICE = "survey"
SIBLING = "notification"


@dataclass(frozen=True)
class Heard:
    """The sibling's aggregate: every event that had an effect on it."""

    events: tuple[str, ...] = ()


def on_scheduled(heard: Heard | None, event: Envelope[FollowUpScheduled], context: HasNow) -> Outcome[Heard]:
    """Notes it."""
    before = heard or Heard()
    return Change(replace(before, events=(*before.events, event.id)))


def sibling(settings: ServiceSettings) -> tuple[Runtime, Store[Heard]]:
    """A service that hears what the restored one says."""
    own = settings.model_copy(update={"mongodb_database": f"{settings.mongodb_database}_sibling"})
    consumers = {SERVICE: toy.CONSUMED, SIBLING: (FollowUpScheduled,)}
    runtime = Runtime(SIBLING, own, consumers=consumers, ladder=toy.LADDER)
    store = runtime.store("heard", Heard)
    runtime.subscribe(
        Subscription(event=FollowUpScheduled, store=store, key=lambda e: [e.data.case_id], handler=on_scheduled)
    )
    runtime.http(title="Sibling", routers=[])
    return runtime, store


async def heard(store: Store[Heard], case_id: str) -> tuple[str, ...]:
    """Effects so far."""
    stored = await store.find(case_id)
    return () if stored is None else stored.state.events


async def handed(wire: Bench, service: toy.Toy, case_id: str, *events: object) -> None:
    """Send, and wait for the effect."""
    await wire.send(SERVICE, *events)  # type: ignore[arg-type]

    async def applied() -> bool:
        visit = await service.visit(case_id)
        return visit is not None and {event.id for event in events} <= set(visit.seen)  # type: ignore[attr-defined]

    await eventually(applied)


async def test_replays_after_a_restore_have_their_effect_once(toy_settings: ServiceSettings, tmp_path: Path) -> None:
    prefix = unique("r") + "_"
    settings = toy_settings.model_copy(update={"mongodb_database": f"{prefix}{SERVICE}"})
    before = envelope_of(CaseOpened, case_id="c-1")
    after = envelope_of(CaseClosed, case_id="c-1")
    unseen = envelope_of(CaseOpened, case_id="c-2")
    target = tmp_path / "backup"
    runtime, store = sibling(settings)
    async with (
        runtime.app.router.lifespan_context(runtime.app),
        bench(settings.amqp_url.get_secret_value(), settings.broker_namespace) as wire,
    ):
        first = toy.compose(settings, service=SERVICE)
        async with first.running():
            await handed(wire, first, "c-1", before)
            await eventually(lambda: _told(store, "c-1", 1))
            assert (await aftersales(settings, prefix, "backup", "--to", target, "--service", SERVICE)).code == 0
            await handed(wire, first, "c-1", after)
            await handed(wire, first, "c-2", unseen)
            await eventually(lambda: _told(store, "c-2", 1))
        told_before = await heard(store, "c-2")

        lost = tmp_path / "lost.jsonl"
        done = await aftersales(settings, prefix, "restore", "--from", target, "--overwrite", "--lost", lost)
        assert done.code == 0, done
        assert [line.split('"id": ')[1].split(",")[0] for line in lost.read_text().splitlines()] == ['"c-1"', '"c-2"']

        second = toy.compose(settings, service=SERVICE)
        async with second.running():
            visit = await second.visit("c-1")
            assert visit is not None
            assert (visit.status, visit.seen) == ("open", (before.id,)), "what came after the backup is gone"
            assert await second.visit("c-2") is None
            await wire.send(SERVICE, before, after, unseen, before, after)
            await handed(wire, second, "c-1", after)
            await handed(wire, second, "c-2", unseen)
            visit = await second.visit("c-1")
            assert visit is not None
            assert (visit.status, visit.seen) == ("closed", (before.id, after.id))
            await eventually(lambda: _told(store, "c-2", 2))
            assert await wire.depth(f"{SERVICE}.events") == 0
        assert len(await heard(store, "c-1")) == 1, "told before the backup: known to the sibling by its id"
        again = await heard(store, "c-2")
        assert again[:1] == told_before, "told again under a new id: the restored service cannot know that it had been"
        assert len(again) == 2


async def _told(store: Store[Heard], case_id: str, count: int) -> bool:
    return len(await heard(store, case_id)) == count


async def test_what_waited_in_the_outbox_is_told_again_and_recognised(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    prefix = unique("r") + "_"
    settings = toy_settings.model_copy(update={"mongodb_database": f"{prefix}{SERVICE}"})
    asleep = toy.compose(settings, service=SERVICE)
    visit = toy.Visit(number="n")
    await asleep.visits.create("v-1", Change(visit, [toy.scheduled("c-1", ARRIVED)]))
    target = tmp_path / "backup"
    assert (await aftersales(settings, prefix, "backup", "--to", target, "--service", SERVICE)).code == 0
    runtime, store = sibling(settings)
    async with runtime.app.router.lifespan_context(runtime.app):
        async with toy.compose(settings, service=SERVICE).running():
            await eventually(lambda: _told(store, "c-1", 1))
        done = await aftersales(settings, prefix, "restore", "--from", target, "--overwrite")
        assert done.code == 0, done
        restored = toy.compose(settings, service=SERVICE)
        assert len(list((await restored.raw("v-1"))["outbox"])) == 1  # type: ignore[call-overload]
        async with restored.running():

            async def published_again() -> bool:
                return (await restored.raw("v-1"))["outbox"] == []

            await eventually(published_again)
            done_by = runtime.metrics.registry
            await eventually(
                lambda: (
                    done_by.get_sample_value(
                        "aftersales_events_consumed_total",
                        {"type": FollowUpScheduled.type_name(), "outcome": "done"},
                    )
                    == 2
                ),
                what="the second delivery",
            )
        assert len(await heard(store, "c-1")) == 1
