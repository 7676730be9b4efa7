"""People who write, publish and judge rules, on one or several replicas of a running dispatch service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from chassis.runtime import Runtime
from chassis.store import Store
from dispatch.adapters.mongo_rulesets import RULES_IN_FORCE, RULESETS
from dispatch.adapters.policy_yaml import shipped_policy
from dispatch.adapters.rules import rules_in_force
from dispatch.adapters.ruleset_directory import RulesetDirectory
from dispatch.bootstrap import build
from dispatch.domain.rulesets.record import InForce, RulesetRecord
from dispatch.settings import Settings
from httpx import ASGITransport, AsyncClient, Response
from localstack.tokens import Person

from tests.integration.dispatch.desk import Desk
from tests.support.builders import unique
from tests.unit.dispatch.builders import RULES

EDITOR = Person(roles=["quality_engineer"], staff="quality1", team="quality")
PUBLISHER = Person(roles=["marketing_director"], staff="marketing-director")
KNOWN_TEAMS = RULES.replace("other: nobody", "other: sales")
"""The rules of the tests without the team that does not exist, so that they can be published."""


@dataclass(frozen=True, slots=True)
class Author:
    """Speaks to the rulesets of one replica."""

    desk: Desk
    client: AsyncClient

    async def sends(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        person: Person = EDITOR,
        version: object = None,
        key: str | None = None,
        language: str = "en",
        accept: str | None = None,
    ) -> Response:
        """One request; `path` goes on after the collection's."""
        headers = self._headers(person, version, key, language) | ({} if accept is None else {"Accept": accept})
        return await self.client.request(method, f"/v1/rulesets{path}", json=body, headers=headers)

    async def sends_yaml(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        person: Person = EDITOR,
        version: object = None,
        key: str | None = None,
        language: str = "en",
        media_type: str = "application/yaml",
    ) -> Response:
        """One request whose body is the document itself."""
        headers = self._headers(person, version, key, language) | {"Content-Type": media_type}
        return await self.client.request(method, f"/v1/rulesets{path}", content=body, headers=headers)

    def _headers(self, person: Person, version: object, key: str | None, language: str) -> dict[str, str]:
        match = {} if version is None else {"If-Match": f'"{version}"'}
        once = {} if key is None else {"Idempotency-Key": key}
        return {**self.desk.headers(person), **match, **once, "Accept-Language": language}

    async def drafts(self, source: str = KNOWN_TEAMS) -> dict[str, object]:
        """A draft with these rules."""
        answer = await self.sends("POST", "", {"yaml": source}, key=unique("draft"))
        assert answer.status_code == 201, answer.text
        return cast("dict[str, object]", answer.json())

    async def publishes(self, source: str = KNOWN_TEAMS) -> dict[str, object]:
        """These rules in force."""
        draft = await self.drafts(source)
        answer = await self.sends("POST", f"/{draft['id']}/publish", person=PUBLISHER, version=draft["version"])
        assert answer.status_code == 200, answer.text
        return cast("dict[str, object]", answer.json())

    async def reads(self, path: str) -> dict[str, object]:
        """What is shown."""
        answer = await self.sends("GET", path)
        assert answer.status_code == 200, answer.text
        return cast("dict[str, object]", answer.json())


@asynccontextmanager
async def beside(settings: Settings, desk: Desk) -> AsyncIterator[Author]:
    """Another replica over the same database, which serves HTTP."""
    replica = build(settings)
    transport = ASGITransport(app=replica.app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://beside") as client:
        yield Author(desk, client)
    replica.parts.mongo.close()


@dataclass(frozen=True, slots=True)
class Replica:
    """The rules of one more replica, to be called without HTTP."""

    directory: RulesetDirectory
    records: Store[RulesetRecord]
    in_force: Store[InForce]


def replica_of(runtime: Runtime, settings: Settings) -> Replica:
    """Over the stores of a runtime."""
    stores = {store.name: store for store in runtime.parts.stores}
    records = cast("Store[RulesetRecord]", stores[RULESETS])
    in_force = cast("Store[InForce]", stores[RULES_IN_FORCE])
    seed, policy = rules_in_force(settings.dispatch_ruleset_file), shipped_policy()
    directory = RulesetDirectory(records, in_force, seed, policy, runtime.clock, timedelta(0))
    return Replica(directory, records, in_force)
