"""The routes of a service, made before its first caller."""

from fastapi import FastAPI

_ANY_REQUEST = {"type": "http", "method": "GET", "path": "/", "root_path": "", "headers": []}


def make_routes(app: FastAPI) -> None:
    """FastAPI puts an included router's routes together when a request first walks past it: a third of a second for
    a service of fifty routes, in which its event loop answers nobody. Here that happens before the port is open."""
    for route in app.routes:
        route.matches(dict(_ANY_REQUEST))
