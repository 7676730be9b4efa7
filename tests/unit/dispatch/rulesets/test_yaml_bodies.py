"""A YAML body reaches the routes as the text it is, whatever it holds and however it is cut."""

import asyncio

import orjson
from chassis.problems import CHASSIS_PROBLEMS, ProblemTable
from dispatch.entrypoints.http.yaml_bodies import YamlBodies
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send


def passed_on(chunks: list[bytes], media_type: bytes) -> tuple[bytes, bytes]:
    """Content type and body as the application behind gets them."""
    got: list[tuple[bytes, bytes]] = []

    async def inner(scope: Scope, receive: Receive, _: Send) -> None:
        got.append((dict(scope["headers"])[b"content-type"], (await receive())["body"]))

    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting = iter([*messages, {"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        return next(waiting)

    async def send(_: Message) -> None:
        raise AssertionError("nothing is answered here")

    scope = {"type": "http", "method": "POST", "path": "/v1/rulesets", "headers": [(b"content-type", media_type)]}
    asyncio.run(YamlBodies(inner, ProblemTable(CHASSIS_PROBLEMS), 10_000)(scope, receive, send))
    return got[0]


@given(text=st.text(st.characters(codec="utf-8"), max_size=50), cut=st.integers(0, 60))
def test_the_text_arrives_as_it_was_sent(text: str, cut: int) -> None:
    body = text.encode()
    media_type, made = passed_on([body[:cut], body[cut:]], b'Application/YAML; charset="UTF-8"')
    assert (media_type, orjson.loads(made)) == (b"application/json", {"yaml": text})


def test_another_body_is_left_alone() -> None:
    assert passed_on([b"{}"], b"application/json") == (b"application/json", b"{}")
