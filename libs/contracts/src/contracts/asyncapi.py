"""The AsyncAPI 3.0 document of the whole suite, made from the registry and the subscription table."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.payload import Payload
from contracts.schemas import example_of, file_name, summary_of

Document: TypeAlias = dict[str, object]

EXCHANGE = "aftersales.events"
_BINDING_VERSION = "0.3.0"
_DESCRIPTION = (
    "Events of the after-sales suite: CloudEvents 1.0 in JSON on one topic exchange, at least once, in order per "
    "subject. Under load the publisher packs events of one routing key into CloudEvents' batch mode "
    "(application/cloudevents-batch+json), an array of the same objects."
)


def document(events: Sequence[type[Payload]], subscriptions: Mapping[str, Sequence[type[Payload]]]) -> Document:
    """A channel per routing key, a send operation per publisher, a receive operation per consumer."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Aftersales events", "version": "1.0.0", "description": _DESCRIPTION},
        "defaultContentType": CONTENT_TYPE,
        "servers": {"broker": _server()},
        "channels": {event.routing_key(): _channel(event) for event in events},
        "operations": {
            **{_operation_id(event.PUBLISHER, "send", event): _send(event) for event in events},
            **{
                _operation_id(service, "receive", event): _receive(service, event)
                for service, consumed in subscriptions.items()
                for event in consumed
            },
        },
        "components": {
            "messages": {event.routing_key(): _message(event) for event in events},
            "schemas": {"CloudEvent": _cloud_event()},
        },
    }


def _server() -> Document:
    return {
        "host": "{broker}",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "description": "RabbitMQ 3.10 or later; quorum queues.",
        "variables": {"broker": {"default": "rabbitmq:5672", "description": "Host and port of the installation."}},
    }


def _channel(event: type[Payload]) -> Document:
    key = event.routing_key()
    return {
        "address": key,
        "summary": summary_of(event),
        "messages": {key: {"$ref": f"#/components/messages/{key}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False},
                "bindingVersion": _BINDING_VERSION,
            }
        },
    }


def _operation_id(service: str, action: str, event: type[Payload]) -> str:
    return f"{service}.{action}.{event.routing_key()}"


def _send(event: type[Payload]) -> Document:
    return {
        **_operation("send", event.PUBLISHER, event),
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": _BINDING_VERSION}},
    }


def _receive(service: str, event: type[Payload]) -> Document:
    return {
        **_operation("receive", service, event),
        "bindings": {"amqp": {"ack": True, "bindingVersion": _BINDING_VERSION}},
    }


def _operation(action: str, service: str, event: type[Payload]) -> Document:
    channel = f"#/channels/{event.routing_key()}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.routing_key()}"}],
        "tags": [{"name": service}],
    }


def _message(event: type[Payload]) -> Document:
    return {
        "name": event.type_name(),
        "title": event.__name__,
        "summary": summary_of(event),
        "contentType": CONTENT_TYPE,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/CloudEvent"},
                {
                    "type": "object",
                    "required": ["type", "data"],
                    "properties": {
                        "type": {"const": event.type_name()},
                        "data": {"$ref": f"./schemas/{file_name(event)}"},
                    },
                },
            ]
        },
        "examples": [{"name": event.routing_key(), "payload": _example(event)}],
    }


def _cloud_event() -> Document:
    schema: Document = Envelope[Payload].model_json_schema()
    properties, required = schema["properties"], schema["required"]
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise TypeError("the envelope must be an object schema")
    return {
        "type": "object",
        "description": "CloudEvents 1.0, JSON format, with the suite's extensions.",
        "properties": {name: field for name, field in properties.items() if name != "data"},
        "required": [name for name in required if name != "data"],
    }


def _example(event: type[Payload]) -> Document:
    data = example_of(event)
    matter = str(data.get("case_id") or next(iter(data.values())))
    return {
        "specversion": "1.0",
        "id": f"{event.TYPE}-1",
        "source": f"/aftersales/{event.PUBLISHER}",
        "type": event.type_name(),
        "time": "2026-03-02T09:00:00Z",
        "subject": matter,
        "datacontenttype": "application/json",
        "sequence": 1,
        "correlationid": matter,
        "causationid": "request-1",
        "data": data,
    }
