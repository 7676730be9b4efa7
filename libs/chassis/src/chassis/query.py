"""What a route takes as its query, beyond what the framework checks: no unknown name, and each name once."""

from collections.abc import Mapping
from types import UnionType
from typing import Union, get_args, get_origin

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import QueryParams

_LISTS = frozenset({list, tuple, set, frozenset})


def refuse_strange_parameters(query: QueryParams, route: Dependant) -> None:
    """A filter that no route declares must not be taken for no filter at all, nor the last of several for all of them.

    Parameters that are lists may be repeated. Raises RequestValidationError.
    """
    declared = _declared(route)
    found: list[dict[str, object]] = []
    for name in query:
        if name not in declared:
            found.append({"type": "extra_forbidden", "loc": ("query", name), "msg": "Unknown parameter"})
        elif not declared[name] and len(query.getlist(name)) > 1:
            found.append({"type": "repeated", "loc": ("query", name), "msg": "Must be given once"})
    if found:
        raise RequestValidationError(found)


def _declared(route: Dependant) -> Mapping[str, bool]:
    """Names of the route's parameters, and whether each is a list."""
    names = {one.alias: _is_list(one.field_info.annotation) for one in route.query_params}
    for dependency in route.dependencies:
        names.update(_declared(dependency))
    return names


def _is_list(annotation: object) -> bool:
    kinds = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return any((get_origin(kind) or kind) in _LISTS for kind in kinds)
