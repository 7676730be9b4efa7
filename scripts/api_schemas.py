"""One object against the API's own strict schema, or KEDA's."""

import json
from functools import lru_cache

import jsonschema
import kubernetes_validate

from scripts.keda import SCHEMAS
from scripts.paths import Manifest

OLDEST = "1.30"
"""The oldest Kubernetes that these files are for: the first whose containers may sleep before they stop."""


def against_schema(resource: Manifest) -> tuple[str, ...]:
    """What is wrong with an object by itself; nothing when it is sound."""
    if resource.get("kind") == "Secret":
        return ("a secret does not belong into a repository",)
    return _schema_errors(json.dumps(resource))


@lru_cache(maxsize=200)
def _schema_errors(text: str) -> tuple[str, ...]:
    """Remembered, since the package reads its schemas anew for every object."""
    resource = json.loads(text)
    kind = str(resource.get("kind"))
    try:
        if kind in SCHEMAS:
            jsonschema.validate(resource, SCHEMAS[kind])
        else:
            kubernetes_validate.validate(resource, OLDEST, strict=True)
    except jsonschema.ValidationError as error:
        return (f"{'.'.join(map(str, error.path))}: {error.message}",)
    except kubernetes_validate.SchemaNotFoundError as error:
        return (str(error.message),)
    return ()
