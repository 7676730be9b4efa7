"""The two kinds of KEDA that deploy/kubernetes uses, as strict JSON schemas: no package carries them."""

from collections.abc import Mapping

Schema = Mapping[str, object]
_STRING: Schema = {"type": "string", "minLength": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _object(required: str, **properties: object) -> Schema:
    """An object with these properties only; `required` names those that must be there."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


_METADATA = _object(
    "name", name=_STRING, namespace=_STRING, labels={"type": "object", "additionalProperties": {"type": "string"}}
)
_RABBITMQ = _object(
    "type metadata authenticationRef",
    type={"const": "rabbitmq"},
    metadata=_object(
        "protocol queueName mode value",
        protocol={"const": "amqp"},
        queueName=_STRING,
        mode={"const": "QueueLength"},
        value={"type": "string", "pattern": "^[1-9][0-9]*$"},
    ),
    authenticationRef=_object("name", name=_STRING),
)
_CPU = _object(
    "type metricType metadata",
    type={"const": "cpu"},
    metricType={"const": "Utilization"},
    metadata=_object("value", value={"type": "string", "pattern": "^[1-9][0-9]?$"}),
)
_BEHAVIOR = _object(
    "scaleDown",
    scaleDown=_object(
        "stabilizationWindowSeconds policies",
        stabilizationWindowSeconds=_COUNT,
        policies={
            "type": "array",
            "items": _object(
                "type value periodSeconds", type={"enum": ["Pods", "Percent"]}, value=_COUNT, periodSeconds=_COUNT
            ),
        },
    ),
)

SCHEMAS: Mapping[str, Schema] = {
    "TriggerAuthentication": _object(
        "apiVersion kind metadata spec",
        apiVersion={"const": "keda.sh/v1alpha1"},
        kind={"const": "TriggerAuthentication"},
        metadata=_METADATA,
        spec=_object(
            "secretTargetRef",
            secretTargetRef={
                "type": "array",
                "minItems": 1,
                "items": _object("parameter name key", parameter=_STRING, name=_STRING, key=_STRING),
            },
        ),
    ),
    "ScaledObject": _object(
        "apiVersion kind metadata spec",
        apiVersion={"const": "keda.sh/v1alpha1"},
        kind={"const": "ScaledObject"},
        metadata=_METADATA,
        spec=_object(
            "scaleTargetRef minReplicaCount maxReplicaCount triggers",
            scaleTargetRef=_object("name", name=_STRING),
            minReplicaCount=_COUNT,
            maxReplicaCount=_COUNT,
            pollingInterval=_COUNT,
            cooldownPeriod=_COUNT,
            fallback=_object("failureThreshold replicas", failureThreshold=_COUNT, replicas=_COUNT),
            advanced=_object(
                "horizontalPodAutoscalerConfig",
                horizontalPodAutoscalerConfig=_object("behavior", behavior=_BEHAVIOR),
            ),
            triggers={"type": "array", "minItems": 1, "items": {"oneOf": [_RABBITMQ, _CPU]}},
        ),
    ),
}
