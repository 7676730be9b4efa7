"""A collection whose answers get lost: the server does the work, the caller hears of a broken connection."""

from collections.abc import Awaitable, Callable

from chassis.mongo import MongoCollection
from pymongo.errors import AutoReconnect


class LosesAnswers:
    """Wraps a collection. The first `times` calls of `method` are carried out, then raise AutoReconnect.

    `between` runs after the work and before the caller hears, as another replica would.
    """

    def __init__(
        self,
        collection: MongoCollection,
        method: str,
        *,
        times: int = 1,
        between: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._collection = collection
        self._method = method
        self.left = times
        self._between = between

    def __getattr__(self, name: str) -> object:
        real = getattr(self._collection, name)
        if name != self._method:
            return real

        async def call(*positional: object, **named: object) -> object:
            result = await real(*positional, **named)
            if self.left > 0:
                self.left -= 1
                if self._between is not None:
                    await self._between()
                raise AutoReconnect("the answer got lost")
            return result

        return call
